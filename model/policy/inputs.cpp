#include "rehearse/model/policy/inputs.h"

#include <algorithm>
#include <utility>

namespace rehearse::model {
namespace {

constexpr auto all_attributes = [] {
  std::array<Attribute, attribute_count> all{};
  auto next = all.begin();
  const auto add = [&next](std::string_view subject, const auto& table) {
    for (const auto& row : table)
      *next++ = {subject, row.name, row.kind.type, row.kind.enumerators, row.meaning};
  };
  add("source", rows::environment);
  add("target", rows::environment);
  add("request", rows::request);
  add("upgrade", rows::upgrade);
  return all;
}();

/// Reads each row of a table, and returns where the next values go. Unrolled while compiling, so
/// that no getter costs a call.
template <const auto& table, typename Subject>
std::int64_t* fill(const Subject& subject, std::int64_t* out) {
  const auto read = [&]<std::size_t index>() {
    constexpr auto getter = table[index].read;
    static_assert(getter != nullptr, "a row says how it is read");
    return getter(subject);
  };
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    ((out[index] = read.template operator()<index>()), ...);
  }(std::make_index_sequence<table.size()>());
  return out + table.size();
}

/// Puts the inputs of one decision together.
class Asker {
 public:
  Asker(const Policy& policy, const World& world) : policy_(policy), world_(world) {}

  Inquiry ask(Operation operation, std::optional<EnvironmentId> source, EnvironmentId target,
              const RequestInputs& request) const {
    Inquiry inquiry{.operation = operation, .inputs = {}};
    std::fill_n(fill_movement(source, target, request, inquiry), rows::upgrade.size(), missing);
    return inquiry;
  }

  /// On a step of an upgrade.
  Inquiry ask(Operation operation, EnvironmentId machine) const {
    return ask(operation, machine, UpgradeInputs{.machine = world_[machine]});
  }

  Inquiry ask(Operation operation, EnvironmentId machine, const UpgradeInputs& upgrade) const {
    Inquiry inquiry{.operation = operation, .inputs = {}};
    fill<rows::upgrade>(upgrade, fill_movement(std::nullopt, machine, {}, inquiry));
    return inquiry;
  }

  std::optional<Inquiry> operator()(const BackUp& back_up) const {
    return ask(Operation::BackUp, back_up.environment);
  }

  std::optional<Inquiry> operator()(const TransferBackup& transfer) const {
    return ask(Operation::TransferBackup, transfer.environment,
               {.machine = world_[transfer.environment],
                .route = static_cast<std::int64_t>(transfer.route)});
  }

  std::optional<Inquiry> operator()(const RestoreBackup& restore) const {
    const EnvironmentState& machine = world_[restore.environment];
    return ask(
        Operation::RestoreBackup, restore.environment,
        {.machine = machine, .overwrites_original = restore.name == machine.upgrade.original});
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
  /// Writes all but `upgrade.*`, and returns where that begins.
  std::int64_t* fill_movement(std::optional<EnvironmentId> source, EnvironmentId target,
                              const RequestInputs& request, Inquiry& inquiry) const {
    std::int64_t* next = inquiry.inputs.data();
    if (source) {
      next = fill_environment(*source, next);
    } else {
      next = std::fill_n(next, rows::environment.size(), missing);
    }
    return fill<rows::request>(request, fill_environment(target, next));
  }

  std::int64_t* fill_environment(EnvironmentId id, std::int64_t* out) const {
    return fill<rows::environment>(EnvironmentInputs{world_[id], policy_, world_.now}, out);
  }

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
