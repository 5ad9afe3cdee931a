#pragma once

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/play/runner.h"

namespace rehearse::scenarios {

/// The value of `expected`, or a failed test that shows the error.
template <typename T>
T need(Expected<T> expected) {
  if (!expected) throw std::runtime_error(to_string(expected.error()));
  return std::move(*expected);
}

/// Everything that reading and running scenarios takes. Made once: it remembers databases.
struct Workshop {
  std::unique_ptr<sim::Engine> engine =
      need(sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}));
  sim::StandIns stand_ins = need(sim::StandIns::create(*engine, need(load_stand_ins())));
  ScenarioReader reader{stand_ins};
  Runner runner{stand_ins};
};

inline Workshop& stage() {
  static Workshop only;
  return only;
}

/// `steps` as a scenario file; `head` may add members: `"finds": ["INV-07"], `.
inline std::string file_of(std::string_view steps, std::string_view head = "") {
  return fmt::format("{{ \"scenario\": \"a test\", {}\"steps\": [\n{}\n] }}", head, steps);
}

/// How a story went.
struct Played {
  std::string violations;  ///< a line each: `2: status of r1: Failed, but Completed`
  std::string actions;     ///< a line each: `2: refresh UAT1 from PROD`
  model::ScenarioEnded ended;
};

inline Played play_file(std::string_view text, std::string file = "test.json") {
  const Scenario scenario = need(stage().reader.read(text, std::move(file)));
  Played played;
  const auto add = [](std::string& lines, const std::string& line) {
    lines += lines.empty() ? line : "\n" + line;
  };
  played.ended = stage().runner.run(scenario, 0, [&](model::Record&& record) {
    if (const auto* step = std::get_if<model::StepTaken>(&record))
      add(played.actions, fmt::format("{}: {}", step->step, step->action));
    if (const auto* violation = std::get_if<model::Violation>(&record)) {
      const std::string id = violation->id == "expect" ? "" : violation->id + " ";
      add(played.violations,
          fmt::format("{}: {}{}: {}, but {}", violation->step, id, violation->sentence,
                      violation->expected, violation->actual));
    }
  });
  return played;
}

/// The violations of a story.
inline std::string violations(std::string_view steps, std::string_view head = "") {
  return play_file(file_of(steps, head)).violations;
}

/// A refresh of UAT1 that goes well.
inline constexpr std::string_view refresh =
    R"({ "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" })";

inline std::string after_refresh(std::string_view steps, std::string_view head = "") {
  return violations(fmt::format("{},\n{}", refresh, steps), head);
}

/// A refresh of UAT1 that fails while it synchronizes.
inline constexpr std::string_view failing = R"json(
    { "do": "customize", "environment": "UAT1",
      "require": "CREATE UNIQUE INDEX One ON CustTable(AccountNum)" },
    { "do": "write", "environment": "PROD",
      "sql": "INSERT INTO CustTable(recId, AccountNum) VALUES (11, 'C-001')" },
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" })json";

inline std::string after_failure(std::string_view steps, std::string_view head = "") {
  return violations(fmt::format("{},\n{}", failing, steps), head);
}

inline std::string lines(const std::vector<std::string_view>& each) {
  return fmt::format("{}", fmt::join(each, "\n"));
}

using Texts = std::vector<std::string>;

}  // namespace rehearse::scenarios
