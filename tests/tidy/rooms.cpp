#include "rehearse/tests/tidy/rooms.h"

#include <algorithm>

#include "rehearse/tests/tidy/layers.h"

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

constexpr Room all_rooms[] = {
    {"model/base", "values.h"},
    {"model/world", "world.h"},
    {"model/language", "parser.h"},
    {"model/verdicts", "decision.h"},
    {"model/policy", "policy.h"},
    {"model/processes", "process.h"},
    {"model/steps", "step.h"},
    {"model/invariants", "invariants.h"},

    {"sim/base", "random.h"},
    {"sim/store", "page_store.h"},
    {"sim/sql", "session.h"},
    {"sim/stand_in", "stand_in.h"},
    {"sim/clock", "event_queue.h"},
    {"sim/estate", "estate.h"},
    {"sim/run", "simulation.h"},

    {"fixtures/data", "embedded.h"},

    {"scenarios/text", "json_file.h"},
    {"scenarios/story", "scenario.h"},
    {"scenarios/deeds", "deeds.h"},
    {"scenarios/policy", "file.h"},
    {"scenarios/statements", "catalogue.h"},
    {"scenarios/files", "scenario.h"},
    {"scenarios/play", "runner.h"},
    {"scenarios/history", "history.h"},
    {"scenarios/shrink", "shrink.h"},
    {"scenarios/finding", "scenario.h"},
    {"scenarios/explore", "campaign.h"},
    {"scenarios/coverage", "coverage.h"},

    {"reports/text", "words.h"},
    {"reports/record", "lines.h"},
    {"reports/story", "story.h"},
    {"reports/out", "renderer.h"},
    {"reports/formats", "format.h"},

    {"cli/terminal", "terminal.h"},
    {"cli/options", "commands.h"},
    {"cli/work", "workers.h"},
    {"cli/commands", "main.cpp"},
};

/// The layers that are made of rooms; tests mirror them.
bool has_rooms(std::string_view layer) {
  return std::ranges::any_of(all_rooms, [&](const Room& room) {
    return room.path.starts_with(fmt::format("{}/", layer));
  });
}

/// The place of a room in the list, or its end.
const Room* find_room(std::string_view path) {
  return std::ranges::find(all_rooms, path, &Room::path);
}

/// `model` for `model/base/values.h` and for `tests/model/base/values_test.cpp`.
std::string_view layer_of(std::string_view path) {
  if (path.starts_with("tests/")) path.remove_prefix(std::string_view("tests/").size());
  const std::size_t end = path.find('/');
  return end == npos ? std::string_view() : path.substr(0, end);
}

/// `model/base` for `model/base/values.h`.
std::string_view room_of(std::string_view path) { return path.substr(0, path.rfind('/')); }

Findings check_include(const Source& source, const Include& include) {
  const std::string_view path = include.own_path();
  if (layer_of(path) != source.folder() || source.folder() == "tests") return {};
  const std::string_view other = room_of(path);
  if (find_room(other) <= find_room(source.room())) return {};
  return {{source.path, include.line,
           fmt::format("#include \"{}\" goes from {} up to {}", include.path, source.room(), other),
           "rooms that use each other both ways can no longer be understood one by one",
           "move what both need down, pass the value in, or correct the list in "
           "tests/tidy/rooms.cpp"}};
}

bool says_what_it_is_for(const Source& first, std::string_view room) {
  return first.comments.contains(fmt::format("/// Room `{}`. ", room));
}

}  // namespace

std::span<const Room> rooms() { return all_rooms; }

Findings check_rooms(const Source& source) {
  if (!has_rooms(layer_of(source.path))) return {};
  if (find_room(source.room()) == std::end(all_rooms))
    return {{source.path, 1, "a file in no room of the list",
             "a stranger cannot tell what it belongs to",
             "a room that there is, or a line for a new one in tests/tidy/rooms.cpp"}};
  Findings findings;
  for (const Include& include : source.includes) append(findings, check_include(source, include));
  return findings;
}

Findings check_furniture(std::span<const Source> all) {
  Findings findings;
  for (const Room& room : all_rooms) {
    const auto is_here = [&](const Source& source) {
      return source.is_cpp() && source.folder() != "tests" && source.room() == room.path;
    };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(all, is_here));
    if (count > files_in_a_room_max)
      findings.push_back({std::string(room.path), 1, fmt::format("{} files in one room", count),
                          "a stranger does not find their way among so many",
                          fmt::format("two rooms; at most {} files each", files_in_a_room_max)});
    const std::string first = fmt::format("{}/{}", room.path, room.first);
    const auto header = std::ranges::find(all, first, &Source::path);
    if (header == all.end() || !says_what_it_is_for(*header, room.path))
      findings.push_back({first, 1, "a room whose first file does not say what the room is for",
                          "a stranger opens it first",
                          fmt::format("/// Room `{}`. What it is for, in a sentence.", room.path)});
  }
  return findings;
}

Findings check_floor_plan(std::string_view text) {
  Findings findings;
  std::size_t from = 0;
  for (const Room& room : all_rooms) {
    const std::string row = fmt::format("| `{}` | `{}` |", room.path, room.first);
    const std::size_t at = text.find(row, from);
    if (at != npos) {
      from = at + row.size();
      continue;
    }
    findings.push_back({"docs/ARCHITECTURE.md", 1,
                        fmt::format("no row \"{}\" after the row before it", row),
                        "the page is the plan by which strangers find their way",
                        "a row for each room, in the order of tests/tidy/rooms.cpp"});
  }
  return findings;
}

}  // namespace rehearse::tidy
