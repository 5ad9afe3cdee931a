#include "rehearse/scenarios/policy/runbook.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "rehearse/scenarios/policy/entry.h"

namespace rehearse::scenarios {
namespace {

using model::no_sub_step;
using model::SubStep;

/// One sub-step, and what places it among the others.
struct Row {
  Cursor at;
  SubStep sub_step;
  model::Instant begins;  ///< on an imaginary day
  model::Instant ends;
  std::string inside;
  std::string beside;
};

/// A time of day: `"06:28:01.020"`.
auto time_of_day(model::Instant& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    std::string text;
    if (auto done = read(at, NonEmpty{text}); !done) return done;
    const auto instant = model::parse_instant(fmt::format("1970-01-01T{}Z", text));
    if (!instant) return at.fail_expected("a time of day", "write \"06:28:01.020\"");
    into = *instant;
    return {};
  };
}

Expected<void> read_work(const Cursor& at, model::Work& into) {
  if (at.is_text()) return read(at, NonEmpty{into.emplace<model::RunText>().sql});
  if (!at.is_object())
    return at.fail_expected(
        "SQL or an object",
        R"(write "UPDATE ...", {"each": "SELECT ..."}, {"synchronize": "full"} )"
        R"(or {"scripts": "run"})");
  Object object(at);
  const std::string_view kind = object.exactly_one({"each", "synchronize", "scripts"});
  if (kind == "each") object.required(kind, NonEmpty{into.emplace<model::RunEach>().query});
  if (kind == "synchronize") object.required(kind, into.emplace<model::SynchronizeSchema>().scope);
  if (kind == "scripts") object.required(kind, into.emplace<model::Scripts>().deed);
  return object.finish();
}

Expected<void> read_works(const Cursor& at, std::vector<model::Work>& into) {
  if (!at.is_list()) return at.fail_expected("a list of SQL");
  for (const Cursor& item : at.items()) {
    if (auto done = read_work(item, into.emplace_back()); !done) return done;
  }
  const bool runs_scripts =
      std::ranges::count(into, model::Work(model::Scripts{model::ScriptDeed::Run})) > 0;
  if (runs_scripts && into.size() > 1)
    return at.fail("running scripts must be all that a sub-step does",
                   "each script is a transaction of its own");
  return {};
}

/// `DbSync.SyncSchema`: a step, and the name of the sub-step.
Expected<void> take_apart(const Cursor& id, SubStep& sub_step) {
  const std::size_t dot = sub_step.id.find('.');
  const auto step = model::parse_enum<model::UpgradeStep>(sub_step.id.substr(0, dot));
  if (dot == sub_step.id.npos || dot + 1 == sub_step.id.size() || !step)
    return id.fail(fmt::format("{} is not the id of a sub-step", id.json().dump()),
                   fmt::format("write a step, a dot and a name; the steps are {}",
                               fmt::join(model::enum_names<model::UpgradeStep>, ", ")));
  sub_step.step = *step;
  sub_step.name = sub_step.id.substr(dot + 1);
  return {};
}

Expected<Row> read_row(const Cursor& at, model::Names& names) {
  Row row{at, {}, {}, {}, {}, {}};
  SubStep& sub_step = row.sub_step;
  Object object(at);
  object.required("id", [&](const Cursor& id) -> Expected<void> {
    if (auto done = read_entry_id(id, sub_step.id); !done) return done;
    return take_apart(id, sub_step);
  });
  object.required("begins", time_of_day(row.begins));
  object.required("ends", time_of_day(row.ends));
  object.optional("inside", NonEmpty{row.inside});
  object.optional("beside", NonEmpty{row.beside});
  object.optional("opens", sub_step.opens);
  object.optional("closes", sub_step.closes);
  object.optional("work", [&](const Cursor& work) { return read_works(work, sub_step.work); });
  object.required("because", NonEmpty{sub_step.because});
  object.required("cites", [&](const Cursor& cites) { return read_cites(cites, sub_step.cites); });
  if (auto done = object.finish(); !done) return std::unexpected(std::move(done.error()));
  if (row.ends < row.begins)
    return at.find("ends")->fail("the sub-step ends before it begins", "zero is a duration");
  sub_step.id_name = names.intern(sub_step.id);
  return row;
}

std::uint8_t find_row(const std::vector<Row>& rows, const std::string& id) {
  for (std::size_t position = 0; position < rows.size(); ++position) {
    if (model::is_same_name(rows[position].sub_step.id, id))
      return static_cast<std::uint8_t>(position);
  }
  return no_sub_step;
}

/// The instant from which the wait of row `position` counts.
model::Instant follows(const std::vector<Row>& rows, std::size_t position) {
  const SubStep& sub_step = rows[position].sub_step;
  if (sub_step.is_beside_previous) return rows[position - 1].begins;
  std::optional<model::Instant> end;
  for (std::size_t other = 0; other < position; ++other) {
    if (rows[other].sub_step.inside == sub_step.inside)
      end = std::max(end.value_or(rows[other].ends), rows[other].ends);
  }
  if (end) return *end;
  return sub_step.inside == no_sub_step ? rows[position].begins : rows[sub_step.inside].begins;
}

/// From the end of the last row inside, or from its own beginning.
model::Duration lasts(const std::vector<Row>& rows, std::size_t position) {
  model::Instant from = rows[position].begins;
  for (const Row& row : rows) {
    if (row.sub_step.inside == position) from = std::max(from, row.ends);
  }
  return rows[position].ends - from;
}

/// What a row names may have been taken out of the policy: then the row stands for itself.
void relate(std::vector<Row>& rows) {
  for (std::size_t position = 0; position < rows.size(); ++position) {
    SubStep& sub_step = rows[position].sub_step;
    sub_step.inside = find_row(rows, rows[position].inside);
    const std::uint8_t beside = find_row(rows, rows[position].beside);
    sub_step.is_beside_previous = beside != no_sub_step && beside + std::size_t{1} == position;
    if (sub_step.inside != no_sub_step) rows[sub_step.inside].sub_step.encloses = true;
  }
}

Expected<void> place(std::vector<Row>& rows) {
  std::ranges::stable_sort(rows, {}, &Row::begins);
  relate(rows);
  for (std::size_t position = 0; position < rows.size(); ++position) {
    SubStep& sub_step = rows[position].sub_step;
    sub_step.wait = rows[position].begins - follows(rows, position);
    sub_step.lasts = lasts(rows, position);
    if (sub_step.wait.ms < 0)
      return rows[position].at.find("begins")->fail(
          "the sub-step begins before what it follows has ended",
          "say what it runs \"beside\" or lies \"inside\" of");
    if (sub_step.lasts.ms < 0)
      return rows[position].at.find("ends")->fail("it ends before what lies inside of it");
  }
  return {};
}

Expected<void> check_count(std::span<const PolicyEntry> entries) {
  if (entries.size() <= model::sub_steps_max) return {};
  return entries.back().at.fail(
      fmt::format("there are {} sub-steps, more than {}", entries.size(), model::sub_steps_max));
}

/// `ReleaseUpdateDB70_Cust.creditMax`.
Expected<void> check_script_id(const Cursor& id, const std::string& text) {
  const std::size_t dot = text.find('.');
  if (text.starts_with("ReleaseUpdate") && dot != text.npos && dot + 1 < text.size()) return {};
  return id.fail(fmt::format("{} is not the id of a script", id.json().dump()),
                 "write a class whose name begins with ReleaseUpdate, a dot and a method");
}

}  // namespace

Expected<void> read_sub_steps(std::span<const PolicyEntry> entries, model::Names& names,
                              model::Runbook& runbook) {
  if (auto checked = check_count(entries); !checked) return checked;
  std::vector<Row> rows;
  for (const PolicyEntry& entry : entries) {
    auto row = read_row(entry.at, names);
    if (!row) return std::unexpected(std::move(row.error()));
    rows.push_back(std::move(*row));
  }
  if (auto placed = place(rows); !placed) return placed;
  for (Row& row : rows) runbook.sub_steps.push_back(std::move(row.sub_step));
  return {};
}

Expected<void> read_scripts(std::span<const PolicyEntry> entries, model::Runbook& runbook) {
  for (const PolicyEntry& entry : entries) {
    model::Script script;
    Object object(entry.at);
    object.required("id", [&](const Cursor& id) -> Expected<void> {
      if (auto done = read_entry_id(id, script.id); !done) return done;
      return check_script_id(id, script.id);
    });
    object.required("step", script.step);
    object.required("work", [&](const Cursor& work) { return read_works(work, script.work); });
    object.required("because", NonEmpty{script.because});
    object.required("cites", [&](const Cursor& cites) { return read_cites(cites, script.cites); });
    if (auto done = object.finish(); !done) return done;
    const auto is_about_scripts = [](const model::Work& work) {
      return std::holds_alternative<model::Scripts>(work);
    };
    if (std::ranges::any_of(script.work, is_about_scripts))
      return entry.at.find("work")->fail("a script cannot schedule or run scripts");
    runbook.scripts.push_back(std::move(script));
  }
  return {};
}

}  // namespace rehearse::scenarios
