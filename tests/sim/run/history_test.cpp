#include <boost/test/unit_test.hpp>

#include "rehearse/tests/sim/run/stage.h"

/// Restores, and the work items whose windows come and go, on real databases.
namespace rehearse::sim {
namespace {

using model::Database;
using model::EnvironmentId;
using model::EventKind;
using model::Phase;
using model::Process;

constexpr model::Instant morning{1'583'139'600'000};  // 2020-03-02T09:00:00Z

Options from_the_morning() {
  Options options;
  options.clock = morning;
  return options;
}

void rename_customers(Simulation& simulation, EnvironmentId environment, const std::string& name) {
  const auto written = simulation.write(environment, model::Account::User,
                                        "UPDATE CustTable SET Name = '" + name + "'");
  BOOST_REQUIRE((written && written->front().kind == EventKind::Written));
}

/// Whether all customers of an environment are called `name`.
bool are_called(Stage& stage, const Simulation& simulation, EnvironmentId environment,
                const std::string& name) {
  return stage.number(simulation.image(environment, Database::Application),
                      "SELECT min(Name = '" + name + "') FROM CustTable") == 1;
}

model::Events restore(Simulation& simulation, EnvironmentId source, EnvironmentId target,
                      model::Instant point) {
  return simulation.act(
      model::Start{.process = source == target ? Process::RestoreInPlace : Process::Restore,
                   .source = source,
                   .target = target,
                   .page = simulation.world()[target].name,
                   .restore_point = point,
                   .backup = simulation.backup(source, point)});
}

model::Window window_in(const Simulation& simulation, model::Duration lead) {
  const model::Instant start = simulation.world().now + lead;
  return {start, start + model::hours(2)};
}

void request_restore(Simulation& simulation, model::Instant point, model::Duration lead) {
  simulation.act(model::Start{.process = Process::RequestedRestore,
                              .source = uat1,
                              .target = uat1,
                              .page = simulation.world()[uat1].name,
                              .restore_point = point,
                              .backup = simulation.backup(uat1, point),
                              .window = window_in(simulation, lead)});
}

void request_refresh(Simulation& simulation, model::Duration lead) {
  simulation.act(model::Start{.process = Process::RequestedRefresh,
                              .source = prod,
                              .target = uat1,
                              .page = simulation.world()[uat1].name,
                              .window = window_in(simulation, lead)});
}

void pass(Simulation& simulation, model::Duration time) {
  simulation.advance(simulation.world().now + time);
}

Phase phase(const Simulation& simulation) { return simulation.world()[uat1].movement.phase; }

}  // namespace

BOOST_AUTO_TEST_SUITE(run_history_test)

BOOST_AUTO_TEST_CASE(a_restore_to_between_two_commits_brings_what_the_first_had_left) {
  Stage stage;
  Simulation simulation = stage.simulate(from_the_morning());
  pass(simulation, model::hours(1));
  rename_customers(simulation, prod, "One");
  const Image reporting = simulation.image(prod, Database::FinancialReporting);
  pass(simulation, model::hours(1));
  rename_customers(simulation, prod, "Two");
  restore(simulation, prod, uat1, morning + model::minutes(90));
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Completed));
  BOOST_TEST(are_called(stage, simulation, uat1, "One"));
  BOOST_TEST(same_pages(simulation.image(uat1, Database::FinancialReporting), reporting));
  BOOST_TEST(are_called(stage, simulation, prod, "Two"));
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(stage.broken.none());
}

BOOST_AUTO_TEST_CASE(where_only_financial_reporting_moves_rows_and_model_agree) {
  Stage stage("requested-2017");
  stage.policy.options_of(Process::RequestedRefresh).databases = {Database::FinancialReporting};
  Simulation simulation = stage.simulate(from_the_morning());
  simulation.act(model::ReceiveFile{uat1});
  const Image application = simulation.image(uat1, Database::Application);
  const std::uint16_t generation = simulation.world()[uat1].generation;
  const model::Instant history_start = simulation.world()[uat1].history_start;
  request_refresh(simulation, model::hours(25));
  simulation.act(model::Accept{uat1});
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Succeeded));
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(same_pages(simulation.image(uat1, Database::Application), application));
  BOOST_TEST(same_pages(simulation.image(uat1, Database::FinancialReporting),
                        simulation.image(prod, Database::FinancialReporting)));
  BOOST_TEST(simulation.world()[uat1].generation == generation);
  BOOST_TEST((simulation.world()[uat1].history_start == history_start));
  // The file stayed, and so did its record.
  BOOST_TEST(simulation.act(model::ProcessFiles{uat1}).front().count == 1);
}

BOOST_AUTO_TEST_CASE(by_self_service_both_come_from_the_source_and_what_stayed_is_found) {
  Stage stage("self-service-2020");
  stage.policy.options_of(Process::Refresh).databases = {Database::FinancialReporting};
  Simulation simulation = stage.simulate(from_the_morning());
  rename_customers(simulation, uat1, "Stays");
  refresh(simulation, prod, uat1);
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Completed));
  BOOST_TEST(are_called(stage, simulation, uat1, "Stays"));
  BOOST_TEST(!stage.discrepancies.empty());
  for (const Discrepancy& each : stage.discrepancies) BOOST_TEST(each.id == "INV-11");
  BOOST_TEST(stage.broken.any());  // INV-05
}

BOOST_AUTO_TEST_CASE(in_place_both_databases_go_back_to_one_instant) {
  Stage stage("current");
  // A work item whose Financial Reporting is reset later is what makes both databases change.
  stage.policy.offered.insert(Process::RequestedRefresh);
  stage.policy.options_of(Process::RequestedRefresh).databases = {Database::Application};
  Simulation simulation = stage.simulate(from_the_morning());
  request_refresh(simulation, model::hours(24));
  simulation.act(model::Accept{uat1});
  settle(simulation);
  pass(simulation, model::hours(1));
  rename_customers(simulation, uat1, "One");
  const model::Instant point = simulation.world().now;
  const Image reporting = simulation.image(uat1, Database::FinancialReporting);
  pass(simulation, model::hours(1));
  rename_customers(simulation, uat1, "Two");
  simulation.act(model::Settle{uat1, model::Debt::ReportingReset});
  BOOST_TEST(!same_pages(simulation.image(uat1, Database::FinancialReporting), reporting));
  restore(simulation, uat1, uat1, point);
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Completed));
  BOOST_TEST(are_called(stage, simulation, uat1, "One"));
  BOOST_TEST(same_pages(simulation.image(uat1, Database::FinancialReporting), reporting));
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(stage.broken.none());
}

BOOST_AUTO_TEST_CASE(the_databases_of_a_restore_are_those_of_its_start_whatever_is_written_since) {
  Stage stage;
  Simulation simulation = stage.simulate(from_the_morning());
  pass(simulation, model::hours(1));
  restore(simulation, prod, uat1, simulation.world().now);
  rename_customers(simulation, prod, "Too late");  // at the restore point, but after the start
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Completed));
  BOOST_TEST(!are_called(stage, simulation, uat1, "Too late"));
  BOOST_TEST(stage.discrepancies.empty());
}

BOOST_AUTO_TEST_CASE(nothing_can_be_restored_from_before_the_last_replacement) {
  Stage stage("current");
  Simulation simulation = stage.simulate(from_the_morning());
  BOOST_TEST(simulation.backup(uat1, morning).exists);
  refresh(simulation, prod, uat1);
  settle(simulation);
  const model::Instant replaced = simulation.world()[uat1].history_start;
  BOOST_TEST((replaced > morning));
  BOOST_TEST(!simulation.backup(uat1, replaced - model::Duration{1}).exists);
  BOOST_TEST(simulation.backup(uat1, replaced).exists);
  BOOST_TEST(simulation.backup(prod, morning).exists);  // a source keeps its own
  const model::Events events = restore(simulation, uat1, uat1, morning);
  BOOST_TEST((events.front().kind == EventKind::Denied));
}

BOOST_AUTO_TEST_CASE(a_commit_makes_one_snapshot_and_what_changes_nothing_makes_none) {
  Stage stage;
  Simulation simulation = stage.simulate(from_the_morning());
  BOOST_TEST(simulation.snapshots(prod) == 1U);
  pass(simulation, model::hours(1));
  simulation.act(model::SignIn{prod, model::Account::User});
  BOOST_TEST(simulation.snapshots(prod) == 1U);
  rename_customers(simulation, prod, "One");
  BOOST_TEST(simulation.snapshots(prod) == 2U);
  rename_customers(simulation, prod, "Two");  // at the same instant
  BOOST_TEST(simulation.snapshots(prod) == 2U);
  BOOST_TEST(simulation.snapshots(uat1) == 1U);
}

BOOST_AUTO_TEST_CASE(a_snapshot_older_than_the_retention_goes_when_the_next_one_comes) {
  Stage stage;
  Simulation simulation = stage.simulate(from_the_morning());
  for (int day = 1; day <= 40; ++day) {
    pass(simulation, model::days(1));
    rename_customers(simulation, prod, "Day " + std::to_string(day));
  }
  BOOST_TEST(simulation.snapshots(prod) == 31U);  // of 30 days ago to now, both counted
  const model::Instant now = simulation.world().now;
  BOOST_TEST(simulation.backup(prod, now - model::days(30)).exists);
  BOOST_TEST(!simulation.backup(prod, now - model::days(31)).exists);
}

BOOST_AUTO_TEST_CASE(a_requested_restore_finds_its_state_however_late_its_window_is) {
  Stage stage("requested-2017", "contoso-2017");
  Simulation simulation = stage.simulate(from_the_morning());
  rename_customers(simulation, uat1, "Then");
  pass(simulation, model::hours(1));
  const model::Instant point = simulation.world().now;
  pass(simulation, model::hours(1));
  request_restore(simulation, point, model::days(60));
  simulation.act(model::Accept{uat1});
  for (int day = 1; day <= 50; ++day) {
    pass(simulation, model::days(1));
    rename_customers(simulation, uat1, "Day " + std::to_string(day));
  }
  BOOST_TEST(!simulation.backup(uat1, point).exists);  // nobody could ask for it any more
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Succeeded));
  BOOST_TEST(are_called(stage, simulation, uat1, "Then"));
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(stage.broken.none());
}

BOOST_AUTO_TEST_CASE(a_window_that_was_given_up_opens_for_nobody) {
  Stage stage("requested-2017", "contoso-2017");
  Simulation simulation = stage.simulate(from_the_morning());
  request_refresh(simulation, model::hours(24));
  simulation.act(model::Accept{uat1});
  simulation.act(model::Reschedule{uat1, window_in(simulation, model::hours(48))});
  pass(simulation, model::hours(30));
  BOOST_TEST((phase(simulation) == Phase::Submitted));
  simulation.act(model::Accept{uat1});
  pass(simulation, model::hours(17));
  BOOST_TEST((phase(simulation) == Phase::Accepted));
  BOOST_TEST(stage.count_observed("finishes") == 0);
  pass(simulation, model::hours(1));
  BOOST_TEST((phase(simulation) == Phase::Copying));
  BOOST_TEST(stage.count_observed("the window of UAT1 is open") == 1);
}

BOOST_AUTO_TEST_CASE(a_window_that_was_kept_waiting_for_is_the_last_one) {
  Stage stage("requested-2017", "contoso-2017");
  stage.policy.options_of(Process::RequestedRefresh).acceptance_after_reschedule =
      model::Acceptance::Kept;
  Simulation simulation = stage.simulate(from_the_morning());
  request_refresh(simulation, model::hours(30));
  simulation.act(model::Accept{uat1});
  simulation.act(model::Reschedule{uat1, window_in(simulation, model::hours(60))});
  simulation.act(model::Reschedule{uat1, window_in(simulation, model::hours(25))});
  pass(simulation, model::Duration{model::hours(25).ms - 1});
  BOOST_TEST((phase(simulation) == Phase::Accepted));
  pass(simulation, model::Duration{1});
  BOOST_TEST((phase(simulation) == Phase::Copying));
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Succeeded));
  BOOST_TEST(stage.count_observed("the window of UAT1 is open") == 1);
  BOOST_TEST(stage.count_observed("finishes") == 2);  // copying, replacing
}

BOOST_AUTO_TEST_CASE(the_window_of_a_cancelled_work_item_does_not_open_for_the_next_one) {
  Stage stage("requested-2017", "contoso-2017");
  Simulation simulation = stage.simulate(from_the_morning());
  request_refresh(simulation, model::hours(24));
  simulation.act(model::Accept{uat1});
  simulation.act(model::Cancel{uat1});
  request_refresh(simulation, model::hours(72));
  simulation.act(model::Accept{uat1});
  pass(simulation, model::hours(48));
  BOOST_TEST((phase(simulation) == Phase::Accepted));
  BOOST_TEST(stage.count_observed("finishes") == 0);
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Succeeded));
}

BOOST_AUTO_TEST_CASE(engineers_look_again_once_each_quarter_of_an_hour_until_the_way_is_free) {
  Stage stage("requested-2017", "contoso-2017");
  stage.policy.offered.insert(Process::Refresh);
  Simulation simulation = stage.simulate(from_the_morning());
  request_refresh(simulation, model::hours(24));
  simulation.act(model::Accept{uat1});
  simulation.act(model::Reschedule{uat1, window_in(simulation, model::hours(24))});  // as before
  simulation.act(model::Accept{uat1});
  pass(simulation, model::minutes(24 * 60 - 10));
  refresh(simulation, uat1, uat2);  // copies UAT1 for half an hour, from ten to nine on
  pass(simulation, model::minutes(41));
  BOOST_TEST((phase(simulation) == Phase::Copying));
  // At nine and at a quarter past nine UAT1 is being copied; at half past nine work begins.
  BOOST_TEST(stage.count_observed("the window of UAT1 is open") == 3);
}

BOOST_AUTO_TEST_CASE(a_restore_in_place_leaves_documents_and_files_where_they_are) {
  Stage stage("current");
  Simulation simulation = stage.simulate(from_the_morning());
  simulation.act(model::ReceiveFile{uat1});
  pass(simulation, model::hours(1));
  const model::Instant point = simulation.world().now;
  pass(simulation, model::hours(1));
  simulation.act(model::ProcessFiles{uat1});
  simulation.put_blob(uat1, "letter.docx", "Dear");
  const auto blobs = simulation.blobs(uat1);
  restore(simulation, uat1, uat1, point);
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Completed));
  BOOST_TEST(simulation.blobs(uat1) == blobs);
  BOOST_TEST(orphaned_files(simulation.world()[uat1]) == 1);
  simulation.act(model::ProcessFiles{uat1});
  BOOST_TEST(orphaned_files(simulation.world()[uat1]) == 1);
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(stage.broken.none());
}

BOOST_AUTO_TEST_CASE(a_restore_whose_backup_is_gone_fails_and_says_so) {
  Stage stage;
  stage.policy.rules = model::RuleSet();  // nobody asks how old the restore point is
  stage.fleet.environments[0].created = morning - model::hours(1);
  Simulation simulation = stage.simulate(from_the_morning());
  restore(simulation, prod, uat1, morning - model::hours(2));
  settle(simulation);
  BOOST_TEST((phase(simulation) == Phase::Failed));
  simulation.act(model::DownloadLogs{uat1});
  BOOST_REQUIRE(!simulation.downloaded_logs(uat1).empty());
  BOOST_TEST(simulation.downloaded_logs(uat1).back().contains("no backup reaches back"));
}

BOOST_AUTO_TEST_CASE(effects_that_a_refresh_does_not_have_pass_their_fault_sites_too) {
  Stage stage("requested-2017", "contoso-2017");
  Simulation simulation = stage.simulate(from_the_morning());
  request_restore(simulation, morning, model::hours(24));
  simulation.act(model::Accept{uat1});
  settle(simulation);
  simulation.act(model::Settle{uat1, model::Debt::Synchronization});
  settle(simulation);
  request_refresh(simulation, model::hours(24));
  simulation.act(model::Accept{uat1});
  settle(simulation);
  for (const auto step : {model::ToolState::Downloaded, model::ToolState::Uploaded})
    simulation.act(model::PrepareTool{uat1, step});
  simulation.act(model::Settle{uat1, model::Debt::Reprovisioning});
  settle(simulation);
  for (const std::string site :
       {"restore-backups", "replace", "synchronize", "copy", "reprovision"})
    BOOST_TEST(simulation.fault_sites_visited().contains(site), site);
  BOOST_TEST(!simulation.fault_sites_visited().contains("await-window"));
  BOOST_TEST(to_string(simulation.world()[uat1].debts) == "reset-reporting");
  BOOST_TEST(stage.discrepancies.empty());
  BOOST_TEST(stage.broken.none());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
