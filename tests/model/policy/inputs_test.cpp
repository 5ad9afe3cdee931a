#include "rehearse/model/policy/inputs.h"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <set>

#include "rehearse/tests/model/steps/movement_fixture.h"

/// What each attribute is read from, told by changing it.
namespace rehearse::model {
namespace {

using Attributes = std::set<std::string>;

constexpr EnvironmentId source{0};
constexpr EnvironmentId target{1};

/// PROD, and a sandbox that is an upgrader's machine as well, so that every attribute has a value.
struct Ground {
  Names names;
  World world = world_of(test::fleet_of(2), test::clock_start, names);
  Policy policy = test::policy_with({});

  Ground() {
    Upgrade& upgrade = world[target].upgrade;
    upgrade.has_ax2012 = true;
    upgrade.package_state = PackageState::Unblocked;
    upgrade.axdb = names.intern("AXDB");
    upgrade.legacy = names.intern("MicrosoftDynamicsAX");
    upgrade.original = upgrade.axdb;
  }

  EnvironmentState& of(EnvironmentId id) { return world[id]; }

  Attributes changed_by(const Action& action, const auto& change) {
    const InputValues before = inquiry_of(policy, world, action).value().inputs;
    change(*this);
    const InputValues after = inquiry_of(policy, world, action).value().inputs;
    Attributes changed;
    for (std::size_t index = 0; index < attribute_count; ++index) {
      const Attribute& attribute = vocabulary()[index];
      if (before[index] != after[index])
        changed.insert(std::string(attribute.subject) + "." + std::string(attribute.name));
    }
    return changed;
  }
};

std::string joined(const Attributes& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::size_t position_of(std::string_view subject, std::string_view name) {
  for (std::size_t index = 0; index < attribute_count; ++index) {
    if (vocabulary()[index].subject == subject && vocabulary()[index].name == name) return index;
  }
  BOOST_FAIL("there is no " << subject << "." << name);
  return 0;
}

/// A change after which only the attribute called `name` has another value.
struct Change {
  std::string_view name;
  void (*make)(Ground&, EnvironmentState&);
};

constexpr NameId other{999};

constexpr Change environment_changes[] = {
    {"name", [](Ground&, EnvironmentState& of) { of.name = other; }},
    {"kind", [](Ground&, EnvironmentState& of) { of.kind = EnvironmentKind::Developer; }},
    {"hosting", [](Ground&, EnvironmentState& of) { of.hosting = Hosting::OneBox; }},
    {"tenant", [](Ground&, EnvironmentState& of) { of.tenant = other; }},
    {"tenant", [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::Tenant}; }},
    {"region", [](Ground&, EnvironmentState& of) { of.region = other; }},
    {"region", [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::Region}; }},
    {"application_release",
     [](Ground&, EnvironmentState& of) { of.application_release = *Version::parse("7.3"); }},
    {"application_release",
     [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::ApplicationRelease}; }},
    {"platform_update", [](Ground&, EnvironmentState& of) { ++of.platform_update; }},
    {"platform_update",
     [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::PlatformUpdate}; }},
    {"financial_reporting_version",
     [](Ground&, EnvironmentState& of) {
       of.financial_reporting_version = *Version::parse("7.3");
     }},
    {"financial_reporting_version",
     [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::FinancialReportingVersion}; }},
    {"allocated_capacity", [](Ground&, EnvironmentState& of) { ++of.allocated_capacity.bytes; }},
    {"allocated_capacity",
     [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::AllocatedCapacity}; }},
    {"maximum_capacity", [](Ground&, EnvironmentState& of) { ++of.maximum_capacity.bytes; }},
    {"maximum_capacity",
     [](Ground&, EnvironmentState& of) { of.unstated = {Unstated::MaximumCapacity}; }},
    {"jobs_processed",
     [](Ground&, EnvironmentState& of) { of.files = of.contents.application.file_records = 1; }},
    {"jobs_stopped", [](Ground&, EnvironmentState& of) { of.jobs_stopped = !of.jobs_stopped; }},
    {"operation_unresolved",
     [](Ground&, EnvironmentState& of) { of.movement.phase = Phase::Copying; }},
    {"being_copied", [](Ground&, EnvironmentState& of) { of.copies_out = 1; }},
    {"admin_account", [](Ground&, EnvironmentState& of) { of.web_config_admin = other; }},
    {"admin_domain", [](Ground&, EnvironmentState& of) { of.admin_domain = other; }},
    {"lcs_administrator", [](Ground&, EnvironmentState& of) { of.lcs_administrator = other; }},
    {"available", [](Ground&, EnvironmentState& of) { of.available = !of.available; }},
    {"update_saved", [](Ground&, EnvironmentState& of) { of.update_saved = true; }},
    {"request_open", [](Ground&, EnvironmentState& of) { of.movement.phase = Phase::Submitted; }},
    {"history_start", [](Ground&, EnvironmentState& of) { of.history_start = {5}; }},
    {"backups_kept",
     [](Ground& ground, EnvironmentState&) { ground.policy.retention.sandbox.ms += 1; }},
    {"spartan", [](Ground&, EnvironmentState& of) { of.traits = {Trait::Spartan}; }},
    {"deployment", [](Ground&, EnvironmentState& of) { of.traits = {Trait::MicrosoftManaged}; }},
    {"recent_starts",
     [](Ground& ground, EnvironmentState& of) { of.starts[0] = ground.world.now; }},
    {"kb4035399", [](Ground&, EnvironmentState& of) { of.hotfixes = {Hotfix::KB4035399}; }},
    {"kb4025631", [](Ground&, EnvironmentState& of) { of.hotfixes = {Hotfix::KB4025631}; }},
    {"kb4035355", [](Ground&, EnvironmentState& of) { of.hotfixes = {Hotfix::KB4035355}; }},
    {"kb4035492", [](Ground&, EnvironmentState& of) { of.hotfixes = {Hotfix::KB4035492}; }},
    {"kb4010947", [](Ground&, EnvironmentState& of) { of.hotfixes = {Hotfix::KB4010947}; }},
    {"channel_database", [](Ground&, EnvironmentState& of) { of.channel_database = other; }},
    {"channel_group", [](Ground&, EnvironmentState& of) { of.channel_group = other; }},
    {"tool_uploaded", [](Ground&, EnvironmentState& of) { of.tool = ToolState::Uploaded; }},
};

constexpr Change upgrade_changes[] = {
    {"checklist_complete",
     [](Ground&, EnvironmentState& of) { of.upgrade.groundwork = {Groundwork::Checklist}; }},
    {"analyzer_answered",
     [](Ground&, EnvironmentState& of) { of.upgrade.groundwork = {Groundwork::Analyzer}; }},
    {"quality_update_applied",
     [](Ground&, EnvironmentState& of) { of.upgrade.groundwork = {Groundwork::QualityUpdate}; }},
    {"local_machine", [](Ground&, EnvironmentState& of) { of.traits = {Trait::LocalMachine}; }},
    {"collation", [](Ground&, EnvironmentState& of) { of.upgrade.collation = other; }},
    {"collation", [](Ground&, EnvironmentState& of) { of.upgrade.has_ax2012 = false; }},
    {"overwrites_original", [](Ground&, EnvironmentState& of) { of.upgrade.original = {}; }},
    {"package_is_for_upgrades",
     [](Ground&, EnvironmentState& of) { of.upgrade.is_upgrade_package = true; }},
    {"package_version",
     [](Ground&, EnvironmentState& of) { of.upgrade.package_version = *Version::parse("8.1"); }},
    {"package_in_temp", [](Ground&, EnvironmentState& of) { of.upgrade.in_temp = true; }},
    {"package_blocked",
     [](Ground&, EnvironmentState& of) { of.upgrade.package_state = PackageState::Blocked; }},
    {"prompt_elevated",
     [](Ground&, EnvironmentState& of) { of.upgrade.prompt = Prompt::Elevated; }},
    {"services_running",
     [](Ground&, EnvironmentState& of) { of.upgrade.services.insert(Service{}); }},
    {"axdb_is_legacy", [](Ground&, EnvironmentState& of) { of.upgrade.legacy = of.upgrade.axdb; }},
};

/// Each of `changes` changes its attribute alone, and each row of `table` but those of `elsewhere`
/// has one.
void check_changes(std::string_view subject, const auto& table, const auto& changes,
                   const Action& action, std::set<std::string_view> elsewhere = {}) {
  for (const auto& [name, make] : changes) {
    Ground ground;
    const Attributes changed =
        ground.changed_by(action, [&](Ground& all) { make(all, all.of(target)); });
    BOOST_TEST(joined(changed) == std::string(subject) + "." + std::string(name));
    elsewhere.insert(name);
  }
  for (const auto& row : table)
    BOOST_TEST(elsewhere.contains(row.name), row.name << " has no change in this test");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_inputs_test)

BOOST_AUTO_TEST_CASE(each_attribute_of_a_target_is_read_from_a_property_of_its_own) {
  const Action refresh = Start{.process = Process::Refresh, .source = source, .target = target};
  check_changes("target", rows::environment, environment_changes, refresh);
}

BOOST_AUTO_TEST_CASE(what_changes_in_a_source_is_seen_in_the_source) {
  const Action refresh = Start{.process = Process::Refresh, .source = source, .target = target};
  const auto rename = [](Ground& ground) { ground.of(source).name = other; };
  BOOST_TEST(joined(Ground().changed_by(refresh, rename)) == "source.name");
}

BOOST_AUTO_TEST_CASE(each_attribute_of_an_upgrade_is_read_from_a_property_of_its_own) {
  const Action restore =
      RestoreBackup{.environment = target, .name = Ground().of(target).upgrade.axdb};
  check_changes("upgrade", rows::upgrade, upgrade_changes, restore, {"route"});
}

BOOST_AUTO_TEST_CASE(the_route_of_a_backup_is_what_its_transfer_says) {
  TransferBackup transfer{.environment = target, .route = Route::Network};
  Ground ground;
  const auto route_of = [&ground](const Action& action) {
    const auto inputs = inquiry_of(ground.policy, ground.world, action).value().inputs;
    return inputs[position_of("upgrade", "route")];
  };
  BOOST_TEST(route_of(transfer) == static_cast<std::int64_t>(Route::Network));
  transfer.route = Route::Storage;
  BOOST_TEST(route_of(transfer) == static_cast<std::int64_t>(Route::Storage));
}

BOOST_AUTO_TEST_CASE(each_attribute_of_a_request_is_a_member_of_its_own) {
  std::array<std::int64_t, rows::request.size()> numbers{};
  for (std::size_t index = 0; index < numbers.size(); ++index)
    numbers[index] = static_cast<std::int64_t>(index);
  const auto request = std::bit_cast<RequestInputs>(numbers);
  for (std::size_t index = 0; index < numbers.size(); ++index)
    BOOST_TEST(rows::request[index].read(request) == numbers[index], rows::request[index].name);
}

BOOST_AUTO_TEST_CASE(an_attribute_has_a_name_of_its_own_and_a_meaning) {
  Attributes names;
  for (const Attribute& attribute : vocabulary()) {
    const auto name = std::string(attribute.subject) + "." + std::string(attribute.name);
    BOOST_TEST(names.insert(name).second, name << " is there twice");
    BOOST_TEST(!attribute.meaning.empty(), name);
    BOOST_TEST((attribute.type == Type::Enumeration) == !attribute.enumerators.empty(), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model
