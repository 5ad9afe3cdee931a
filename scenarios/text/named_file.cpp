#include "rehearse/scenarios/text/named_file.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "rehearse/model/base/suggestion.h"

namespace rehearse::scenarios {
namespace {

std::string_view stem_of(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  if (slash != file.npos) file.remove_prefix(slash + 1);
  return file.ends_with(".json") ? file.substr(0, file.size() - 5) : file;
}

bool is_path(std::string_view text) { return text.contains('/') || text.ends_with(".json"); }

std::string unknown_name(const Shelf& shelf, std::string_view name) {
  return fmt::format("there is no {} {}", shelf.noun, Json(std::string(name)).dump());
}

std::string hint_for(const Shelf& shelf, std::string_view name) {
  const auto names = names_of(shelf);
  const std::string meant = model::did_you_mean(name, names);
  return fmt::format("{}{}there is {}; the path of a file ends in .json", meant,
                     meant.empty() ? "" : " ", fmt::join(names, ", "));
}

Expected<Cursor> open_shipped(const Shelf& shelf, const std::string& name) {
  const std::string what = fmt::format("read {}", shelf.noun);
  for (const fixtures::EmbeddedFile& file : shelf.shipped) {
    if (model::fold(stem_of(file.name)) == model::fold(name))
      return parse_json(file.text, fmt::format("fixtures/{}", file.name), what);
  }
  auto error = fail("{}: {}", what, unknown_name(shelf, name));
  error.error().hint = hint_for(shelf, name);
  return error;
}

}  // namespace

std::vector<std::string_view> names_of(const Shelf& shelf) {
  std::vector<std::string_view> names;
  for (const fixtures::EmbeddedFile& file : shelf.shipped) names.push_back(stem_of(file.name));
  return names;
}

Expected<Cursor> open_named(const Shelf& shelf, const std::string& name_or_path) {
  return is_path(name_or_path) ? read_json_file(name_or_path, fmt::format("read {}", shelf.noun))
                               : open_shipped(shelf, name_or_path);
}

Expected<Cursor> open_named(const Shelf& shelf, const Cursor& name_or_path) {
  std::string name;
  if (auto done = read(name_or_path, NonEmpty{name}); !done)
    return std::unexpected(std::move(done.error()));
  if (!is_path(name)) {
    auto shipped = open_shipped(shelf, name);
    const bool is_unknown = !shipped && shipped.error().where.file.empty();
    return is_unknown ? name_or_path.fail(unknown_name(shelf, name), shipped.error().hint)
                      : shipped;
  }
  const auto path = std::filesystem::path(name_or_path.file()).parent_path() / name;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return name_or_path.fail(fmt::format("there is no file {}", Json(path.string()).dump()),
                             fmt::format("a path begins at the folder of {}", name_or_path.file()));
  return open_named(shelf, path.string());
}

Chain::Chain(const Cursor& first) : links_{link_to(first)} {}

Chain::Link Chain::link_to(const Cursor& root) {
  std::error_code error;
  const std::filesystem::path path = root.file();
  const auto canonical = std::filesystem::weakly_canonical(path, error);
  return {(error ? path : canonical).string() + root.pointer(),
          path.filename().string() + root.pointer()};
}

Expected<void> Chain::add(const Cursor& extends, const Cursor& next) {
  const Link link = link_to(next);
  const bool is_new = std::ranges::find(links_, link.identity, &Link::identity) == links_.end();
  if (is_new && links_.size() < length_max) {
    links_.push_back(link);
    return {};
  }
  std::string chain;
  for (const Link& earlier : links_) chain += fmt::format("{} extends ", earlier.label);
  chain += link.label;
  if (is_new)
    return extends.fail(fmt::format("more than {} files extend each other: {}", length_max, chain));
  return extends.fail(fmt::format("{} extends itself", link.label),
                      fmt::format("{}; name another one, or leave \"extends\" out", chain));
}

}  // namespace rehearse::scenarios
