#include "rehearse/scenarios/files/step.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "rehearse/scenarios/deeds/deeds.h"

namespace rehearse::scenarios {
namespace {

Expected<void> read_do(Object& object, Resolver& names, Do& into) {
  const ReadDeed read_rest = read_kind(object);
  if (read_rest == nullptr) return object.finish();
  object.optional("at", names.at(into.at));
  into.deed = read_rest(object, names);
  object.optional("expect",
                  [&](const Cursor& at) { return read_outcome(at, names, into.outcome); });
  return object.finish();
}

Expected<void> read_until(const Cursor& at, const Resolver& names, Step& step) {
  if (at.is_text()) return read(at, step.what.emplace<UntilInstant>().at);
  if (!at.is_object())
    return at.fail_expected(
        "an instant or an object",
        R"(write "2020-03-02T12:00:00Z" or {"operation": "r1", "settled": true})");
  Object object(at);
  MovementId operation;
  object.required("operation", names.operation(operation));
  if (object.exactly_one({"phase", "settled"}) == "phase") {
    UntilPhase until{operation, {}};
    object.required("phase", proper(until.phase));
    step.what = until;
    return object.finish();
  }
  object.optional("settled", [](const Cursor& settled) {
    return settled.json() == true ? Expected<void>() : settled.fail_expected("true");
  });
  step.what = UntilSettled{operation};
  return object.finish();
}

}  // namespace

Expected<void> read_step(const Cursor& at, Resolver& names, Step& step) {
  step.where = at;
  Object object(at);
  if (object.has("do")) return read_do(object, names, step.what.emplace<Do>());
  const std::string_view kind = object.exactly_one({"do", "advance", "until", "expect"});
  if (kind == "advance") {
    Advance advance;
    object.required("advance", [&](const Cursor& by) { return read_span(by, advance.by); });
    step.what.emplace<Do>().deed = advance;
  }
  if (kind == "until")
    object.required("until", [&](const Cursor& until) { return read_until(until, names, step); });
  if (kind == "expect") {
    Expectation& expectation = step.what.emplace<Expectation>();
    object.required("expect",
                    [&](const Cursor& what) { return read_expectation(what, names, expectation); });
  }
  return object.finish();
}

}  // namespace rehearse::scenarios
