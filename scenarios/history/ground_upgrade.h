#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/history/history.h"
#include "rehearse/scenarios/story/drawn_sql.h"

/// What the model alone foresees of the rows of AX 2012. Only the ground without databases needs
/// this.
namespace rehearse::scenarios {

/// As much of a restored database as decides whether a sub-step of its upgrade can do its work.
/// That databases agree is tested.
struct RestoredRows {
  std::vector<bool> scripts_due;  ///< by position in the policy: scheduled and not completed
  bool has_orphan = false;        ///< see `Ailment`
  bool has_twin = false;
  bool has_twin_hash = false;  ///< hashes were computed while the twin was there

  void heed(const DeveloperStatement& statement);
};

/// Whether a passage of a fault site is struck, by the site's number; see `upgrade_site_of`.
using Struck = std::function<bool(int site)>;

/// The fault sites of a runbook: its sub-steps, then its scripts.
int site_of_sub_step(std::uint8_t position);
int site_of_script(const model::Runbook& runbook, std::size_t position);

/// The number of the site that a fault file calls `name`; -1 when the runbook does not have it.
int find_upgrade_site(const model::Runbook& runbook, std::string_view name);

/// Whether sub-step `position` fails at its end, as `sim::UpgradeExecutor` would find: its site is
/// passed first, then those of its scripts. Does to `rows` what it does.
bool end_fails(const model::Runbook& runbook, std::uint8_t position, RestoredRows& rows,
               const Struck& struck);

}  // namespace rehearse::scenarios
