#include "rehearse/scenarios/history/ground_upgrade.h"

#include <algorithm>

namespace rehearse::scenarios {
namespace {

constexpr std::string_view sub_step_prefix = "sub-step:";
constexpr std::string_view script_prefix = "script:";
// Scripts of the shipped policy that meet an ailment.
constexpr std::string_view names_journals = "ReleaseUpdateDB70_LedgerJournalTransAsset.journals";
constexpr std::string_view computes_hashes = "ReleaseUpdateDB70_InventDim.hashes";

template <typename Entry>
int position_of(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::ranges::find(entries, id, &Entry::id);
  return found == entries.end() ? -1 : static_cast<int>(found - entries.begin());
}

bool run_scripts(const model::Runbook& runbook, model::UpgradeStep step, RestoredRows& rows,
                 const Struck& struck) {
  bool failed = false;
  for (std::size_t position = 0; position < runbook.scripts.size(); ++position) {
    const model::Script& script = runbook.scripts[position];
    if (script.step != step || !rows.scripts_due[position]) continue;
    const bool is_struck = struck(site_of_script(runbook, position));
    if (is_struck || (rows.has_orphan && script.id == names_journals)) {
      failed = true;
      continue;
    }
    rows.scripts_due[position] = false;
    if (script.id == computes_hashes) rows.has_twin_hash = rows.has_twin;
  }
  return failed;
}

void schedule_scripts(const model::Runbook& runbook, model::UpgradeStep step, RestoredRows& rows) {
  for (std::size_t position = 0; position < runbook.scripts.size(); ++position) {
    if (runbook.scripts[position].step == step) rows.scripts_due[position] = true;
  }
}

}  // namespace

void RestoredRows::heed(const DeveloperStatement& statement) {
  if (statement.brings == Ailment::OrphanedLine) has_orphan = true;
  if (statement.brings == Ailment::TwinDimension) has_twin = true;
  if (statement.cures == Ailment::OrphanedLine) has_orphan = false;
  if (statement.cures == Ailment::TwinDimension) has_twin = has_twin_hash = false;
}

int site_of_sub_step(std::uint8_t position) { return position; }

int site_of_script(const model::Runbook& runbook, std::size_t position) {
  return static_cast<int>(runbook.sub_steps.size() + position);
}

int find_upgrade_site(const model::Runbook& runbook, std::string_view name) {
  if (name.starts_with(sub_step_prefix))
    return position_of(runbook.sub_steps, name.substr(sub_step_prefix.size()));
  if (!name.starts_with(script_prefix)) return -1;
  const int script = position_of(runbook.scripts, name.substr(script_prefix.size()));
  return script < 0 ? -1 : site_of_script(runbook, static_cast<std::size_t>(script));
}

bool end_fails(const model::Runbook& runbook, std::uint8_t position, RestoredRows& rows,
               const Struck& struck) {
  rows.scripts_due.resize(runbook.scripts.size());
  if (struck(site_of_sub_step(position))) return true;
  const model::SubStep& sub_step = runbook.sub_steps[position];
  for (const model::Work& work : sub_step.work) {
    const auto* schema = std::get_if<model::SynchronizeSchema>(&work);
    if (schema != nullptr && schema->scope == model::SyncScope::Final && rows.has_twin_hash)
      return true;
    const auto* scripts = std::get_if<model::Scripts>(&work);
    if (scripts == nullptr) continue;
    if (scripts->deed == model::ScriptDeed::Run)
      return run_scripts(runbook, sub_step.step, rows, struck);
    schedule_scripts(runbook, sub_step.step, rows);
  }
  return false;
}

}  // namespace rehearse::scenarios
