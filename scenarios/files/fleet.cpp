#include "rehearse/scenarios/files/fleet.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <utility>

#include "rehearse/scenarios/text/named_file.h"

namespace rehearse::scenarios {
namespace {

using model::EnvironmentDescription;
using model::Unstated;

constexpr std::size_t name_bytes_max = 64;
constexpr Range platform_update_range{0, 1'000};
constexpr Range pending_files_range{0, 10'000};

Shelf fleet_shelf() { return {"fleet", fixtures::fleets()}; }

/// Names become part of texts that must be taken apart again: `UAT1/application`, `|UAT1#2|`.
bool is_name_letter(char letter) {
  const bool is_foreign = static_cast<unsigned char>(letter) >= 0x80;
  return is_foreign || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || std::string_view(" -_.()&").contains(letter);
}

Expected<void> read_name(const Cursor& at, std::string& name) {
  if (auto done = read(at, NonEmpty{name}); !done) return done;
  if (name.size() > name_bytes_max)
    return at.fail(fmt::format("the name is longer than {} bytes", name_bytes_max));
  const bool is_trimmed = name.front() != ' ' && name.back() != ' ';
  return is_trimmed && std::ranges::all_of(name, is_name_letter)
             ? Expected<void>()
             : at.fail(fmt::format("{} cannot be the name of an environment", at.json().dump()),
                       "names are made of letters, digits, - _ . ( ) & and spaces between them");
}

/// A property that may be unknown: `null`.
template <typename T, typename... Bounds>
auto known_or_null(T& value, Unstated property, EnvironmentDescription& environment,
                   const Bounds&... bounds) {
  return [&value, property, &environment, bounds...](const Cursor& at) -> Expected<void> {
    if (at.is_null()) {
      value = {};
      environment.unstated.insert(property);
      return {};
    }
    environment.unstated.erase(property);
    if constexpr (std::is_same_v<T, std::string>) {
      return read(at, NonEmpty{value});
    } else {
      return read(at, value, bounds...);
    }
  };
}

void read_versions(Object& object, Extent extent, EnvironmentDescription& environment) {
  member(object, extent, "application_release",
         known_or_null(environment.application_release, Unstated::ApplicationRelease, environment));
  member(object, extent, "platform_update",
         known_or_null(environment.platform_update, Unstated::PlatformUpdate, environment,
                       platform_update_range));
  member(object, extent, "financial_reporting_version",
         known_or_null(environment.financial_reporting_version, Unstated::FinancialReportingVersion,
                       environment));
}

Expected<void> read_environment(const Cursor& at, Extent extent,
                                EnvironmentDescription& environment) {
  Object object(at);
  object.required("name", [&](const Cursor& name) {  // one that is there keeps its spelling
    std::string respelt;
    return read_name(name, extent == Extent::Whole ? environment.name : respelt);
  });
  member(object, extent, "kind", environment.kind);
  member(object, extent, "hosting", environment.hosting);
  member(object, extent, "tenant",
         known_or_null(environment.tenant, Unstated::Tenant, environment));
  member(object, extent, "region",
         known_or_null(environment.region, Unstated::Region, environment));
  read_versions(object, extent, environment);
  member(object, extent, "allocated_capacity",
         known_or_null(environment.allocated_capacity, Unstated::AllocatedCapacity, environment));
  member(object, extent, "maximum_capacity",
         known_or_null(environment.maximum_capacity, Unstated::MaximumCapacity, environment));
  member(object, extent, "admin_account", NonEmpty{environment.admin_account});
  member(object, extent, "lcs_administrator", NonEmpty{environment.lcs_administrator});
  member(object, extent, "jobs_stopped", environment.jobs_stopped);
  member(object, extent, "pending_files", environment.pending_files, pending_files_range);
  member(object, extent, "commerce", environment.commerce);
  object.optional("created", environment.created);
  object.optional("spartan", environment.spartan);
  object.optional("deployment", environment.deployment);
  object.optional("channel_database", NonEmpty{environment.channel_database});
  object.optional("channel_group", NonEmpty{environment.channel_group});
  object.optional("hotfixes", environment.hotfixes);
  object.optional("machine", environment.machine);
  object.optional("ax2012", [&](const Cursor& ax2012) -> Expected<void> {
    Object legacy(ax2012);
    legacy.optional("collation", NonEmpty{environment.ax2012.emplace().collation});
    return legacy.finish();
  });
  return object.finish();
}

/// Puts environments into a fleet, each over the one of its name.
class Merger {
 public:
  explicit Merger(model::Fleet& fleet) : fleet_(fleet) {
    for (const EnvironmentDescription& environment : fleet.environments)
      positions_.emplace(model::fold(environment.name), positions_.size());
  }

  Expected<void> add_all(const Cursor& list) {
    if (!list.is_list()) return list.fail_expected("a list");
    for (const Cursor& item : list.items()) {
      if (auto done = add(item); !done) return done;
    }
    return fleet_.environments.empty() ? list.fail("environments must not be empty")
                                       : Expected<void>();
  }

 private:
  Expected<void> add(const Cursor& at) {
    std::string name;
    if (const auto member = at.find("name")) {
      if (auto done = read_name(*member, name); !done) return done;
      const auto [first, is_first] = seen_.try_emplace(model::fold(name), *member);
      if (!is_first)
        return member->fail(fmt::format("there is an environment {} already", Json(name).dump()),
                            fmt::format("in line {}; names differ in more than their case",
                                        first->second.place().line));
    }
    const auto known = positions_.find(model::fold(name));
    if (known != positions_.end())
      return read_environment(at, Extent::Difference, fleet_.environments[known->second]);
    if (fleet_.environments.size() == fleet_environments_max)
      return at.fail(fmt::format("there are more than {} environments", fleet_environments_max));
    positions_.emplace(model::fold(name), fleet_.environments.size());
    return read_environment(at, Extent::Whole, fleet_.environments.emplace_back());
  }

  model::Fleet& fleet_;
  std::map<std::string, std::size_t> positions_;  // in the fleet, by folded name
  std::map<std::string, Cursor> seen_;            // names of this file, by folded name
};

Expected<model::Fleet> collect(const Cursor& root, Chain& chain);

Expected<void> read_base(const Cursor& extends, Chain& chain, model::Fleet& fleet) {
  const auto next = open_named(fleet_shelf(), extends);
  if (!next) return std::unexpected(next.error());
  if (auto added = chain.add(extends, *next); !added) return added;
  auto base = collect(*next, chain);
  if (!base) return std::unexpected(std::move(base.error()));
  fleet = std::move(*base);
  return {};
}

/// A variant in a scenario needs no name of its own; a file has one anyway.
std::string name_of(const model::Fleet& base, const Cursor& root) {
  if (!root.pointer().empty()) return fmt::format("{} (variant)", base.name);
  return std::filesystem::path(root.file()).stem().string();
}

Expected<model::Fleet> collect(const Cursor& root, Chain& chain) {
  model::Fleet fleet;
  Object object(root);
  const Extent extent = object.has("extends") ? Extent::Difference : Extent::Whole;
  object.optional("$schema", ignore);  // for editors
  object.optional("extends", [&](const Cursor& at) { return read_base(at, chain, fleet); });
  std::string name = extent == Extent::Whole ? std::string() : name_of(fleet, root);
  member(object, extent, "fleet", NonEmpty{name});
  member(object, extent, "about", NonEmpty{fleet.about});
  member(object, extent, "environments",
         [&](const Cursor& at) { return Merger(fleet).add_all(at); });
  if (auto done = object.finish(); !done) return std::unexpected(std::move(done.error()));
  fleet.name = std::move(name);
  return fleet;
}

}  // namespace

std::vector<std::string_view> fleet_names() { return names_of(fleet_shelf()); }

Expected<model::Fleet> load_fleet(const std::string& name_or_path) {
  const auto root = open_named(fleet_shelf(), name_or_path);
  if (!root) return std::unexpected(root.error());
  Chain chain(*root);
  return collect(*root, chain);
}

Expected<model::Fleet> read_fleet(const Cursor& cursor) {
  if (cursor.is_text()) {
    const auto root = open_named(fleet_shelf(), cursor);
    if (!root) return std::unexpected(root.error());
    Chain chain(*root);
    return collect(*root, chain);
  }
  Chain chain(cursor);
  return collect(cursor, chain);
}

}  // namespace rehearse::scenarios
