#include "rehearse/scenarios/policy/runbook.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/text/files.h"

/// Sub-steps and scripts of an upgrade, as policies state them.
namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::Folder;
using tests::value_of;

const model::Runbook& shipped() {
  static model::Names names;
  static const PolicyFile file = value_of(load_policy("data-upgrade", names));
  return file.policy.runbook;
}

const model::SubStep& sub_step(std::string_view id) {
  const auto found = std::ranges::find(shipped().sub_steps, id, &model::SubStep::id);
  BOOST_REQUIRE(found != shipped().sub_steps.end());
  return *found;
}

/// A variant of the shipped policy, read.
Expected<PolicyFile> variant(std::string_view difference) {
  const Folder folder;
  const std::string path = folder.write(
      "variant.json",
      fmt::format(R"({{ "policy": "v", "about": "a", "extends": "data-upgrade", {} }})",
                  difference));
  model::Names names;
  return load_policy(path, names);
}

/// With one more sub-step of these members.
Error mistake(std::string_view members) {
  return error_of(variant(
      fmt::format(R"("sub_steps": [{{ "because": "b", "cites": ["UPG-42"], {} }}])", members)));
}

Error mistake_in_script(std::string_view members) {
  return error_of(variant(fmt::format(
      R"("scripts": [{{ "because": "b", "cites": ["UPG-53"], "step": "PostSync", {} }}])",
      members)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_runbook_test)

BOOST_AUTO_TEST_CASE(times_of_the_example_become_waits_and_durations) {
  BOOST_TEST(shipped().sub_steps.size() == 42U);
  BOOST_TEST(to_string(sub_step("PreReqs.DisableDbLogTriggers").wait) == "PT0S");
  BOOST_TEST(to_string(sub_step("PreReqs.CreateSqlSequences").wait) == "PT0.137S");
  BOOST_TEST(to_string(sub_step("PreReqs.CreateSqlSequences").lasts) == "PT1M58.772S");
}

BOOST_AUTO_TEST_CASE(a_frame_lasts_from_the_end_of_what_lies_inside) {
  const model::SubStep& frame = sub_step("PreSync.ExecuteScripts");
  BOOST_TEST(frame.encloses);
  BOOST_TEST(to_string(frame.lasts) == "PT2.657S");  // UPG-58
  const model::SubStep& first = sub_step("PreSync.ConfigureBatch");
  BOOST_TEST(shipped().sub_steps[first.inside].id == frame.id);
  BOOST_TEST(to_string(first.wait) == "PT0.560S");  // from the beginning of the frame
}

BOOST_AUTO_TEST_CASE(a_row_beside_another_waits_from_its_beginning) {
  const model::SubStep& beside = sub_step("DbSync.SyncSchema");
  BOOST_TEST(beside.is_beside_previous);
  BOOST_TEST(to_string(beside.wait) == "PT0.067S");
  BOOST_TEST(to_string(sub_step("DbSync.EnableSafeMode").lasts) == "PT7H41M24.956S");  // UPG-65
}

BOOST_AUTO_TEST_CASE(what_a_row_named_may_be_gone) {
  const auto file = value_of(variant(R"("without": ["PreSync.ExecuteScripts"])"));
  const auto& sub_steps = file.policy.runbook.sub_steps;
  const auto found = std::ranges::find(sub_steps, "PreSync.ConfigureBatch", &model::SubStep::id);
  BOOST_REQUIRE(found != sub_steps.end());
  BOOST_TEST(found->inside == model::no_sub_step);
}

BOOST_AUTO_TEST_CASE(a_row_of_a_variant_takes_its_place_by_its_time) {
  const auto file = value_of(variant(
      R"("sub_steps": [{ "id": "PreReqs.CheckDisk", "begins": "06:28:01.100",
         "ends": "06:28:01.120", "because": "b", "cites": ["UPG-42"] }])"));
  BOOST_TEST(file.policy.runbook.sub_steps[1].id == "PreReqs.CheckDisk");
}

BOOST_AUTO_TEST_CASE(mistakes_in_sub_steps) {
  BOOST_TEST(mistake(R"("id": "CheckDisk", "begins": "06:28:01", "ends": "06:28:02")")
                 .what.contains("\"CheckDisk\" is not the id of a sub-step"));
  BOOST_TEST(mistake(R"("id": "PreReqs.", "begins": "06:28:01", "ends": "06:28:02")")
                 .what.contains("is not the id of a sub-step"));
  BOOST_TEST(mistake(R"("id": "PreReqs.X", "begins": "06:28:02", "ends": "06:28:01")")
                 .what.contains("the sub-step ends before it begins"));
  BOOST_TEST(mistake(R"("id": "PreReqs.X", "begins": "06:29:00", "ends": "06:29:01")")
                 .what.contains("begins before what it follows has ended"));
  BOOST_TEST(mistake(R"("id": "PreReqs.X", "begins": "25:00", "ends": "26:00")")
                 .what.contains("expected a time of day"));
  BOOST_TEST(mistake(R"("id": "PreReqs.X", "begins": "23:00", "ends": "23:00",
                        "work": [{ "scripts": "run" }, "DELETE FROM SysLastValue"])")
                 .what.contains("running scripts must be all that a sub-step does"));
  BOOST_TEST(
      mistake(R"("id": "PreReqs.X", "begins": "23:00", "ends": "23:00", "opens": ["safemode"])")
          .hint.contains("safe-mode"));
}

BOOST_AUTO_TEST_CASE(mistakes_in_scripts) {
  BOOST_TEST(mistake_in_script(R"("id": "Update.x", "work": ["SELECT 1"])")
                 .hint.contains("begins with ReleaseUpdate"));
  BOOST_TEST(mistake_in_script(R"("id": "ReleaseUpdateX.y", "work": [{ "scripts": "run" }])")
                 .what.contains("a script cannot schedule or run scripts"));
}

BOOST_AUTO_TEST_CASE(each_of_the_five_steps_has_a_sub_step) {
  const Error error = error_of(variant(
      R"("without": ["DbSync.EnableSafeMode", "DbSync.SyncSchema", "DbSync.DisableSafeMode"])"));
  BOOST_TEST(error.what.contains("step DbSync has no sub-step"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
