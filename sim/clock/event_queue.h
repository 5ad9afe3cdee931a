#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "rehearse/model/base/values.h"
#include "rehearse/model/world/event.h"
#include "rehearse/sim/base/random.h"

/// Room `sim/clock`. Virtual time: what happens next, how long work takes, and where it fails.
namespace rehearse::sim {

/// Ordinary users at work: each write changes a customer of the application database. While they
/// cannot enter, they try in vain, which changes nothing.
struct UsersAtWork {
  model::EnvironmentId environment;
  model::Duration every;     ///< on average; the waits are between half of it and one and a half
  std::uint32_t writes = 0;  ///< then they go home
};

/// Somebody at work in an environment changes one of its customers.
struct UserWrite {
  model::EnvironmentId environment;
  std::uint64_t draw = 0;  ///< decides which customer
};

/// Engineers look whether work on a work item can begin. Of those for one environment only the last
/// that was put in counts: a work item may have got another window, or another one its place.
struct WindowOpens {
  model::Effect effect;
  std::uint32_t ticket = 0;
};

/// A sub-step of an upgrade begins, or has lasted its time.
struct SubStepDue {
  model::EnvironmentId environment;
  model::SubStepId sub_step;
  bool ends = false;
};

/// What is due at known instants: outcomes of effects, and the work of users.
///
/// Same-instant entries come out in the order in which they went in: the second half of the key
/// counts insertions.
class EventQueue {
 public:
  using What = std::variant<model::Effect, WindowOpens, UserWrite, SubStepDue>;
  struct Due {
    model::Instant at;
    What what;
  };

  void push(model::Instant at, const What& what) { entries_.emplace(std::pair(at, next_++), what); }

  /// Draws when users write, from `clock` on, and what: all at once, so that nothing that happens
  /// changes it.
  void invite(const UsersAtWork& users, model::Instant clock, Random& random) {
    for (std::uint32_t write = 0; write < users.writes; ++write) {
      clock = clock + random.between({users.every.ms / 2}, {users.every.ms * 3 / 2});
      push(clock, UserWrite{users.environment, random.below(1'000'000)});
    }
  }

  /// Takes out what an upgrade that has failed would still have done.
  void forget_sub_steps(model::EnvironmentId environment) {
    std::erase_if(entries_, [environment](const auto& entry) {
      const auto* due = std::get_if<SubStepDue>(&entry.second);
      return due != nullptr && due->environment == environment;
    });
  }

  /// When the next entry is due; nothing when the queue is empty.
  std::optional<model::Instant> next() const {
    return entries_.empty() ? std::nullopt : std::optional(entries_.begin()->first.first);
  }

  /// Takes the next entry out. The queue must not be empty.
  Due pop() {
    const auto first = entries_.begin();
    const Due due{first->first.first, first->second};
    entries_.erase(first);
    return due;
  }

 private:
  std::map<std::pair<model::Instant, std::uint64_t>, What> entries_;
  std::uint64_t next_ = 0;
};

}  // namespace rehearse::sim
