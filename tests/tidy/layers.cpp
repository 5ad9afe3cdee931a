#include "rehearse/tests/tidy/layers.h"

#include <array>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

constexpr std::array<std::string_view, 8> all_folders = {"model",   "sim", "fixtures", "scenarios",
                                                         "reports", "cli", "tests",    "bench"};

/// Names separated by blanks, so that the tables below read as tables.
using Names = std::string_view;

bool has(Names names, std::string_view name) { return find_pattern(names, name) != npos; }

/// What a folder may include of the others.
struct Layer {
  std::string_view folder;
  Names may_use;
};

constexpr Layer layers[] = {
    {"model", "model"},
    {"sim", "sim model"},
    {"fixtures", "fixtures"},
    {"scenarios", "scenarios fixtures sim model"},
    {"reports", "reports model"},
    {"cli", "cli reports scenarios fixtures sim model"},
    {"tests", "tests reports scenarios fixtures sim model"},
    {"bench", "bench reports scenarios fixtures sim model"},
};

/// Which folders may include a foreign header, by the beginning of its path; the first match
/// counts.
struct Library {
  std::string_view prefix;
  Names folders;
  std::string_view why;
};

constexpr Library libraries[] = {
    {"fmt/", "model sim fixtures scenarios reports cli tests bench", ""},
    {"malloc.h", "bench", "what a history costs is measured at the heap"},
    {"sqlite3.h", "sim tests bench", "the stand-ins are the only place that talks to SQLite"},
    {"nlohmann/", "scenarios reports cli tests bench", "model and sim know values, not files"},
    {"pugixml.hpp", "reports tests", "XML is a way to report"},
    {"CLI/", "cli", "only the command has options"},
    {"boost/container", "model", "the model's flat containers come through its own headers"},
    {"boost/test/", "tests", "Boost.Test is for tests"},
    {"rapidcheck", "tests scenarios bench",
     "random search belongs to the campaign, to tests and to peers"},
    {"valijson/", "scenarios tests", "JSON Schemas describe files, and scenarios read them"},
    {"sys/", "sim cli tests bench", "the operating system stays at the edges"},
    {"fcntl.h", "sim cli tests bench", "the operating system stays at the edges"},
    {"unistd.h", "sim cli tests bench", "the operating system stays at the edges"},
    {"signal.h", "cli tests", "only the command is interrupted"},
};

bool is_standard(std::string_view header) { return header.find_first_of("./") == npos; }

Findings check_own(const Source& source, const Include& include, Names may_use) {
  const std::string_view path = include.own_path();
  const std::string_view folder = path.substr(0, path.find('/'));
  if (folder.size() == path.size()) {
    return {{source.path, include.line,
             fmt::format("#include \"{}\" names no folder of ours", include.path),
             "the reader cannot tell which layer it is, and an installed header is not found",
             "the path from the root of the repository: \"rehearse/model/base/values.h\""}};
  }
  if (has(may_use, folder)) return {};
  return {{source.path, include.line,
           fmt::format("#include \"{}\": {} may not use {}", include.path, source.folder(), folder),
           "layers that use each other both ways can no longer be understood or tested one by one",
           fmt::format("only {}; move the code down, or pass the value in", may_use)}};
}

Findings check_foreign(const Source& source, const Include& include) {
  if (is_standard(include.path)) return {};
  for (const Library& library : libraries) {
    if (!include.path.starts_with(library.prefix)) continue;
    if (has(library.folders, source.folder())) return {};
    return {{source.path, include.line,
             fmt::format("#include <{}> in {}", include.path, source.folder()),
             std::string(library.why), fmt::format("that library only in: {}", library.folders)}};
  }
  return {{source.path, include.line,
           fmt::format("#include <{}>, a library that no layer has", include.path),
           "every library is one more thing to install, learn and trust",
           "what is already there, or a line with its reason in tests/tidy/layers.cpp"}};
}

}  // namespace

std::span<const std::string_view> folders() { return all_folders; }

Findings check_layers(const Source& source) {
  Findings findings;
  for (const Layer& layer : layers) {
    if (layer.folder != source.folder()) continue;
    for (const Include& include : source.includes) {
      append(findings, include.quoted ? check_own(source, include, layer.may_use)
                                      : check_foreign(source, include));
    }
  }
  return findings;
}

}  // namespace rehearse::tidy
