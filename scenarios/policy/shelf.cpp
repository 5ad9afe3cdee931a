#include "rehearse/scenarios/policy/shelf.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/model/base/values.h"

namespace rehearse::scenarios {

namespace {

bool is_shipped(const std::string& name) {
  const auto names = names_of(PolicyShelf::shipped());
  return std::ranges::any_of(
      names, [&name](std::string_view each) { return model::fold(each) == model::fold(name); });
}

}  // namespace

Expected<Cursor> PolicyShelf::open(const std::string& name_or_path) {
  if (!is_shipped(name_or_path)) return open_named(shipped(), name_or_path);
  const auto known = documents_.find(model::fold(name_or_path));
  if (known != documents_.end()) return known->second;
  auto root = open_named(shipped(), name_or_path);
  if (root) documents_.emplace(model::fold(name_or_path), *root);
  return root;
}

Expected<Cursor> PolicyShelf::open(const Cursor& name_or_path) {
  const bool is_name = name_or_path.is_text() && is_shipped(name_or_path.json().get<std::string>());
  return is_name ? open(name_or_path.json().get<std::string>())
                 : open_named(shipped(), name_or_path);
}

bool PolicyShelf::keeps(const Cursor& entry) const {
  return std::ranges::any_of(documents_, [&entry](const auto& document) {
    return document.second.file() == entry.file();
  });
}

std::string PolicyShelf::canonical(const Cursor& entry) {
  if (!keeps(entry)) return nlohmann::json(entry.json()).dump();
  auto [known, is_new] = canonical_.try_emplace(&entry.json());
  if (is_new) known->second = nlohmann::json(entry.json()).dump();
  return known->second;
}

}  // namespace rehearse::scenarios
