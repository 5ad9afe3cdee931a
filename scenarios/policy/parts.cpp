#include "rehearse/scenarios/policy/parts.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/scenarios/policy/entry.h"

namespace rehearse::scenarios {
namespace {

using Entries = std::vector<PolicyEntry>;

constexpr std::array<Entries PolicyParts::*, 5> named_kinds = {
    &PolicyParts::constants, &PolicyParts::rules, &PolicyParts::data_rules, &PolicyParts::sub_steps,
    &PolicyParts::scripts};

Expected<void> check_count(const Cursor& at, std::size_t count) {
  if (count <= policy_entries_max) return {};
  return at.fail(
      fmt::format("there are {} {}, more than {}", count, at.label(), policy_entries_max));
}

/// `rules` and the like: a list of objects with an id.
auto listed(Entries& into) {
  return [&into](const Cursor& list) -> Expected<void> {
    if (!list.is_list()) return list.fail_expected("a list");
    if (auto checked = check_count(list, list.items().size()); !checked) return checked;
    for (const Cursor& item : list.items()) {
      if (!item.is_object()) return item.fail_expected("an object");
      PolicyEntry entry{{}, item};
      const auto id = item.find("id");
      if (id) {
        if (auto done = read_entry_id(*id, entry.id); !done) return done;
      }
      into.push_back(std::move(entry));  // that it lacks an id is said when it is read
    }
    return {};
  };
}

/// `constants`, and the options of one process: an object of objects.
auto named(Entries& into, std::string prefix) {
  return [&into, prefix = std::move(prefix)](const Cursor& object) -> Expected<void> {
    if (!object.is_object()) return object.fail_expected("an object");
    if (auto checked = check_count(object, object.members().size()); !checked) return checked;
    for (const auto& [name, member] : object.members())
      into.push_back({fmt::format("{}{}", prefix, name), member});
    return {};
  };
}

/// An object of options: all of `names` must be there unless it states only a difference.
Expected<void> read_options(const Cursor& at, Extent extent, std::string_view group,
                            std::span<const std::string_view> names, Entries& into) {
  Object object(at);
  for (const std::string_view option : names) member(object, extent, option, ignore);
  if (auto done = object.finish(); !done) return done;
  return named(into, fmt::format("{}.", group))(at);
}

/// A process that is not there is not offered.
auto processes(Entries& into, Extent extent) {
  return [&into, extent](const Cursor& operations) -> Expected<void> {
    Object object(operations);
    for (const model::Process process : model::all_processes) {
      object.optional(to_string(process), [&](const Cursor& at) {
        return read_options(at, extent, to_string(process), description_of(process).options, into);
      });
    }
    return object.finish();
  };
}

auto history(Entries& into, Extent extent) {
  return [&into, extent](const Cursor& at) {
    return read_options(at, extent, "history", history_option_names, into);
  };
}

/// What one file says itself, and the place of its `extends` and `without`.
struct OwnParts {
  PolicyParts parts;
  std::optional<Cursor> extends;
  std::optional<Cursor> without;
};

auto remember(std::optional<Cursor>& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    into = at;
    return {};
  };
}

Expected<OwnParts> read_own(const Cursor& root) {
  OwnParts own{{root, {}, {}, {}, {}, {}, {}, {}, {}, {}}, {}, {}};
  PolicyParts& parts = own.parts;
  Object object(root);
  const Extent extent = object.has("extends") ? Extent::Difference : Extent::Whole;
  member(object, extent, "policy", NonEmpty{parts.name});
  member(object, extent, "about", NonEmpty{parts.about});
  object.optional("$schema", ignore);  // for editors
  object.optional("extends", remember(own.extends));
  object.optional("without", remember(own.without));
  member(object, extent, "profile",
         [&](const Cursor& at) -> Expected<void> { return read(at, parts.profile.emplace()); });
  object.optional("constants", named(parts.constants, {}));
  member(object, extent, "history", history(parts.options, extent));
  member(object, extent, "operations", processes(parts.options, extent));
  member(object, extent, "rules", listed(parts.rules));
  object.optional("data_rules", listed(parts.data_rules));
  object.optional("sub_steps", listed(parts.sub_steps));
  object.optional("scripts", listed(parts.scripts));
  if (own.without && extent == Extent::Whole)
    object.keep(own.without->fail_at_key("\"without\" needs \"extends\"",
                                         "there is nothing to take it from"));
  if (auto done = object.finish(); !done) return std::unexpected(std::move(done.error()));
  return own;
}

/// Ids of all kinds are unique together: `explain` finds them by id.
Expected<void> check_unique(const PolicyParts& parts) {
  std::map<std::string, const PolicyEntry*> seen;
  for (const auto kind : named_kinds) {
    for (const PolicyEntry& entry : parts.*kind) {
      if (entry.id.empty()) continue;
      const auto [first, is_new] = seen.try_emplace(model::fold(entry.id), &entry);
      if (is_new) continue;
      // The file that was asked for is the one that somebody is working on.
      const bool is_own = entry.at.file() == parts.root.file();
      const PolicyEntry& second = is_own ? entry : *first->second;
      const Place other = (is_own ? *first->second : entry).at.place();
      return second.at.fail(
          fmt::format("the id \"{}\" is taken", entry.id),
          fmt::format("by {} in line {} of {}", other.pointer, other.line, other.file));
    }
  }
  return {};
}

Entries::iterator find_entry(Entries& entries, std::string_view id) {
  return std::ranges::find(entries, model::fold(id),
                           [](const PolicyEntry& entry) { return model::fold(entry.id); });
}

/// Takes a whole process away: it is not offered any more. False when it was not.
bool remove_process(PolicyParts& from, std::string_view name) {
  if (!model::parse_enum<model::Process>(name)) return false;
  const std::string prefix = model::fold(name) + ".";
  return std::erase_if(from.options, [&](const PolicyEntry& option) {
           return option.id.starts_with(prefix);
         }) > 0;
}

Expected<void> remove_one(PolicyParts& from, const Cursor& at) {
  std::string id;
  if (auto done = read(at, NonEmpty{id}); !done) return done;
  if (remove_process(from, id)) return {};
  std::vector<std::string_view> ids;
  for (const auto kind : named_kinds) {
    Entries& entries = from.*kind;
    const auto found = find_entry(entries, id);
    if (found != entries.end()) {
      entries.erase(found);
      return {};
    }
    for (const PolicyEntry& entry : entries) ids.push_back(entry.id);
  }
  for (const std::string_view process : model::enum_names<model::Process>) ids.push_back(process);
  return at.fail(fmt::format("there is no constant, rule, data rule, sub-step, script or process "
                             "{} in policy {}",
                             Json(id).dump(), from.name),
                 model::did_you_mean(id, ids));
}

Expected<void> remove_all(PolicyParts& from, const Cursor& without) {
  if (!without.is_list()) return without.fail_expected("a list of ids");
  if (auto checked = check_count(without, without.items().size()); !checked) return checked;
  for (const Cursor& id : without.items()) {
    if (auto done = remove_one(from, id); !done) return done;
  }
  return {};
}

/// What has an id that is there takes its place.
void merge(Entries& into, const Entries& own) {
  for (const PolicyEntry& entry : own) {
    const auto found = find_entry(into, entry.id);
    if (found == into.end() || entry.id.empty()) {
      into.push_back(entry);
    } else {
      *found = entry;
    }
  }
}

/// A variant in a scenario needs no name of its own; a file has one anyway.
std::string name_of(const PolicyParts& base, const PolicyParts& own) {
  if (!own.name.empty()) return own.name;
  if (!own.root.pointer().empty()) return fmt::format("{} (variant)", base.name);
  return std::filesystem::path(own.root.file()).stem().string();
}

PolicyParts merged(PolicyParts base, PolicyParts own) {
  base.root = own.root;
  base.name = name_of(base, own);
  if (!own.about.empty()) base.about = own.about;
  if (own.profile) base.profile = own.profile;
  merge(base.constants, own.constants);
  merge(base.options, own.options);
  merge(base.rules, own.rules);
  merge(base.data_rules, own.data_rules);
  merge(base.sub_steps, own.sub_steps);
  merge(base.scripts, own.scripts);
  return base;
}

Expected<PolicyParts> collect(const Cursor& root, PolicyShelf& shelf, Chain& chain) {
  auto own = read_own(root);
  if (!own) return std::unexpected(std::move(own.error()));
  if (auto unique = check_unique(own->parts); !unique)
    return std::unexpected(std::move(unique.error()));
  if (!own->extends) return std::move(own->parts);
  const auto next = shelf.open(*own->extends);
  if (!next) return std::unexpected(next.error());
  if (auto added = chain.add(*own->extends, *next); !added)
    return std::unexpected(std::move(added.error()));
  auto base = collect(*next, shelf, chain);
  if (!base) return base;
  if (own->without) {
    if (auto removed = remove_all(*base, *own->without); !removed)
      return std::unexpected(std::move(removed.error()));
  }
  PolicyParts parts = merged(std::move(*base), std::move(own->parts));
  if (auto unique = check_unique(parts); !unique) return std::unexpected(std::move(unique.error()));
  return parts;
}

}  // namespace

Expected<PolicyParts> collect_policy(const Cursor& root, PolicyShelf& shelf) {
  Chain chain(root);
  return collect(root, shelf, chain);
}

}  // namespace rehearse::scenarios
