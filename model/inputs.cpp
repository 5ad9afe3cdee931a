#include "model/inputs.h"

#include <algorithm>
#include <bit>

#include "model/fleet.h"

namespace rehearse::model {
namespace {

struct EnvironmentAttribute {
  std::string_view name;
  Type type;
  std::span<const std::string_view> enumerators;
  std::string_view meaning;
};

constexpr std::array<EnvironmentAttribute, environment_attribute_count> environment_attributes = {{
    {"name", Type::Text, {}, "the environment's name"},
    {"kind", Type::Enumeration, enum_names<EnvironmentKind>, "production, sandbox or developer"},
    {"hosting", Type::Enumeration, enum_names<Hosting>, "where its databases are hosted"},
    {"tenant", Type::Text, {}, "identity of its directory, not the text after an @"},
    {"region", Type::Text, {}, "Azure geographic region of its databases"},
    {"application_release", Type::Version, {}, "release of the application"},
    {"platform_update", Type::Integer, {}, "number of the platform update"},
    {"financial_reporting_version", Type::Version, {}, "version of component MRApplicationService"},
    {"allocated_capacity", Type::Capacity, {}, "database capacity in use"},
    {"maximum_capacity", Type::Capacity, {}, "largest database capacity it may have"},
    {"jobs_processed", Type::Boolean, {}, "no file of a recurring import or export job waits"},
    {"jobs_stopped", Type::Boolean, {}, "its recurring import and export jobs are stopped"},
    {"operation_unresolved",
     Type::Boolean,
     {},
     "a movement into it runs, or failed and was not rolled back"},
    {"being_copied", Type::Boolean, {}, "a running movement copies its databases"},
    {"admin_account", Type::Text, {}, "the administrator in its web.config"},
    {"admin_domain", Type::Text, {}, "the part of that account after the @"},
    {"lcs_administrator", Type::Text, {}, "the Environment Administrator that LCS shows"},
    {"available", Type::Boolean, {}, "users can reach it"},
    {"update_saved", Type::Boolean, {}, "an update for it waits in the asset library"},
    {"request_open",
     Type::Boolean,
     {},
     "a work item for it waits to be accepted or for its window"},
    {"history_start", Type::Instant, {}, "what was before cannot be restored"},
    {"backups_kept", Type::Duration, {}, "how long backups of its kind are kept"},
    {"spartan", Type::Boolean, {}, "its databases are Spartan-managed"},
    {"deployment", Type::Enumeration, enum_names<Deployment>, "who manages it"},
    {"recent_starts", Type::Integer, {}, "movements into it that began within 24 hours, up to 3"},
    {"kb4035399", Type::Boolean, {}, "hotfix KB 4035399 is installed"},
    {"kb4025631", Type::Boolean, {}, "hotfix KB 4025631 is installed"},
    {"kb4035355", Type::Boolean, {}, "hotfix KB 4035355 is installed"},
    {"kb4035492", Type::Boolean, {}, "hotfix KB 4035492 is installed"},
    {"kb4010947", Type::Boolean, {}, "hotfix KB 4010947 is installed"},
    {"channel_database", Type::Text, {}, "name of its default channel database"},
    {"channel_group", Type::Text, {}, "name of its default channel data group"},
    {"tool_uploaded", Type::Boolean, {}, "the reprovisioning tool is in the project's library"},
}};

constexpr std::array<Attribute, request_attribute_count> request_attributes = {{
    {"request",
     "page",
     Type::Text,
     {},
     "the environment whose details page the action was started from"},
    {"request", "purpose", Type::Enumeration, enum_names<Purpose>, "what the copied data are for"},
    {"request",
     "warnings_reviewed",
     Type::Boolean,
     {},
     "warnings and the not-copied list were reviewed"},
    {"request", "role", Type::Enumeration, enum_names<Role>, "the LCS role of whoever asks"},
    {"request", "update_path", Type::Enumeration, enum_names<UpdatePath>,
     "how an update reaches the environment"},
    {"request", "via", Type::Enumeration, enum_names<Via>, "from a page of LCS or through the API"},
    {"request", "submitted_at", Type::Instant, {}, "when it is started, submitted or rescheduled"},
    {"request", "restore_point", Type::Instant, {}, "the instant to go back to"},
    {"request", "window_start", Type::Instant, {}, "when the preferred downtime begins"},
    {"request", "window_end", Type::Instant, {}, "when it ends"},
    {"request", "database", Type::Enumeration, enum_names<RequestedDatabase>,
     "the database that the form asks for"},
    {"request", "acknowledgements", Type::Integer, {}, "boxes of the form that are ticked"},
    {"request", "all_acknowledged", Type::Boolean, {}, "every box of the form is ticked"},
    {"request",
     "release_at_point",
     Type::Version,
     {},
     "the source's application release at the restore point"},
    {"request", "code_at_point", Type::Enumeration, enum_names<CodeChange>,
     "how the target's code differs from the source's at the restore point"},
    {"request",
     "jobs_processed_at_point",
     Type::Boolean,
     {},
     "no file of the source's recurring jobs waited at the restore point"},
}};

constexpr std::array<Attribute, upgrade_attribute_count> upgrade_attributes = {{
    {"upgrade", "checklist_complete", Type::Boolean, {}, "the pre-upgrade checklist is complete"},
    {"upgrade",
     "analyzer_answered",
     Type::Boolean,
     {},
     "the Upgrade analyzer ran and its findings were answered"},
    {"upgrade",
     "quality_update_applied",
     Type::Boolean,
     {},
     "the machine has the latest quality update"},
    {"upgrade", "local_machine", Type::Boolean, {}, "the machine is not in the cloud"},
    {"upgrade", "route", Type::Enumeration, enum_names<Route>,
     "how the backup reaches the machine"},
    {"upgrade", "collation", Type::Text, {}, "collation of the AX 2012 database"},
    {"upgrade",
     "overwrites_original",
     Type::Boolean,
     {},
     "the database that came with the machine has the name to restore under"},
    {"upgrade", "package_is_for_upgrades", Type::Boolean, {}, "by the beginning of its name"},
    {"upgrade", "package_version", Type::Version, {}, "by the end of its name"},
    {"upgrade", "package_in_temp", Type::Boolean, {}, "the package lies in C:\\Temp"},
    {"upgrade", "package_blocked", Type::Boolean, {}, "it was blocked when it was extracted"},
    {"upgrade", "prompt_elevated", Type::Boolean, {}, "PowerShell was opened as administrator"},
    {"upgrade", "services_running", Type::Integer, {}, "how many of the five services run"},
    {"upgrade",
     "axdb_is_legacy",
     Type::Boolean,
     {},
     "the database called AXDB is the restored one, not upgraded yet or only in part"},
}};

constexpr auto all_attributes = [] {
  std::array<Attribute, attribute_count> all{};
  auto next = all.begin();
  for (const std::string_view subject : {"source", "target"}) {
    for (const auto& [name, type, enumerators, meaning] : environment_attributes) {
      *next++ = {subject, name, type, enumerators, meaning};
    }
  }
  next = std::ranges::copy(request_attributes, next).out;
  std::ranges::copy(upgrade_attributes, next);
  return all;
}();

/// `value`, or `missing` when the inventory does not state it.
template <typename T>
std::int64_t stated(const EnvironmentState& environment, Unstated property, T value) {
  return environment.unstated.contains(property) ? missing : static_cast<std::int64_t>(value);
}

/// In the order of `environment_attributes`.
void fill(const EnvironmentState& environment, const Policy& policy, Instant now,
          std::int64_t* out) {
  const std::int64_t values[environment_attribute_count] = {
      environment.name.value,
      static_cast<std::int64_t>(environment.kind),
      static_cast<std::int64_t>(environment.hosting),
      stated(environment, Unstated::Tenant, environment.tenant.value),
      stated(environment, Unstated::Region, environment.region.value),
      stated(environment, Unstated::ApplicationRelease, environment.application_release.packed()),
      stated(environment, Unstated::PlatformUpdate, environment.platform_update),
      stated(environment, Unstated::FinancialReportingVersion,
             environment.financial_reporting_version.packed()),
      stated(environment, Unstated::AllocatedCapacity, environment.allocated_capacity.bytes),
      stated(environment, Unstated::MaximumCapacity, environment.maximum_capacity.bytes),
      waiting_files(environment) == 0,
      environment.jobs_stopped,
      is_unresolved(environment.movement.phase),
      environment.copies_out > 0,
      environment.web_config_admin.value,
      environment.admin_domain.value,
      environment.lcs_administrator.value,
      environment.available,
      environment.update_saved,
      is_open_request(environment.movement.phase),
      environment.history_start.ms,
      policy.backups_kept(environment.kind).ms,
      environment.traits.contains(Trait::Spartan),
      environment.traits.contains(Trait::MicrosoftManaged),
      recent_starts(environment, now),
      environment.hotfixes.contains(Hotfix::KB4035399),
      environment.hotfixes.contains(Hotfix::KB4025631),
      environment.hotfixes.contains(Hotfix::KB4035355),
      environment.hotfixes.contains(Hotfix::KB4035492),
      environment.hotfixes.contains(Hotfix::KB4010947),
      environment.channel_database.value,
      environment.channel_group.value,
      environment.tool == ToolState::Uploaded,
  };
  std::ranges::copy(values, out);
}

bool is_blocked(const Upgrade& upgrade) {
  return upgrade.package_state == PackageState::Blocked ||
         upgrade.package_state == PackageState::ExtractedBlocked;
}

/// In the order of `upgrade_attributes`.
void fill(const EnvironmentState& environment, std::int64_t* out) {
  const Upgrade& upgrade = environment.upgrade;
  const bool has_package = upgrade.package_state != PackageState::None;
  const auto of_package = [&](std::int64_t value) { return has_package ? value : missing; };
  const std::int64_t values[upgrade_attribute_count] = {
      upgrade.groundwork.contains(Groundwork::Checklist),
      upgrade.groundwork.contains(Groundwork::Analyzer),
      upgrade.groundwork.contains(Groundwork::QualityUpdate),
      environment.traits.contains(Trait::LocalMachine),
      missing,
      upgrade.has_ax2012 ? upgrade.collation.value : missing,
      missing,
      of_package(upgrade.is_upgrade_package),
      of_package(upgrade.package_version.packed()),
      of_package(upgrade.in_temp),
      of_package(is_blocked(upgrade)),
      upgrade.prompt == Prompt::Elevated,
      std::popcount(upgrade.services.bits()),
      upgrade.legacy == upgrade.axdb && !upgrade.legacy_is_upgraded,
  };
  std::ranges::copy(values, out);
}

/// Positions of what the action itself says.
constexpr std::size_t upgrade_begin = attribute_count - upgrade_attribute_count;
constexpr std::size_t route_position = upgrade_begin + 4;
constexpr std::size_t overwrites_position = upgrade_begin + 6;
static_assert(upgrade_attributes[4].name == "route");
static_assert(upgrade_attributes[6].name == "overwrites_original");

/// Puts the inputs of one decision together.
class Asker {
 public:
  Asker(const Policy& policy, const World& world) : policy_(policy), world_(world) {}

  Inquiry ask(Operation operation, std::optional<EnvironmentId> source, EnvironmentId target,
              const RequestInputs& request) const {
    Inquiry inquiry{.operation = operation, .inputs = {}};
    std::int64_t* values = inquiry.inputs.data();
    if (source) {
      fill(world_[*source], policy_, world_.now, values);
    } else {
      std::fill_n(values, environment_attribute_count, missing);
    }
    fill(world_[target], policy_, world_.now, values + environment_attribute_count);
    const std::array<std::int64_t, request_attribute_count> asked = {
        request.page,
        request.purpose,
        request.warnings_reviewed,
        request.role,
        request.update_path,
        request.via,
        request.submitted_at,
        request.restore_point,
        request.window_start,
        request.window_end,
        request.database,
        request.acknowledgements,
        request.all_acknowledged,
        request.release_at_point,
        request.code_at_point,
        request.jobs_processed_at_point};
    std::ranges::copy(asked, values + 2 * environment_attribute_count);
    std::fill_n(values + upgrade_begin, upgrade_attribute_count, missing);
    return inquiry;
  }

  /// On a step of an upgrade.
  Inquiry ask(Operation operation, EnvironmentId machine) const {
    Inquiry inquiry = ask(operation, std::nullopt, machine, {});
    fill(world_[machine], inquiry.inputs.data() + upgrade_begin);
    return inquiry;
  }

  std::optional<Inquiry> operator()(const BackUp& back_up) const {
    return ask(Operation::BackUp, back_up.environment);
  }

  std::optional<Inquiry> operator()(const TransferBackup& transfer) const {
    Inquiry inquiry = ask(Operation::TransferBackup, transfer.environment);
    inquiry.inputs[route_position] = static_cast<std::int64_t>(transfer.route);
    return inquiry;
  }

  std::optional<Inquiry> operator()(const RestoreBackup& restore) const {
    Inquiry inquiry = ask(Operation::RestoreBackup, restore.environment);
    inquiry.inputs[overwrites_position] =
        restore.name == world_[restore.environment].upgrade.original;
    return inquiry;
  }

  std::optional<Inquiry> operator()(const GenerateRunbook& generate) const {
    return ask(Operation::GenerateRunbook, generate.environment);
  }

  std::optional<Inquiry> operator()(const ExecuteRunbook& execute) const {
    return ask(Operation::ExecuteRunbook, execute.environment);
  }

  std::optional<Inquiry> operator()(const Start& start) const {
    RequestInputs request{.page = start.page.value,
                          .purpose = static_cast<std::int64_t>(start.purpose),
                          .warnings_reviewed = start.warnings_reviewed,
                          .role = static_cast<std::int64_t>(start.role),
                          .via = static_cast<std::int64_t>(start.via),
                          .submitted_at = world_.now.ms};
    if (is_requested(start.process)) {
      note(start.window, request);
      request.database = static_cast<std::int64_t>(start.database);
      request.acknowledgements = start.acknowledgements;
      request.all_acknowledged = start.all_acknowledged;
    }
    note(start.restore_point, start.backup, start.source, start.target, request);
    return ask(operation_of(start.process), start.source, start.target, request);
  }

  std::optional<Inquiry> operator()(const Reschedule& reschedule) const {
    const EnvironmentState& target = world_[reschedule.target];
    RequestInputs request{.role = static_cast<std::int64_t>(reschedule.role),
                          .submitted_at = world_.now.ms};
    note(reschedule.window, request);
    if (is_restore(target.movement.process)) {
      if (!reschedule.restore_point) request.restore_point = target.movement.restore_point.ms;
      note(reschedule.restore_point, reschedule.backup, target.movement.source, reschedule.target,
           request);
    }
    return ask(Operation::Reschedule, target.movement.source, reschedule.target, request);
  }

  std::optional<Inquiry> operator()(const Rollback& rollback) const {
    const RequestInputs request{.role = static_cast<std::int64_t>(rollback.role)};
    return ask(Operation::Rollback, world_[rollback.target].movement.source, rollback.target,
               request);
  }

  std::optional<Inquiry> operator()(const Cancel& cancel) const {
    const RequestInputs request{.role = static_cast<std::int64_t>(cancel.role)};
    return ask(Operation::Cancel, world_[cancel.target].movement.source, cancel.target, request);
  }

  std::optional<Inquiry> operator()(const Settle& settle) const {
    if (settle.debt != Debt::Reprovisioning) return std::nullopt;
    return ask(Operation::Reprovision, std::nullopt, settle.environment, {});
  }

  std::optional<Inquiry> operator()(const ApplyUpdate& update) const {
    return ask(Operation::ApplyUpdate, std::nullopt, update.environment,
               {.update_path = static_cast<std::int64_t>(update.path)});
  }

  std::optional<Inquiry> operator()(const ViewCredentials& view) const {
    return ask(Operation::ViewCredentials, std::nullopt, view.environment,
               {.role = static_cast<std::int64_t>(view.role)});
  }

  template <typename T>
  std::optional<Inquiry> operator()(const T&) const {
    return std::nullopt;
  }

 private:
  static void note(const Window& window, RequestInputs& request) {
    request.window_start = window.start.ms;
    request.window_end = window.end.ms;
  }

  void note(const std::optional<Instant>& restore_point, const Backup& backup, EnvironmentId source,
            EnvironmentId target, RequestInputs& request) const {
    if (!restore_point) return;
    request.restore_point = restore_point->ms;
    if (!backup.exists) return;
    if (!world_[source].unstated.contains(Unstated::ApplicationRelease)) {
      request.release_at_point = backup.application_release.packed();
      request.code_at_point = static_cast<std::int64_t>(code_change(world_[target], backup));
    }
    request.jobs_processed_at_point = backup.contents.application.file_records == 0;
  }

  const Policy& policy_;
  const World& world_;
};

}  // namespace

Vocabulary vocabulary() { return all_attributes; }

std::optional<Inquiry> inquiry_of(const Policy& policy, const World& world, const Action& action) {
  return std::visit(Asker(policy, world), action);
}

CodeChange code_change(const EnvironmentState& environment, const Backup& backup) {
  const std::int64_t now = environment.application_release.packed();
  const std::int64_t then = backup.application_release.packed();
  constexpr int components_after_major = 2 * 15;
  if (now >> components_after_major != then >> components_after_major) return CodeChange::Major;
  return now == then && environment.platform_update == backup.platform_update ? CodeChange::Same
                                                                              : CodeChange::Minor;
}

}  // namespace rehearse::model
