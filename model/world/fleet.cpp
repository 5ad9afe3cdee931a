#include "rehearse/model/world/fleet.h"

#include "rehearse/model/world/world.h"

namespace rehearse::model {
namespace {

Contents own_data(EnvironmentId id, const EnvironmentDescription& environment, NameId tenant,
                  Instant clock) {
  Content content{};
  content.as_of = clock;
  content.origin = id;
  content.tenant = tenant;
  content.synchronized = 1;
  Contents contents{content, content};
  contents.application.file_records = environment.pending_files;
  return contents;
}

/// All five services run, and nothing is prepared.
Upgrade upgrade_of(const EnvironmentDescription& from, Names& names) {
  Upgrade upgrade{};
  upgrade.failed = no_sub_step;
  upgrade.original_is_intact = true;
  if (from.kind == EnvironmentKind::Developer) {
    upgrade.axdb = upgrade.original = names.intern(axdb_name);
    upgrade.services = EnumSet<Service>::all();
  }
  if (from.ax2012) {
    upgrade.has_ax2012 = true;
    upgrade.collation = names.intern(from.ax2012->collation);
    upgrade.collation_fits = is_same_name(from.ax2012->collation, collation_required);
  }
  return upgrade;
}

EnvironmentState state_of(EnvironmentId id, const EnvironmentDescription& from, Instant clock,
                          Names& names) {
  EnvironmentState state{};
  state.name = names.intern(from.name);
  state.tenant = names.intern(from.tenant);
  state.region = names.intern(from.region);
  state.web_config_admin = names.intern(from.admin_account);
  state.admin_domain = names.intern(domain_of(from.admin_account));
  state.lcs_administrator = names.intern(from.lcs_administrator);
  state.contents = own_data(id, from, state.tenant, clock);
  state.application_release = from.application_release;
  state.financial_reporting_version = from.financial_reporting_version;
  state.allocated_capacity = from.allocated_capacity;
  state.maximum_capacity = from.maximum_capacity;
  state.generation = 1;
  state.platform_update = from.platform_update;
  state.files = from.pending_files;
  state.unstated = from.unstated;
  state.kind = from.kind;
  state.hosting = from.hosting;
  state.available = true;
  state.jobs_stopped = from.jobs_stopped;
  state.history_start = from.created;
  state.channel_database = names.intern(from.channel_database);
  state.channel_group = names.intern(from.channel_group);
  state.hotfixes = from.hotfixes;
  state.upgrade = upgrade_of(from, names);
  if (from.machine == Machine::Local) state.traits.insert(Trait::LocalMachine);
  if (from.commerce) state.traits.insert(Trait::Commerce);
  if (from.spartan) state.traits.insert(Trait::Spartan);
  if (from.deployment == Deployment::MicrosoftManaged) state.traits.insert(Trait::MicrosoftManaged);
  return state;
}

}  // namespace

std::string_view domain_of(std::string_view account) {
  const std::size_t at = account.rfind('@');
  return at == account.npos ? std::string_view() : account.substr(at + 1);
}

World world_of(const Fleet& fleet, Instant clock, Names& names) {
  World world{.now = clock, .environments = {}};
  world.environments.reserve(fleet.environments.size());
  for (const EnvironmentDescription& environment : fleet.environments) {
    const EnvironmentId id{static_cast<std::uint16_t>(world.environments.size())};
    world.environments.push_back(state_of(id, environment, clock, names));
  }
  return world;
}

std::optional<EnvironmentId> find_environment(const Fleet& fleet, std::string_view name) {
  for (std::size_t index = 0; index < fleet.environments.size(); ++index) {
    if (fold(fleet.environments[index].name) == fold(name))
      return EnvironmentId{static_cast<std::uint16_t>(index)};
  }
  return std::nullopt;
}

}  // namespace rehearse::model
