#include "rehearse/scenarios/files/fleet.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::changed;
using tests::error_of;
using tests::Folder;
using tests::value_of;

constexpr std::string_view small = R"({
  "fleet": "small",
  "about": "One environment.",
  "environments": [
    { "name": "UAT1", "kind": "sandbox", "hosting": "azure-sql", "tenant": "contoso",
      "region": "West Europe", "application_release": "10.0.8", "platform_update": 32,
      "financial_reporting_version": "10.0.8.10", "allocated_capacity": "80 GB",
      "maximum_capacity": "250 GB", "admin_account": "a@contoso.com",
      "lcs_administrator": "b@contoso.com", "jobs_stopped": true, "pending_files": 3,
      "commerce": false }
  ]
})";

Expected<model::Fleet> fleet_in(std::string_view text) {
  const auto root = parse_json(text, "f.json", "read fleet");
  return root ? read_fleet(*root) : std::unexpected(root.error());
}

Error error_with(std::string_view from, std::string_view to) {
  return error_of(fleet_in(changed(small, from, to)));
}

/// What a scenario says behind "fleet":.
Expected<model::Fleet> variant(std::string_view environments) {
  const std::string text =
      fmt::format(R"({{"fleet": {{"extends": "contoso", "environments": [{}]}}}})", environments);
  const auto root = parse_json(text, "s.json", "read scenario");
  BOOST_REQUIRE(root.has_value());
  return read_fleet(root->find("fleet").value());
}

const model::EnvironmentDescription& environment(const model::Fleet& fleet, std::string_view name) {
  const auto id = model::find_environment(fleet, name);
  BOOST_REQUIRE(id.has_value());
  return fleet.environments[id->value];
}

BOOST_AUTO_TEST_SUITE(files_fleet_test)

BOOST_AUTO_TEST_CASE(a_fleet_says_what_it_says) {
  const model::Fleet fleet = value_of(fleet_in(small));
  BOOST_TEST(fleet.name == "small");
  BOOST_TEST(fleet.about == "One environment.");
  BOOST_REQUIRE(fleet.environments.size() == 1);
  const model::EnvironmentDescription expected{
      .name = "UAT1",
      .kind = model::EnvironmentKind::Sandbox,
      .hosting = model::Hosting::AzureSql,
      .tenant = "contoso",
      .region = "West Europe",
      .application_release = *model::Version::parse("10.0.8"),
      .platform_update = 32,
      .financial_reporting_version = *model::Version::parse("10.0.8.10"),
      .allocated_capacity = model::gigabytes(80),
      .maximum_capacity = model::gigabytes(250),
      .admin_account = "a@contoso.com",
      .lcs_administrator = "b@contoso.com",
      .jobs_stopped = true,
      .pending_files = 3,
      .commerce = false,
      .unstated = {},
  };
  BOOST_TEST((fleet.environments.front() == expected));
}

BOOST_AUTO_TEST_CASE(the_shipped_fleets_are_found_by_name) {
  BOOST_TEST(value_of(load_fleet("Contoso")).environments.size() == 5);
  for (const std::string_view name : fleet_names())
    BOOST_TEST(load_fleet(std::string(name)).has_value(), name);
  BOOST_TEST(error_of(load_fleet("contosso")).hint.starts_with("did you mean contoso?"));
}

BOOST_AUTO_TEST_CASE(a_variant_states_only_what_differs) {
  const auto fleet = value_of(variant(R"({"name": "uat1", "maximum_capacity": "100 GB"})"));
  const auto contoso = value_of(load_fleet("contoso"));
  BOOST_TEST(fleet.name == "contoso (variant)");
  BOOST_TEST((environment(fleet, "UAT1").maximum_capacity == model::gigabytes(100)));
  BOOST_TEST(environment(fleet, "UAT1").name == "UAT1");
  BOOST_TEST(environment(fleet, "UAT1").region == environment(contoso, "UAT1").region);
  BOOST_TEST((environment(fleet, "PROD") == environment(contoso, "PROD")));
}

BOOST_AUTO_TEST_CASE(what_is_null_is_unknown_until_it_is_stated) {
  const auto fleet =
      value_of(variant(R"({"name": "UAT1", "region": null, "platform_update": null})"));
  BOOST_TEST(to_string(environment(fleet, "UAT1").unstated) == "region, platform_update");
  BOOST_TEST(environment(fleet, "UAT1").region.empty());
  const Folder folder;
  folder.write("unknown.json", changed(small, "\"West Europe\"", "null"));
  const auto path = folder.write("known.json", R"({"extends": "unknown.json", "environments":
    [{"name": "UAT1", "region": "North Europe"}]})");
  const auto known = value_of(load_fleet(path));
  BOOST_TEST(known.environments.front().unstated.empty());
  BOOST_TEST(known.environments.front().region == "North Europe");
}

BOOST_AUTO_TEST_CASE(only_some_properties_may_be_unknown) {
  BOOST_TEST(error_with("\"a@contoso.com\"", "null").what ==
             "read fleet: expected a text but found null");
  BOOST_TEST(error_with("\"sandbox\"", "null").where.pointer == "/environments/0/kind");
}

BOOST_AUTO_TEST_CASE(a_new_environment_must_say_everything) {
  const Error error = error_of(variant(R"({"name": "UAT9", "kind": "sandbox"})"));
  BOOST_TEST(error.what == "read scenario: the member \"hosting\" is missing");
  BOOST_TEST(error.where.pointer == "/fleet/environments/0");
}

BOOST_AUTO_TEST_CASE(an_environment_twice) {
  const Error error = error_of(variant("{\"name\": \"UAT1\"},\n {\"name\": \"Uat1\"}"));
  BOOST_TEST(error.what == "read scenario: there is an environment \"Uat1\" already");
  BOOST_TEST(error.where.line == 2);
  BOOST_TEST(error.where.pointer == "/fleet/environments/1/name");
  BOOST_TEST(error.hint.starts_with("in line 1;"));
}

BOOST_AUTO_TEST_CASE(a_name_that_would_confuse) {
  for (const std::string_view name :
       {"UAT1/application", "A|B", "UAT#1", " UAT", "a\\u0007", "${mark}"})
    BOOST_TEST(error_with("UAT1", name).what.ends_with("cannot be the name of an environment"),
               name);
  BOOST_TEST(fleet_in(changed(small, "UAT1", "UAT (M\u00FCnchen) 1")).has_value());
}

BOOST_AUTO_TEST_CASE(a_capacity_that_is_negative_or_malformed) {
  const Error negative = error_with("\"80 GB\"", "\"-80 GB\"");
  BOOST_TEST(negative.what == "read fleet: expected a capacity but found the text \"-80 GB\"");
  BOOST_TEST(negative.hint == "a capacity is not negative");
  BOOST_TEST(negative.where.line == 7);
  BOOST_TEST(negative.where.pointer == "/environments/0/allocated_capacity");
  for (const std::string_view wrong :
       {"\"80GB\"", "\"80 gigs\"", "80", "\"0.5 TB\"", "\"99999999999999 TB\""})
    BOOST_TEST(error_with("\"80 GB\"", wrong).hint.contains("\"120 GB\""), wrong);
}

BOOST_AUTO_TEST_CASE(values_that_are_none) {
  BOOST_TEST(
      error_with("\"sandbox\"", "\"sandbux\"").hint.starts_with("did you mean \"sandbox\"?"));
  BOOST_TEST(error_with("\"azure-sql\"", "\"azure\"").what ==
             "read fleet: hosting cannot be \"azure\"");
  BOOST_TEST(error_with("\"10.0.8\"", "\"10.0.x\"").what ==
             "read fleet: expected a version but found the text \"10.0.x\"");
  BOOST_TEST(error_with("32", "-1").what ==
             "read fleet: expected an integer from 0 to 1000 but found the number -1");
  BOOST_TEST(error_with("\"commerce\"", "\"comerce\"").hint == "did you mean \"commerce\"?");
  BOOST_TEST(error_with("\"contoso\"", "\"\"").what == "read fleet: tenant must not be empty");
}

BOOST_AUTO_TEST_CASE(a_fleet_without_environments) {
  const auto text = R"({"fleet": "none", "about": "x", "environments": []})";
  BOOST_TEST(error_of(fleet_in(text)).what == "read fleet: environments must not be empty");
}

BOOST_AUTO_TEST_CASE(ten_thousand_environments_are_enough) {
  const std::size_t begin = small.find("{ \"name\"");
  const std::size_t end = small.find("\n  ]");
  const std::string one(small.substr(begin, end - begin));
  std::string list;
  for (std::size_t index = 0; index < fleet_environments_max; ++index)
    list += (index == 0 ? "" : ",") + changed(one, "UAT1", fmt::format("E{}", index));
  const auto fleet = [&](std::string_view environments) {
    return fmt::format("{}{}{}", small.substr(0, begin), environments, small.substr(end));
  };
  BOOST_TEST(value_of(fleet_in(fleet(list))).environments.size() == fleet_environments_max);
  BOOST_TEST(error_of(fleet_in(fleet(list + "," + one))).what ==
             "read fleet: there are more than 10000 environments");
}

BOOST_AUTO_TEST_CASE(a_fleet_that_extends_itself) {
  const Folder folder;
  const auto path = folder.write("a.json", R"({"extends": "b.json"})");
  folder.write("b.json", R"({"extends": "a.json"})");
  const Error error = error_of(load_fleet(path));
  BOOST_TEST(error.what == "read fleet: a.json extends itself");
  BOOST_TEST(error.hint.starts_with("a.json extends b.json extends a.json;"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
