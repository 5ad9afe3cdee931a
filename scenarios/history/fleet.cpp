#include "rehearse/scenarios/history/fleet.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {
namespace {

using model::Capacity;
using model::EnvironmentDescription;
using model::Fleet;
using model::Instant;
using model::Unstated;
using model::Version;

Version version(std::string_view text) { return *Version::parse(text); }

// How values are written in a fleet file.
Json json_of(const std::string& text) { return text; }
Json json_of(bool value) { return value; }
Json json_of(std::uint16_t number) { return number; }
Json json_of(Version value) { return to_string(value); }
Json json_of(Instant value) { return to_string(value); }
Json json_of(Capacity value) {
  const std::string text = to_string(value);
  return text.ends_with("GB") ? text : fmt::format("{} bytes", value.bytes);
}
template <typename E>
  requires(model::enum_count<E> > 0)
Json json_of(E value) {
  return to_string(value);
}
Json json_of(model::EnumSet<model::Hotfix> hotfixes) {
  Json list = Json::array();
  for (std::size_t index = 0; index < model::enum_count<model::Hotfix>; ++index) {
    const auto hotfix = static_cast<model::Hotfix>(index);
    if (hotfixes.contains(hotfix)) list.push_back(to_string(hotfix));
  }
  return list;
}

Json json_of(const std::optional<model::Ax2012>& ax2012) {
  return ax2012 ? Json{{"collation", ax2012->collation}} : Json::object();
}

template <auto Member>
bool is_same(const EnvironmentDescription& left, const EnvironmentDescription& right) {
  return left.*Member == right.*Member;
}
template <auto Member>
void copy(const EnvironmentDescription& from, EnvironmentDescription& to) {
  to.*Member = from.*Member;
}
template <auto Member>
std::string written(const EnvironmentDescription& environment) {
  return json_of(environment.*Member).dump();
}

// The same for what an inventory may leave out.
template <auto Member, Unstated Property>
bool is_same_or_unstated(const EnvironmentDescription& left, const EnvironmentDescription& right) {
  const bool is_unstated = left.unstated.contains(Property);
  return is_unstated == right.unstated.contains(Property) &&
         (is_unstated || left.*Member == right.*Member);
}
template <auto Member, Unstated Property>
void copy_or_unstate(const EnvironmentDescription& from, EnvironmentDescription& to) {
  to.*Member = from.*Member;
  to.unstated.erase(Property);
  if (from.unstated.contains(Property)) to.unstated.insert(Property);
}
template <auto Member, Unstated Property>
std::string written_or_null(const EnvironmentDescription& environment) {
  return environment.unstated.contains(Property) ? "null" : json_of(environment.*Member).dump();
}
template <auto Member, Unstated Property>
void unstate(EnvironmentDescription& environment) {
  environment.*Member = {};
  environment.unstated.insert(Property);
}

/// Draws, and now and then does not state it at all. The order of draws is part of every seed.
template <auto Member, Unstated Property, auto Value>
void vary_or_unstate(Draw& draw, const Fleet& fleet, EnvironmentDescription& environment) {
  if (draw.chance(1, 12)) return unstate<Member, Property>(environment);
  environment.*Member = Value(draw, fleet);
  environment.unstated.erase(Property);
}
template <auto Member, auto Value>
void vary(Draw& draw, const Fleet& fleet, EnvironmentDescription& environment) {
  environment.*Member = Value(draw, fleet);
}

using Simple = void (*)(EnvironmentDescription&);

std::string drawn_tenant(Draw& draw, const Fleet&) {
  return draw.chance(3, 4) ? "fabrikam" : "contoso";
}
std::string drawn_region(Draw&, const Fleet&) { return "North Europe"; }
std::uint16_t drawn_platform_update(Draw& draw, const Fleet&) {
  return static_cast<std::uint16_t>(20 + draw.below(3));
}
bool has_ax2012(const Fleet& fleet) {
  return std::ranges::any_of(fleet.environments, [](const EnvironmentDescription& each) {
    return each.ax2012.has_value();
  });
}
/// One of the fleet's own time, mostly.
Version drawn_release(Draw& draw, const Fleet& fleet) {
  static constexpr std::array<std::string_view, 4> beside_upgrade = {"10.0.25", "10.0.27", "10.0.2",
                                                                     "10.0.26.1"};
  if (has_ax2012(fleet)) return version(draw.one_of(beside_upgrade));
  static constexpr std::array<std::string_view, 3> early = {"7.1", "7.2", "7.3"};
  static constexpr std::array<std::string_view, 5> late = {"8.0", "8.1", "10.0.7", "10.0.9",
                                                           "10.0.10"};
  const bool is_usual = draw.chance(3, 4);
  const bool is_early = fleet.environments.front().application_release < version("8.0");
  return version(is_early == is_usual ? draw.one_of(early) : draw.one_of(late));
}
Version drawn_reporting_version(Draw& draw, const Fleet&) {
  static constexpr std::array<std::string_view, 6> all = {"7.2.30.11", "7.2.30.12", "7.2.30.13",
                                                          "10.0.8.9",  "10.0.8.10", "10.0.8.11"};
  return version(draw.one_of(all));
}
/// Equal to a limit of the fleet or of the documents, or one byte beside it.
Capacity beside(Draw& draw, Capacity limit) {
  return {limit.bytes - 1 + static_cast<std::int64_t>(draw.below(3))};
}
Capacity drawn_allocated(Draw& draw, const Fleet& fleet) {
  if (draw.chance(1, 4)) return beside(draw, model::gigabytes(4 * 1024));
  const EnvironmentDescription& other = draw.one_of(fleet.environments);
  return beside(draw, other.maximum_capacity);
}
Capacity drawn_maximum(Draw& draw, const Fleet& fleet) {
  const EnvironmentDescription& other = draw.one_of(fleet.environments);
  return beside(draw, other.allocated_capacity);
}
std::uint16_t drawn_files(Draw& draw, const Fleet&) {
  return static_cast<std::uint16_t>(1 + draw.below(2));
}
template <typename E>
E drawn_enumerator(Draw& draw, const Fleet&) {
  return static_cast<E>(draw.below(model::enum_count<E>));
}
bool drawn_flag(Draw& draw, const Fleet&) { return draw.chance(1, 2); }
std::string drawn_account(Draw& draw, const Fleet&) {
  static constexpr std::array<std::string_view, 3> all = {
      "uat1.admin@contoso.com", "uat.admin@fabrikam.com", "someone.else@contoso.com"};
  return std::string(draw.one_of(all));
}
std::string drawn_channel(Draw& draw, const Fleet&) {
  return draw.chance(1, 2) ? "Web" : "Default";
}
model::EnumSet<model::Hotfix> drawn_hotfixes(Draw& draw, const Fleet&) {
  model::EnumSet<model::Hotfix> hotfixes;
  for (std::size_t index = 0; index < model::enum_count<model::Hotfix>; ++index) {
    if (draw.chance(3, 4)) hotfixes.insert(static_cast<model::Hotfix>(index));
  }
  return hotfixes;
}
/// Around the retention of some policy before the clock that scenarios begin with.
Instant drawn_creation(Draw& draw, const Fleet&) {
  static constexpr Instant morning{1'583'139'600'000};  // 2020-03-02T09:00:00Z
  static constexpr std::array<std::int64_t, 5> days_before = {0, 1, 7, 28, 40};
  return morning - model::days(draw.one_of(days_before));
}

std::optional<model::Ax2012> drawn_ax2012(Draw& draw, const Fleet&) {
  static constexpr std::array<std::string_view, 4> all = {
      "Latin1_General_CI_AS", "SQL_Latin1_General_CP1_CS_AS", "sql_latin1_general_cp1_ci_as",
      model::collation_required};
  return model::Ax2012{std::string(draw.one_of(all))};
}

constexpr Simple simple_kinds[] = {
    [](EnvironmentDescription& each) { each.kind = model::EnvironmentKind::Production; },
    [](EnvironmentDescription& each) { each.kind = model::EnvironmentKind::Developer; }};
constexpr Simple simple_hosting[] = {
    [](EnvironmentDescription& each) { each.hosting = model::Hosting::OneBox; }};
constexpr Simple simple_tenants[] = {[](EnvironmentDescription& each) {
                                       each.tenant = "fabrikam";
                                       each.unstated.erase(Unstated::Tenant);
                                     },
                                     unstate<&EnvironmentDescription::tenant, Unstated::Tenant>};
constexpr Simple simple_regions[] = {[](EnvironmentDescription& each) {
                                       each.region = "North Europe";
                                       each.unstated.erase(Unstated::Region);
                                     },
                                     unstate<&EnvironmentDescription::region, Unstated::Region>};
constexpr Simple simple_releases[] = {[](EnvironmentDescription& each) {
  each.application_release = version("10.0.9");
  each.unstated.erase(Unstated::ApplicationRelease);
}};
constexpr Simple simple_updates[] = {[](EnvironmentDescription& each) {
  each.platform_update = 20;
  each.unstated.erase(Unstated::PlatformUpdate);
}};
constexpr Simple simple_reporting[] = {[](EnvironmentDescription& each) {
                                         each.financial_reporting_version = version("10.0.8.11");
                                         each.unstated.erase(Unstated::FinancialReportingVersion);
                                       },
                                       [](EnvironmentDescription& each) {
                                         each.financial_reporting_version = version("10.0.8.9");
                                         each.unstated.erase(Unstated::FinancialReportingVersion);
                                       }};
constexpr Simple simple_allocated[] = {[](EnvironmentDescription& each) {
  each.allocated_capacity = model::gigabytes(250);
  each.unstated.erase(Unstated::AllocatedCapacity);
}};
constexpr Simple simple_maximum[] = {[](EnvironmentDescription& each) {
  each.maximum_capacity = model::gigabytes(120);
  each.unstated.erase(Unstated::MaximumCapacity);
}};
constexpr Simple simple_jobs[] = {[](EnvironmentDescription& each) { each.jobs_stopped = false; }};
constexpr Simple simple_files[] = {[](EnvironmentDescription& each) { each.pending_files = 1; }};
constexpr Simple simple_creation[] = {
    [](EnvironmentDescription& each) { each.created = {1'583'139'600'000}; }};

constexpr Simple simple_ax2012[] = {
    [](EnvironmentDescription& each) { each.ax2012 = model::Ax2012{"Latin1_General_CI_AS"}; },
    [](EnvironmentDescription& each) { each.ax2012 = model::Ax2012{}; }};
constexpr Simple simple_machines[] = {
    [](EnvironmentDescription& each) { each.machine = model::Machine::Local; }};

constexpr std::span<const Simple> nothing_simpler;

template <auto Member, auto Value>
constexpr FleetAttribute stated(std::string_view name,
                                std::span<const Simple> simple = nothing_simpler) {
  return {name, is_same<Member>, copy<Member>, written<Member>, vary<Member, Value>, simple};
}
template <auto Member, Unstated Property, auto Value>
constexpr FleetAttribute unstatable(std::span<const Simple> simple) {
  return {model::enum_names<Unstated>[static_cast<std::size_t>(Property)],
          is_same_or_unstated<Member, Property>,
          copy_or_unstate<Member, Property>,
          written_or_null<Member, Property>,
          vary_or_unstate<Member, Property, Value>,
          simple};
}

using Described = EnvironmentDescription;

constexpr auto all = std::to_array<FleetAttribute>({
    stated<&Described::kind, drawn_enumerator<model::EnvironmentKind>>("kind", simple_kinds),
    stated<&Described::hosting, drawn_enumerator<model::Hosting>>("hosting", simple_hosting),
    unstatable<&Described::tenant, Unstated::Tenant, drawn_tenant>(simple_tenants),
    unstatable<&Described::region, Unstated::Region, drawn_region>(simple_regions),
    unstatable<&Described::application_release, Unstated::ApplicationRelease, drawn_release>(
        simple_releases),
    unstatable<&Described::platform_update, Unstated::PlatformUpdate, drawn_platform_update>(
        simple_updates),
    unstatable<&Described::financial_reporting_version, Unstated::FinancialReportingVersion,
               drawn_reporting_version>(simple_reporting),
    unstatable<&Described::allocated_capacity, Unstated::AllocatedCapacity, drawn_allocated>(
        simple_allocated),
    unstatable<&Described::maximum_capacity, Unstated::MaximumCapacity, drawn_maximum>(
        simple_maximum),
    stated<&Described::admin_account, drawn_account>("admin_account"),
    stated<&Described::lcs_administrator, drawn_account>("lcs_administrator"),
    stated<&Described::jobs_stopped, drawn_flag>("jobs_stopped", simple_jobs),
    stated<&Described::pending_files, drawn_files>("pending_files", simple_files),
    stated<&Described::commerce, drawn_flag>("commerce"),
    stated<&Described::created, drawn_creation>("created", simple_creation),
    stated<&Described::spartan, drawn_flag>("spartan"),
    stated<&Described::deployment, drawn_enumerator<model::Deployment>>("deployment"),
    stated<&Described::channel_database, drawn_channel>("channel_database"),
    stated<&Described::channel_group, drawn_channel>("channel_group"),
    stated<&Described::hotfixes, drawn_hotfixes>("hotfixes"),
    // Of upgrades; see `attributes_of_upgrades`.
    stated<&Described::machine, drawn_enumerator<model::Machine>>("machine", simple_machines),
    stated<&Described::ax2012, drawn_ax2012>("ax2012", simple_ax2012),
});
constexpr std::size_t attributes_of_upgrades = 2;  // the last ones

}  // namespace

std::span<const FleetAttribute> fleet_attributes() { return all; }

std::span<const FleetAttribute> fleet_attributes(const Fleet& fixture) {
  return has_ax2012(fixture) ? std::span(all)
                             : std::span(all).first(all.size() - attributes_of_upgrades);
}

std::vector<FleetDifference> differences(const Fleet& fleet, const Fleet& fixture) {
  if (&fleet == &fixture) return {};
  std::vector<FleetDifference> found;
  for (std::uint16_t environment = 0; environment < fleet.environments.size(); ++environment) {
    for (std::uint16_t attribute = 0; attribute < all.size(); ++attribute) {
      if (!all[attribute].is_same(fleet.environments[environment],
                                  fixture.environments[environment]))
        found.push_back({environment, attribute});
    }
  }
  return found;
}

}  // namespace rehearse::scenarios
