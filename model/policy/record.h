#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/verdicts/decision.h"

/// What happened in a run: the append-only record that every driver writes and every renderer
/// reads, one JSON object a line when it is kept in a file (docs/formats/result.md). Members are
/// only ever added, never renamed or given another meaning; a reader skips members that it does not
/// know.
namespace rehearse::model {

struct RunStarted {
  std::string version;  ///< of the command
  Seed seed;
  std::string policy;  ///< name of the policy asked for; empty when each scenario names its own
  std::string policy_digest;  ///< of that policy, or of all policies together
  std::uint32_t scenarios = 0;

  bool operator==(const RunStarted&) const = default;
};

struct ScenarioStarted {
  std::uint32_t index = 0;  ///< position in the run, from 0
  std::string file;         ///< as given, or relative to the embedded library
  std::string group;        ///< the folder of `file`: `refresh`
  std::string title;
  std::vector<std::string> cites;
  std::string policy;

  bool operator==(const ScenarioStarted&) const = default;
};

/// One action and what it led to.
struct StepTaken {
  std::uint32_t step =
      0;  ///< position in the scenario's `steps`, from 1; several actions may belong to one step
  Instant at;
  std::string action;                ///< `refresh UAT1 from PROD`
  std::vector<std::string> events;   ///< `UAT1 went offline`, in order
  std::optional<Decision> decision;  ///< when rules denied or warned

  bool operator==(const StepTaken&) const = default;
};

enum class ViolationKind : std::uint8_t {
  Expectation,  ///< what the scenario's author expected did not happen
  Invariant,    ///< what must always hold did not (domain.md E)
  Refinement,   ///< model and stand-in databases disagree
};
template <>
inline constexpr auto enum_names<ViolationKind> =
    std::to_array<std::string_view>({"expectation", "invariant", "refinement"});

struct Violation {
  ViolationKind kind = ViolationKind::Expectation;
  std::string id;  ///< `INV-28`, `expect`, `refinement`
  std::uint32_t step = 0;
  Instant at;
  std::string sentence;  ///< what should have held, in words
  std::string expected;
  std::string actual;
  std::vector<std::string> cites;
  Place where;  ///< in the scenario file

  bool operator==(const Violation&) const = default;
};

enum class Verdict : std::uint8_t {
  Passed,
  Failed,  ///< at least one violation
  Broke,   ///< could not be carried out; `ScenarioEnded::error` says why
};
template <>
inline constexpr auto enum_names<Verdict> =
    std::to_array<std::string_view>({"passed", "failed", "broke"});

struct ScenarioEnded {
  std::uint32_t index = 0;
  Verdict verdict = Verdict::Passed;
  std::string trace;  ///< digest of everything that happened; equal in every build and for any
                      ///< number of jobs
  std::uint32_t actions = 0;
  Duration virtual_time;
  std::int64_t elapsed_us =
      0;  ///< measured; left out of files unless host information is asked for
  std::optional<Error> error;

  bool operator==(const ScenarioEnded&) const = default;
};

struct RunEnded {
  std::uint32_t passed = 0;
  std::uint32_t failed = 0;
  std::uint32_t broke = 0;
  std::uint64_t actions = 0;
  std::uint64_t invariant_checks = 0;
  std::string trace;         ///< over the traces of all scenarios, in order
  bool interrupted = false;  ///< stopped by a signal: the scenarios not counted were not run
  std::int64_t elapsed_us = 0;

  bool operator==(const RunEnded&) const = default;
};

using Record =
    std::variant<RunStarted, ScenarioStarted, StepTaken, Violation, ScenarioEnded, RunEnded>;

}  // namespace rehearse::model
