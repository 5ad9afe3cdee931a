#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/scenarios/history/ground.h"

/// Plays deeds on a ground, and hears the alarm.
namespace rehearse::scenarios {

/// Something that must never be, and was. Two breaches are the same when both members are: the same
/// invariant, broken by the same kind of operation.
struct Breach {
  std::string id;         ///< `INV-28`, `refinement`, or that of a claim of the user's
  std::string operation;  ///< `refresh`, `view-credentials`

  auto operator<=>(const Breach&) const = default;
};

/// A claim of the user's: false when it is broken. Asked after every action.
struct Claim {
  std::string id;
  std::string sentence;  ///< what always holds
  std::function<bool(const sim::Occurrence&)> holds;
};

/// Breaches of a policy that is compared with another. They are no harm that an invariant names.
inline constexpr std::string_view looser = "looser";        ///< the rules answer less strictly
inline constexpr std::string_view otherwise = "otherwise";  ///< another outcome of what both allow
bool is_difference(const Breach& breach);

/// Listens to a ground. Copies of a ground's witness must not outlive it.
class Alarm {
 public:
  /// `claims` must outlive the alarm.
  explicit Alarm(std::span<const Claim> claims = {}) : claims_(claims) {}

  /// Hands everything on to `further`, if there is one.
  Witness witness(Witness further = {});

  void hear(const sim::Occurrence& occurrence);

  /// Since `reset`; the first that was heard is the first.
  const std::vector<Breach>& all() const { return all_; }
  const std::vector<Breach>& differences() const { return differences_; }
  /// Whether it is among either.
  bool has(const Breach& breach) const;
  /// Whether the breach that it waits for was heard; one that waits for none rings at any of `all`.
  bool rings() const { return awaited_ == nullptr ? !all_.empty() : has(*awaited_); }
  /// `breach` must outlive the alarm.
  void await(const Breach& breach) { awaited_ = &breach; }
  std::uint32_t actions() const { return actions_; }
  void reset();

 private:
  std::span<const Claim> claims_;
  std::vector<Breach> all_;
  std::vector<Breach> differences_;
  const Breach* awaited_ = nullptr;
  std::uint32_t actions_ = 0;
};

/// No deed may lead to more actions than this: what waits without end is a finding.
inline constexpr std::uint32_t advances_max = 500;

/// Whether everything that a deed waited for came about within `advances_max`.
enum class Rest : std::uint8_t { Reached, GaveUp };

/// What a deed came to at once.
struct Performed {
  std::string trouble;  ///< why the data could not be changed; mostly empty
  Rest rest = Rest::Reached;
};

/// Does `deed`, as a step of a scenario would do it. With an alarm, it waits no longer when that
/// rings.
Performed perform(const Deed& deed, Ground& ground, const Alarm* alarm = nullptr);

/// Lets everything happen that is pending.
Rest let_settle(Ground& ground);

/// Movements that are not finished although nothing happens any more (INV-43, INV-45), and upgrades
/// that failed and that nobody can bring to an end (INV-48): people try, so the ground goes on.
/// What is broken meanwhile is no breach of the history.
std::vector<Breach> unfinished(Ground& ground);

/// The sentence of an invariant, or of the claim of that id; of a difference, what is said of the
/// operation.
std::string sentence_of(std::string_view id, std::span<const Claim> claims = {});

}  // namespace rehearse::scenarios
