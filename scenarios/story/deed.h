#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "rehearse/model/world/action.h"
#include "rehearse/scenarios/story/installer_line.h"
#include "rehearse/scenarios/story/shared_value.h"

/// What people do: the one vocabulary of scenario files and of campaigns. Deeds are plain values:
/// names are texts, environments are numbers, and what they name of time may count from the deed
/// itself. What each kind is called, and all that can be done with it, stands in
/// scenarios/deeds/kind.h.
namespace rehearse::scenarios {

/// One of the movements that a scenario asks for: its position in `Scenario::asked`.
struct MovementId {
  std::uint16_t value = 0;
  auto operator<=>(const MovementId&) const = default;
};

/// Of a deed that stands in no scenario: the target alone says which movement is meant.
inline constexpr MovementId no_movement{0xffff};

/// An instant that a deed names: as such, or counted from the deed, so that the deed can be taken
/// out of a history or put elsewhere without changing what the others mean.
class InstantOf {
 public:
  constexpr InstantOf(model::Instant at) : ms_(at.ms), is_absolute_(true) {}  // NOLINT
  constexpr InstantOf(model::Duration after_deed) : ms_(after_deed.ms) {}     // NOLINT

  /// For a deed that is done at `deed`.
  constexpr model::Instant of(model::Instant deed) const {
    return is_absolute_ ? model::Instant{ms_} : deed + model::Duration{ms_};
  }
  /// Milliseconds from the deed, or since the epoch: an order among those of one form.
  constexpr std::int64_t ms() const { return ms_; }

  bool operator==(const InstantOf&) const = default;

 private:
  std::int64_t ms_;
  bool is_absolute_ = false;
};

/// The window of a work item: when it opens, and how long it is. Files may say that it ends before
/// it opens.
struct WindowOf {
  InstantOf opens = model::hours(25);
  model::Duration length = model::hours(2);

  constexpr model::Window of(model::Instant deed) const {
    return {.start = opens.of(deed), .end = opens.of(deed) + length};
  }
  bool operator==(const WindowOf&) const = default;
};

/// How long whoever begins something waits for it.
struct Patience {
  enum class Until : std::uint8_t { Settled, AtOnce, Phase };

  Until until = Until::Settled;
  model::Phase phase = model::Phase::None;  ///< until it is in that one

  static const Patience UntilSettled;
  static const Patience None;
  static constexpr Patience of(model::Phase phase) { return {Until::Phase, phase}; }

  bool operator==(const Patience&) const = default;
};
inline constexpr Patience Patience::UntilSettled{};
inline constexpr Patience Patience::None{Until::AtOnce, model::Phase::None};

/// A text that deeds share: their copies cost nothing.
using SharedText = SharedValue<std::string>;

// Movements and work items --------------------------------------------------------------------

/// Asks for a movement: `refresh`, `restore`, `restore-in-place`, `request-refresh`,
/// `request-restore`.
struct Move {
  model::Process process = model::Process::Refresh;
  model::EnvironmentId source = {};
  model::EnvironmentId target = {};
  model::EnvironmentId page = {};  ///< it is started from; the target unless said (REF-07)
  model::Role role = model::Role::ProjectOwner;
  model::Purpose purpose = model::Purpose::Testing;
  model::Via via = model::Via::Page;
  bool warnings_reviewed = true;
  std::optional<InstantOf> restore_point = {};
  WindowOf window = {};  ///< of a work item, as all that follow
  model::RequestedDatabase database = model::RequestedDatabase::Application;
  std::uint8_t acknowledgements = 3;
  bool all_acknowledged = true;
  Patience patience = {};  ///< a request is waited for only until a phase
  MovementId operation = no_movement;

  bool operator==(const Move&) const = default;
};

/// Gives the work item for `target` another window.
struct Reschedule {
  model::EnvironmentId target = {};
  WindowOf window = {};
  std::optional<InstantOf> restore_point = {};
  model::Role role = model::Role::ProjectOwner;
  MovementId operation = no_movement;
  bool operator==(const Reschedule&) const = default;
};

/// Asks for the rollback of the movement into `target`.
struct Rollback {
  model::EnvironmentId target = {};
  model::Role role = model::Role::ProjectOwner;
  Patience patience = {};
  MovementId operation = no_movement;
  bool operator==(const Rollback&) const = default;
};

struct Accept {
  model::EnvironmentId target = {};
  MovementId operation = no_movement;
  bool operator==(const Accept&) const = default;
};

struct Cancel {
  model::EnvironmentId target = {};
  model::Role role = model::Role::ProjectOwner;
  MovementId operation = no_movement;
  bool operator==(const Cancel&) const = default;
};

struct DownloadLogs {
  model::EnvironmentId target = {};
  MovementId operation = no_movement;
  bool operator==(const DownloadLogs&) const = default;
};

/// Pays a debt; what takes time is waited for.
struct Settle {
  model::EnvironmentId environment = {};
  model::Debt debt = model::Debt::AdminCleanUp;
  Patience patience = {};
  bool operator==(const Settle&) const = default;
};

// Data, code and people -----------------------------------------------------------------------

/// Somebody changes the application database.
struct Write {
  model::EnvironmentId environment = {};
  model::Account account = model::Account::User;
  SharedText sql = {};
  bool operator==(const Write&) const = default;
};

/// Code is deployed whose schema requires something of the data.
struct Customize {
  model::EnvironmentId environment = {};
  SharedText require = {};
  bool operator==(const Customize&) const = default;
};

struct PutBlob {
  model::EnvironmentId environment = {};
  std::string name = {};
  std::string text = {};
  bool operator==(const PutBlob&) const = default;
};

struct RenameChannels {
  model::EnvironmentId environment = {};
  std::string database = {};
  std::string group = {};
  bool operator==(const RenameChannels&) const = default;
};

struct ProvisionAdmin {
  model::EnvironmentId environment = {};
  std::string account = {};
  bool operator==(const ProvisionAdmin&) const = default;
};

struct Redeploy {
  model::EnvironmentId environment = {};
  std::string account = {};
  std::optional<std::string> tenant = {};  ///< nothing: as before
  std::optional<model::Version> application_release = {};
  bool operator==(const Redeploy&) const = default;
};

// The data upgrade from AX 2012 ---------------------------------------------------------------

struct RestoreBackup {
  model::EnvironmentId environment = {};
  std::string name = {};
  bool operator==(const RestoreBackup&) const = default;
};

struct RenameDatabase {
  model::EnvironmentId environment = {};
  std::string from = {};
  std::string to = {};
  bool operator==(const RenameDatabase&) const = default;
};

/// The folder where the package must be (UPG-31).
inline constexpr std::string_view temp_folder = "C:\\Temp";

struct DownloadPackage {
  model::EnvironmentId environment = {};
  std::string package = {};
  std::string folder = std::string(temp_folder);
  bool operator==(const DownloadPackage&) const = default;
};

/// `AXUpdateInstaller.exe generate`.
struct GenerateRunbook {
  model::EnvironmentId environment = {};
  std::string runbook = std::string(runbook_id_default);
  std::string file = std::string(runbook_file_default);
  bool finds_topology = true;
  bool finds_service_model = true;
  bool operator==(const GenerateRunbook&) const = default;
};

/// `AXUpdateInstaller.exe import`.
struct ImportRunbook {
  model::EnvironmentId environment = {};
  std::string file = std::string(runbook_file_default);
  bool operator==(const ImportRunbook&) const = default;
};

/// `AXUpdateInstaller.exe execute`, the upgrade itself.
struct ExecuteRunbook {
  model::EnvironmentId environment = {};
  std::string runbook = std::string(runbook_id_default);
  std::optional<std::uint16_t> rerun_step = {};
  Patience patience = {};
  MovementId operation = no_movement;
  bool operator==(const ExecuteRunbook&) const = default;
};

/// A developer's own SQL on the database called AXDB.
struct RunSql {
  model::EnvironmentId environment = {};
  SharedText sql = {};
  bool operator==(const RunSql&) const = default;
};

// Time ----------------------------------------------------------------------------------------

/// The clock moves on. In a file it is a step without a `do`: nobody is asked for anything.
struct Advance {
  model::Duration by;
  bool operator==(const Advance&) const = default;
};

/// All of them: those that need more than a value of the model can hold, and the model's own. The
/// later kind is the less simple one when a campaign looks for a small history; those of an upgrade
/// stand in the order of the document.
using Deed =
    std::variant<Move, Reschedule, Rollback, Settle, Write, Customize, PutBlob, RenameChannels,
                 ProvisionAdmin, Redeploy, Advance, Accept, Cancel, DownloadLogs,
                 model::InstallHotfix, model::PrepareTool, model::SignIn, model::ReceiveFile,
                 model::ProcessFiles, model::StopJobs, model::RemoveCustomizations,
                 model::SaveUpdate, model::ApplyUpdate, model::ViewCredentials,
                 model::PrepareUpgrade, model::BackUp, model::TransferBackup, RestoreBackup,
                 model::StopServices, RenameDatabase, DownloadPackage, model::UnblockPackage,
                 model::ExtractPackage, model::OpenPrompt, GenerateRunbook, ImportRunbook, RunSql,
                 ExecuteRunbook, model::StartServices, model::Reboot>;

}  // namespace rehearse::scenarios
