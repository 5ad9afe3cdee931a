#include <fmt/format.h>

#include <algorithm>

#include "rehearse/scenarios/play/content.h"
#include "rehearse/scenarios/play/rehearsal.h"

/// What is expected of operations, environments, rows and logs, and what is.
namespace rehearse::scenarios {
namespace {

using Mismatches = std::vector<Mismatch>;
using Result = Expected<Mismatches>;

std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::int64_t value) { return fmt::format("{}", value); }
std::string shown(const std::string& value) { return value; }
std::string shown(model::Instant value) { return to_string(value); }
std::string shown(model::Version value) { return to_string(value); }
std::string shown(model::Status value) { return std::string(to_string(value)); }
std::string shown(model::Phase value) { return std::string(to_string(value)); }
std::string shown(const std::vector<std::string>& values) {
  return values.empty() ? "none" : fmt::format("{}", fmt::join(values, ", "));
}
template <typename E>
std::string shown(model::EnumSet<E> set) {
  return to_string(set);
}

/// Collects what differs. Nothing is said of what nobody expects.
class Comparer {
 public:
  explicit Comparer(std::string subject) : subject_(std::move(subject)) {}

  template <typename T>
  void compare(std::string_view property, const std::optional<T>& expected, const T& actual) {
    if (expected && *expected != actual) differ(property, shown(*expected), shown(actual));
  }

  void differ(std::string_view property, std::string expected, std::string actual) {
    found_.push_back(
        {fmt::format("{} of {}", property, subject_), std::move(expected), std::move(actual)});
  }

  Mismatches take() { return std::move(found_); }

 private:
  std::string subject_;
  Mismatches found_;
};

/// Names compare without regard to case (F.3); the spelling expected is shown when they are equal.
std::string as_expected(const std::optional<std::string>& expected, const std::string& actual) {
  return expected && model::fold(*expected) == model::fold(actual) ? *expected : actual;
}

class Checker {
 public:
  explicit Checker(const Rehearsal& rehearsal)
      : rehearsal_(rehearsal), simulation_(rehearsal.simulation()) {}

  Result operator()(const ExpectMovement& expected) const {
    const AskedMovements& operations = rehearsal_.operations();
    const AskedMovements::State& state = operations.state(expected.operation);
    const bool has_failed = state.phase == model::Phase::Failed;
    Comparer comparer(operations.name(expected.operation));
    comparer.compare("status", expected.status, state.status);
    comparer.compare("phase", expected.phase, has_failed ? state.failed_in : state.phase);
    comparer.compare("logs_downloaded", expected.logs_downloaded, state.logs_downloaded);
    if (expected.equals_pre_image) compare_pre_image(expected, comparer);
    return comparer.take();
  }

  Result operator()(const ExpectEnvironment& expected) const {
    const model::EnvironmentState& state = simulation_.world()[expected.environment];
    const model::Content& application = state.contents.application;
    const std::string& admin = simulation_.names().text(state.web_config_admin);
    const std::string& tenant = simulation_.names().text(state.tenant);
    Comparer comparer(rehearsal_.name(expected.environment));
    comparer.compare("available", expected.available, state.available);
    comparer.compare("jobs_stopped", expected.jobs_stopped, state.jobs_stopped);
    comparer.compare("debts", expected.debts, state.debts);
    if (expected.facts && !application.facts.contains(*expected.facts))
      comparer.differ("facts", shown(*expected.facts), shown(application.facts));
    comparer.compare("orphaned_files", expected.orphaned_files,
                     static_cast<std::int64_t>(orphaned_files(state)));
    comparer.compare("pending_files", expected.pending_files,
                     static_cast<std::int64_t>(waiting_files(state)));
    comparer.compare("admin", expected.admin, as_expected(expected.admin, admin));
    comparer.compare("tenant", expected.tenant, as_expected(expected.tenant, tenant));
    comparer.compare("application_release", expected.application_release,
                     state.application_release);
    comparer.compare("platform_update", expected.platform_update,
                     static_cast<std::int64_t>(state.platform_update));
    comparer.compare("financial_reporting_version", expected.financial_reporting_version,
                     state.financial_reporting_version);
    comparer.compare("history_start", expected.history_start, state.history_start);
    if (expected.snapshots)
      comparer.compare("snapshots", expected.snapshots,
                       static_cast<std::int64_t>(simulation_.snapshots(expected.environment)));
    if (expected.blobs)
      comparer.compare("blobs", expected.blobs, simulation_.blobs(expected.environment));
    compare_machine(expected, state.upgrade, comparer);
    return comparer.take();
  }

  Result operator()(const ExpectRows& expected) const {
    if (image(expected.database) == nullptr) return missing(expected.database);
    const auto table = rows_of(expected.database, expected.sql);
    if (!table) return std::unexpected(table.error());
    if (table->rows == expected.equal) return Mismatches();
    return Mismatches{{fmt::format("rows of {}: {}", spelt(expected.database), expected.sql.text),
                       describe_rows(expected.equal), describe_rows(table->rows)}};
  }

  Result operator()(const ExpectContent& expected) const {
    const auto& [left, right] = expected.databases;
    for (const DatabaseId& database : expected.databases) {
      if (image(database) == nullptr) return missing(database);
    }
    auto difference = difference_between(engine(), *image(left), *image(right));
    if (!difference) return std::unexpected(std::move(difference.error()));
    const bool is_same = !difference->has_value();
    if (is_same == (expected.comparison == Comparison::Same)) return Mismatches();
    return Mismatches{{fmt::format("content of {} and {}", spelt(left), spelt(right)),
                       is_same ? "it differs" : "it is the same",
                       is_same ? "it is the same" : **difference}};
  }

  Result operator()(const ExpectSameRows& expected) const {
    for (const DatabaseId& database : expected.databases) {
      if (image(database) == nullptr) return missing(database);
    }
    const auto left = rows_of(expected.databases[0], expected.sql);
    if (!left) return std::unexpected(left.error());
    const auto right = rows_of(expected.databases[1], expected.sql);
    if (!right) return std::unexpected(right.error());
    if (left->rows == right->rows) return Mismatches();
    return Mismatches{{fmt::format("same rows in {} and {}: {}", spelt(expected.databases[0]),
                                   spelt(expected.databases[1]), expected.sql.text),
                       describe_rows(right->rows), describe_rows(left->rows)}};
  }

  Result operator()(const ExpectLogs& expected) const {
    const AskedMovement& operation = rehearsal_.operations().operation(expected.operation);
    const auto& lines = simulation_.downloaded_logs(operation.target);
    for (const std::string& line : lines) {
      if (line.contains(expected.contain)) return Mismatches();
    }
    return Mismatches{
        {fmt::format("downloaded logs of {}", rehearsal_.operations().name(expected.operation)),
         fmt::format("a line with \"{}\"", expected.contain),
         lines.empty() ? "no logs were downloaded" : fmt::format("{}", fmt::join(lines, "\n"))}};
  }

  Result operator()(const ExpectUnchanged& expected) const {
    const Snapshot& start = rehearsal_.at_start(expected.environment);
    std::vector<std::string> changed;
    if (simulation_.world()[expected.environment] != start.state)
      changed = changes(start.state, simulation_.world()[expected.environment]);
    for (std::size_t index = 0; index < start.images.size(); ++index) {
      const DatabaseId database{expected.environment, static_cast<model::Database>(index)};
      if (!same_pages(start.images[index], *image(database)))
        changed.push_back(fmt::format("the database {}", to_string(database.database)));
    }
    if (simulation_.blobs(expected.environment) != start.blobs) changed.push_back("the documents");
    if (changed.empty()) return Mismatches();
    return Mismatches{{fmt::format("{} since the start", rehearsal_.name(expected.environment)),
                       "unchanged", fmt::format("changed: {}", fmt::join(changed, ", "))}};
  }

 private:
  sim::Engine& engine() const { return rehearsal_.stand_ins().engine(); }

  /// Null when the machine has no database of that name.
  const sim::Image* image(const DatabaseId& id) const {
    return id.name.empty() ? &simulation_.image(id.environment, id.database)
                           : simulation_.find_image(id.environment, id.name);
  }

  std::string spelt(const DatabaseId& id) const {
    return fmt::format("{}/{}", rehearsal_.name(id.environment),
                       id.name.empty() ? to_string(id.database) : std::string_view(id.name));
  }

  Mismatches missing(const DatabaseId& id) const {
    return {{fmt::format("the database {}", spelt(id)), "it is there",
             fmt::format("there are {}", shown(simulation_.database_names(id.environment)))}};
  }

  void compare_machine(const ExpectEnvironment& expected, const model::Upgrade& upgrade,
                       Comparer& comparer) const {
    const auto& runbook = rehearsal_.scenario().policy->runbook;
    comparer.compare("services", expected.services, upgrade.services);
    if (expected.databases)
      compare_names(*expected.databases, simulation_.database_names(expected.environment),
                    comparer);
    comparer.compare("brackets", expected.brackets, open_brackets(runbook, upgrade.completed));
    const std::string failed =
        upgrade.failed == model::no_sub_step ? "none" : runbook.sub_steps[upgrade.failed].id;
    comparer.compare("failed_sub_step", expected.failed_sub_step,
                     as_expected(expected.failed_sub_step, failed));
    comparer.compare("sub_steps_completed", expected.sub_steps_completed,
                     std::int64_t{upgrade.completed.count()});
  }

  /// Names compare without regard to case (F.3), and in any order.
  static void compare_names(const std::vector<std::string>& expected,
                            const std::vector<std::string>& actual, Comparer& comparer) {
    const auto folded = [](std::vector<std::string> names) {
      for (std::string& name : names) name = model::fold(name);
      std::ranges::sort(names);
      return names;
    };
    if (folded(expected) != folded(actual))
      comparer.differ("databases", shown(expected), shown(actual));
  }

  Expected<sim::Table> rows_of(const DatabaseId& database, const Sql& sql) const {
    auto session = engine().open(*image(database));
    if (!session) return std::unexpected(std::move(session.error()));
    auto table = session->query(sql.text, sim::Level::Read);
    if (!table && sql.where) return sql.where->fail_within(std::move(table.error()));
    return table;
  }

  void compare_pre_image(const ExpectMovement& expected, Comparer& comparer) const {
    const model::EnvironmentId target =
        rehearsal_.operations().operation(expected.operation).target;
    if (!rehearsal_.operations().is_current(expected.operation, simulation_.world())) {
      comparer.differ("equals_pre_image", shown(*expected.equals_pre_image),
                      rehearsal_.operations().state(expected.operation).started
                          ? "another movement came after it"
                          : "it never started");
      return;
    }
    bool is_equal = true;
    for (const auto database :
         {model::Database::Application, model::Database::FinancialReporting}) {
      const auto before = simulation_.image_at_start(target, database);
      is_equal = is_equal && before && same_pages(*before, simulation_.image(target, database));
    }
    comparer.compare("equals_pre_image", expected.equals_pre_image, is_equal);
  }

  static std::vector<std::string> changes(const model::EnvironmentState& before,
                                          const model::EnvironmentState& after) {
    std::vector<std::string> found;
    const auto note = [&found](bool is_same, std::string_view what) {
      if (!is_same) found.emplace_back(what);
    };
    note(before.movement == after.movement, "the movement");
    note(before.contents == after.contents, "what is known of its data");
    note(before.available == after.available, "its availability");
    note(before.debts == after.debts, "what it owes");
    note(before.blob_revision == after.blob_revision, "its documents");
    note(before.jobs_stopped == after.jobs_stopped, "its recurring jobs");
    if (found.empty()) found.emplace_back("its state");
    return found;
  }

  const Rehearsal& rehearsal_;
  const sim::Simulation& simulation_;
};

}  // namespace

Expected<std::vector<Mismatch>> differences(const Expectation& expectation,
                                            const Rehearsal& rehearsal) {
  return std::visit(Checker(rehearsal), expectation);
}

}  // namespace rehearse::scenarios
