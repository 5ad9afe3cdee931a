#pragma once

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/runner.h"
#include "scenarios/scenario_file.h"
#include "scenarios/stand_in_file.h"

namespace rehearse::scenarios {

/// The value of `expected`, or a failed test that shows the error.
template <typename T>
T need(Expected<T> expected) {
  if (!expected) throw std::runtime_error(to_string(expected.error()));
  return std::move(*expected);
}

/// Everything that reading and running scenarios takes. Made once: it remembers databases.
struct Stage {
  std::unique_ptr<sim::Engine> engine = need(sim::Engine::create());
  sim::StandIns stand_ins = need(sim::StandIns::create(*engine, need(load_stand_ins())));
  ScenarioReader reader{stand_ins};
  Runner runner{stand_ins};
};

inline Stage& stage() {
  static Stage only;
  return only;
}

/// `steps` as a scenario file; `head` may add members: `"finds": ["INV-07"], `.
inline std::string file_of(std::string_view steps, std::string_view head = "") {
  return fmt::format("{{ \"scenario\": \"a test\", {}\"steps\": [\n{}\n] }}", head, steps);
}

/// Both lines of a story's result: what was violated, and how it ended.
struct Played {
  std::vector<std::string> violations;  ///< `2: status of r1: Failed, but Completed`
  std::vector<std::string> told;        ///< `2: refresh UAT1 from PROD`
  Report report;
};

inline Played play_file(std::string_view text, std::string file = "test.json") {
  const Scenario scenario = need(stage().reader.read(text, std::move(file)));
  Played played;
  played.report = stage().runner.run(scenario, 0, [&](model::Record&& record) {
    if (const auto* step = std::get_if<model::StepTaken>(&record))
      played.told.push_back(fmt::format("{}: {}", step->step, step->action));
    if (const auto* violation = std::get_if<model::Violation>(&record)) {
      const std::string id = violation->id == "expect" ? "" : violation->id + " ";
      played.violations.push_back(fmt::format("{}: {}{}: {}, but {}", violation->step, id,
                                              violation->sentence, violation->expected,
                                              violation->actual));
    }
  });
  return played;
}

/// The violations of a story.
inline std::vector<std::string> violations(std::string_view steps, std::string_view head = "") {
  return play_file(file_of(steps, head)).violations;
}

using Lines = std::vector<std::string>;

}  // namespace rehearse::scenarios

namespace std {
inline ostream& operator<<(ostream& out, const vector<string>& lines) {
  for (const string& line : lines) out << "\n    " << line;
  return out;
}
}  // namespace std
