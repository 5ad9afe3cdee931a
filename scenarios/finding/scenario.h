#pragma once

#include <string>
#include <vector>

#include "rehearse/scenarios/shrink/shrink.h"

/// Room `scenarios/finding`. Telling what was found: when it became inevitable, what prevents it,
/// and a scenario file of it.
///
/// Histories as scenario files, which `rehearse run` plays for ever.
namespace rehearse::scenarios {

/// What a deed of a history came to: what a step of a scenario file can expect.
struct Answer {
  std::vector<std::string> denied_by;  ///< in policy order, as all lists
  std::vector<std::string> not_evaluable;
  std::vector<std::string> warned_by;
  model::Refusal refused = model::Refusal::None;
  std::string trouble;                      ///< why the data could not be changed
  bool started = false;                     ///< a movement began, or an upgrade
  model::Phase phase = model::Phase::None;  ///< in which it then was

  bool is_turned_away() const {
    return !denied_by.empty() || !not_evaluable.empty() || refused != model::Refusal::None ||
           !trouble.empty();
  }
  bool operator==(const Answer&) const = default;
};

/// How a whole history goes, on whatever ground: the answers to its deeds, and what it breaks.
struct Course {
  std::vector<Answer> answers;
  std::vector<model::Instant> times;  ///< of the deeds
  std::vector<Breach> breaches;       ///< all of them; it does not stop at the first
  model::World world;                 ///< when all has settled
  model::Duration rest;               ///< how long that took after the last deed
  sim::Digest trace;                  ///< of a ground with databases

  bool has(const Breach& breach) const;
};

/// Plays `history`. With `times`, those of another course, instants that deeds name are the same
/// as there even where a deed happens earlier or later: as in a scenario file, which names them
/// once for all policies.
Expected<Course> course_of(const History& history, const Territory& territory,
                           sim::StandIns& stand_ins, std::span<const model::Instant> times = {},
                           std::span<const Claim> claims = {});

/// What is special about a history before anything is done: `PROD: allocated_capacity "250 GB"`,
/// `copy fails in UAT1, visit 1`.
std::vector<std::string> situation_of(const History& history, const model::Fleet& fixture);

/// What a scenario file says besides its history.
struct Title {
  std::string sentence;
  std::vector<std::string> cites;
  std::string policy;                 ///< the shipped one, whose answers are expected
  std::vector<std::string> comments;  ///< lines above everything else
  /// Whose upgrade must be finished after the last deed.
  std::optional<model::EnvironmentId> upgraded = std::nullopt;
};

/// The file: its steps expect the answers of `course`, and its instants count from the times
/// there. With `other`, it also expects in the end what is otherwise there. `fixture` is the
/// shipped fleet of that history.
std::string scenario_text(const History& history, const Course& course, const Title& title,
                          const model::Fleet& fixture, const Course* other = nullptr);

}  // namespace rehearse::scenarios
