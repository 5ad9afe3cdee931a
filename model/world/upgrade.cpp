#include "rehearse/model/world/upgrade.h"

#include <algorithm>

namespace rehearse::model {
namespace {

std::uint8_t count(const Runbook& runbook) {
  return static_cast<std::uint8_t>(runbook.sub_steps.size());
}

/// Whether something runs that the sub-step at `position` has to wait for: all but what encloses it
/// or lets it run beside itself.
bool must_wait(const Runbook& runbook, const Upgrade& upgrade, std::uint8_t position) {
  const SubStep& next = runbook.sub_steps[position];
  for (std::uint8_t other = 0; other < count(runbook); ++other) {
    if (!upgrade.running.contains(other) || other == next.inside) continue;
    const bool is_beside = next.is_beside_previous && other + 1 == position;
    if (!is_beside) return true;
  }
  return false;
}

}  // namespace

Upgrade deployed_anew(const Upgrade& before) {
  Upgrade fresh{};
  fresh.axdb = before.axdb;
  fresh.original = before.axdb;
  fresh.original_is_intact = true;
  fresh.services = before.axdb == NameId() ? EnumSet<Service>() : EnumSet<Service>::all();
  fresh.failed = no_sub_step;
  fresh.collation = before.collation;
  fresh.collation_fits = before.collation_fits;
  fresh.has_ax2012 = before.has_ax2012;
  fresh.groundwork = before.groundwork;
  fresh.backup = before.backup == BackupPlace::None ? BackupPlace::None : BackupPlace::Source;
  return fresh;
}

std::uint8_t next_sub_step(const Runbook& runbook, const Upgrade& upgrade) {
  for (std::uint8_t position = 0; position < count(runbook); ++position) {
    if (!upgrade.completed.contains(position) && !upgrade.running.contains(position))
      return position;
  }
  return no_sub_step;
}

bool inside_completed(const Runbook& runbook, const Upgrade& upgrade, std::uint8_t position) {
  for (std::uint8_t other = 0; other < count(runbook); ++other) {
    if (runbook.sub_steps[other].inside == position && !upgrade.completed.contains(other))
      return false;
  }
  return true;
}

SubSteps pending_sub_steps(const Runbook& runbook, const Upgrade& upgrade) {
  SubSteps pending;
  for (std::uint8_t position = 0; position < count(runbook); ++position) {
    if (upgrade.running.contains(position) && inside_completed(runbook, upgrade, position))
      pending.insert(position);
  }
  const std::uint8_t next = next_sub_step(runbook, upgrade);
  if (next != no_sub_step && !must_wait(runbook, upgrade, next)) pending.insert(next);
  return pending;
}

std::uint8_t begins_with(const Runbook& runbook, const Upgrade& upgrade, std::uint8_t position) {
  const std::uint8_t next = next_sub_step(runbook, upgrade);
  if (next == no_sub_step || must_wait(runbook, upgrade, next)) return no_sub_step;
  const SubStep& step = runbook.sub_steps[next];
  const bool is_beside = step.is_beside_previous && position + 1 == next;
  return step.inside == position || is_beside ? next : no_sub_step;
}

EnumSet<Bracket> open_brackets(const Runbook& runbook, SubSteps completed) {
  EnumSet<Bracket> open;
  for (std::uint8_t position = 0; position < count(runbook); ++position) {
    if (!completed.contains(position)) continue;
    const SubStep& step = runbook.sub_steps[position];
    open = (open | step.opens).without(step.closes);
  }
  return open;
}

}  // namespace rehearse::model
