#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/each_option.h"
#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/plot.h"

/// Each process, under each value of each of its options, between two or three environments.
namespace rehearse::model::test {
namespace {

/// One value of one option that is not the default.
struct Variant {
  std::string_view name;
  void (*choose)(ProcessOptions&);
  std::string_view broken;  ///< by it; nothing: all is well
};

const Variant self_service_variants[] = {
    {"as documented", [](ProcessOptions&) {}, ""},
    {"offline from the start",
     [](ProcessOptions& options) { options.target_offline_from = OfflineFrom::Start; }, "INV-19"},
    {"automatic rollback",
     [](ProcessOptions& options) { options.rollback = RollbackOffer::Automatic; }, ""},
    {"no rollback", [](ProcessOptions& options) { options.rollback = RollbackOffer::None; },
     "INV-44"},
    {"rollback to the failure",
     [](ProcessOptions& options) { options.rollback_to = RollbackTo::Failure; }, "INV-28"},
    {"one database", [](ProcessOptions& options) { options.databases = {Database::Application}; },
     "INV-05"}};

const Variant requested_variants[] = {
    {"as documented", [](ProcessOptions&) {}, ""},
    {"stop after a failure",
     [](ProcessOptions& options) { options.after_failure = AfterFailure::Stop; }, ""},
    {"acceptance kept",
     [](ProcessOptions& options) { options.acceptance_after_reschedule = Acceptance::Kept; }, ""},
    {"both databases",
     [](ProcessOptions& options) { options.databases = EnumSet<Database>::all(); }, "INV-06"},
    {"three hours of downtime expected",
     [](ProcessOptions& options) { options.downtime_expected = hours(3); }, "INV-45"},
    // Of a refresh only:
    {"scrubbed", [](ProcessOptions& options) { options.data = DataTreatment::Scrubbed; }, ""},
    {"scrubbed, stop after a failure",
     [](ProcessOptions& options) {
       options.data = DataTreatment::Scrubbed;
       options.after_failure = AfterFailure::Stop;
     },
     ""}};

std::span<const Variant> variants_of(Process process) {
  if (!is_requested(process)) return self_service_variants;
  const std::span<const Variant> all = requested_variants;
  return process == Process::RequestedRefresh ? all : all.first(all.size() - 2);
}

/// Explores `process` under each variant; `pinned` is how many worlds each has. A change of the
/// model must be meant.
void explore_all(Process process, EnvironmentId source, std::vector<EnvironmentId> disturbers,
                 const std::vector<std::size_t>& pinned) {
  Names names;
  World start = world_of(fleet_of(disturbers.empty() ? 2 : 3), clock_start, names);
  const std::uint32_t files_max = disturbers.empty() ? 2 : 0;
  const Plot plot{.processes = {process},
                  .source = source,
                  .disturbers = std::move(disturbers),
                  .backup = backup_of(start[source]),
                  .files_max = files_max};
  start[uat1].contents.financial_reporting.revision = 1;  // it is not as in the backup any more
  const auto variants = variants_of(process);
  std::set<const Transition*> taken;
  BOOST_REQUIRE(pinned.size() == variants.size());
  for (std::size_t index = 0; index < variants.size(); ++index) {
    const Variant& variant = variants[index];
    Policy policy = policy_with(structural_rules(names));
    variant.choose(policy.options_of(process));
    const Exploration found = explore(policy, start, plot);
    const std::string what = fmt::format("{}, {}", to_string(process), variant.name);
    BOOST_TEST(ids_of(found.broken) == variant.broken, what << ": " << ids_of(found.broken));
    BOOST_TEST(found.worlds.size() == pinned[index], what << ": " << found.worlds.size());
    taken.insert(found.taken.begin(), found.taken.end());
  }
  for (const Transition& row : transitions(process)) {
    BOOST_TEST(
        taken.contains(&row),
        fmt::format("{}: {} to {} {}, \"{}\", was never taken", to_string(process),
                    to_string(row.from), to_string(row.to), to_string(row.when), row.sentence));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_process_exploration_test)

BOOST_AUTO_TEST_CASE(every_row_of_a_refresh_is_taken_and_no_invariant_broken) {
  explore_all(Process::Refresh, prod, {}, {1'218, 440, 1'008, 270, 998, 1'218});
}

BOOST_AUTO_TEST_CASE(every_row_of_a_restore_is_taken_and_no_invariant_broken) {
  explore_all(Process::Restore, prod, {}, {1'218, 440, 1'008, 270, 998, 1'218});
}

BOOST_AUTO_TEST_CASE(every_row_of_a_restore_in_place_is_taken_and_no_invariant_broken) {
  explore_all(Process::RestoreInPlace, uat1, {}, {1'802, 776, 1'472, 374, 1'022, 1'802});
}

BOOST_AUTO_TEST_CASE(every_row_of_a_requested_refresh_is_taken_and_no_invariant_broken) {
  explore_all(Process::RequestedRefresh, uat2, {prod, uat1},
              {21'021, 7'581, 20'906, 11'861, 21'021, 28'875, 8'137});
}

BOOST_AUTO_TEST_CASE(every_row_of_a_requested_restore_is_taken_and_no_invariant_broken) {
  explore_all(Process::RequestedRestore, uat1, {uat1}, {32'505, 9'945, 32'438, 20'125, 32'505});
}

BOOST_AUTO_TEST_CASE(any_process_may_follow_any_other_and_no_invariant_is_broken) {
  Names names;
  const World start = world_of(fleet_of(2), clock_start, names);
  std::size_t worlds = 0;
  for (const Process first : moving_processes()) {
    for (const Process second : moving_processes()) {
      const Plot plot{.processes = {first, second},
                      .source = prod,
                      .failures_max = 1,
                      .writes_max = 0,
                      .rescheduled_before = clock_start};
      const Exploration found = explore(policy_with(structural_rules(names)), start, plot);
      BOOST_TEST(ids_of(found.broken) == "", to_string(first) << ", then " << to_string(second)
                                                              << ": " << ids_of(found.broken));
      worlds += found.worlds.size();
    }
  }
  BOOST_TEST(worlds == 17'825U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
