#pragma once

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/world/content.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"

/// Room `model/world`. What there is (a fleet, its state) and what can happen to it (actions, and
/// the events they lead to).
///
/// The dynamic state of everything that database movements can touch. A `World` is a flat value:
/// copied, compared and hashed in nanoseconds, with nothing in it that differs between two runs.
namespace rehearse::model {

/// Starts that an environment remembers: as many as the strictest limit counts (N-45).
inline constexpr std::size_t recent_starts_max = 3;

/// The last movement into an environment; `phase` None when there was none.
struct Movement {
  Contents copied;     ///< what it takes from the source: of now, or of the restore point
  Contents pre_image;  ///< the target before the start (REF-13); meaningful while `pre_image_kept`
  Instant restore_point;  ///< of a restore
  Instant submitted;      ///< started, submitted or rescheduled last (INV-21)
  Instant window_start;   ///< of a work item
  Instant window_end;
  Instant offline_since;  ///< of a work item that is being or was carried out (REQ-03)
  std::uint16_t ordinal;  ///< counts the movements into this environment, from 1
  EnvironmentId source;
  std::uint16_t generation_before;  ///< of the pre-image
  EnumSet<Debt> debts_before;       ///< of the pre-image
  std::uint8_t failures;  ///< failed attempts of any kind so far; no more than 255 are counted
  Process process;
  Phase phase;
  Phase returns_to;      ///< where the movement had ended when a post-step began
  Phase failed_in;       ///< the phase that failed, None otherwise
  bool pre_image_kept;   ///< INV-29
  bool logs_downloaded;  ///< since the failure (REF-16)
  bool reads_source;     ///< it copies the source's databases now (INV-31)

  bool operator==(const Movement&) const = default;
};

/// One environment. Field order leaves no padding, so that a world can be hashed as bytes.
struct EnvironmentState {
  Contents contents;
  Movement movement;
  Upgrade upgrade;  ///< of a developer machine
  Version application_release;
  Version financial_reporting_version;  ///< component `MRApplicationService` (REF-64)
  Capacity allocated_capacity;
  Capacity maximum_capacity;
  Instant history_start;                          ///< what was before cannot be restored (INV-25)
  std::array<Instant, recent_starts_max> starts;  ///< of the last movements into it, latest first
  std::uint64_t revision;                         ///< commits to its databases so far
  std::uint32_t file_epoch;                       ///< how often its recurring jobs processed files
  std::uint32_t
      blob_revision;  ///< changes to its blob store so far; movements must leave it alone (INV-04)
  std::uint16_t
      generation;  ///< how often its application database was replaced; part of the provenance mark
  std::uint16_t platform_update;
  std::uint16_t files;           ///< of recurring jobs, unprocessed, in its blob store (REF-51)
  std::uint16_t copies_out;      ///< running movements that read this environment (INV-31)
  std::uint16_t customizations;  ///< schema requirements that its code makes on the data (REF-15)
  NameId name;
  NameId tenant;
  NameId region;
  NameId web_config_admin;   ///< REF-32
  NameId admin_domain;       ///< part of `web_config_admin` after the @ (REF-41)
  NameId lcs_administrator;  ///< REF-33
  NameId channel_database;   ///< name of the default channel database (REQ-32)
  NameId channel_group;      ///< and of the default channel data group
  EnumSet<Debt> debts;
  EnumSet<Unstated> unstated;
  EnumSet<Trait> traits;
  EnumSet<Hotfix> hotfixes;
  EnvironmentKind kind;
  Hosting hosting;
  ToolState tool;
  bool available;     ///< to users (INV-19)
  bool jobs_stopped;  ///< recurring import and export jobs (REF-51)
  bool update_saved;  ///< an update waits in the project's asset library (REF-65)

  bool operator==(const EnvironmentState&) const = default;
};
static_assert(std::has_unique_object_representations_v<EnvironmentState>,
              "A world is hashed as bytes, so no byte of an environment may be padding. Order the "
              "fields of EnvironmentState, and of what it holds, from wide to narrow; where bytes "
              "are left over, add a member for them: `std::array<std::uint8_t, N> unused{};`");

/// Files of recurring jobs that can be processed: both the file and its record are here.
constexpr std::uint16_t waiting_files(const EnvironmentState& environment) {
  return std::min(environment.files, environment.contents.application.file_records);
}

/// Files that can never be processed: here without a record, or a record here without the file
/// (REF-53).
constexpr int orphaned_files(const EnvironmentState& environment) {
  const Content& content = environment.contents.application;
  return environment.files + content.file_records - 2 * waiting_files(environment) +
         content.foreign_file_records;
}

/// Movements into the environment that started within the 24 hours before `now`, counted up to
/// `recent_starts_max` (N-45).
int recent_starts(const EnvironmentState& environment, Instant now);

/// All environments of a fleet at one instant. Up to four of them need no heap.
struct World {
  Instant now;
  boost::container::small_vector<EnvironmentState, 4> environments;

  EnvironmentState& operator[](EnvironmentId id) { return environments[id.value]; }
  const EnvironmentState& operator[](EnvironmentId id) const { return environments[id.value]; }

  bool operator==(const World&) const = default;
};

/// Equal worlds and environments have equal hashes, in every build.
std::uint64_t hash(const World& world);
std::uint64_t hash(const EnvironmentState& environment);

/// Whether code may be deployed: no movement into the environment is unresolved, and none reads its
/// databases (G10). A developer mends the code of an upgrade that failed (UPG-04).
bool can_be_serviced(const EnvironmentState& environment);

/// See `Status`.
Status status_of(const Movement& movement);

}  // namespace rehearse::model
