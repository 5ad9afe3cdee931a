#include "rehearse/scenarios/statements/catalogue.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/base/suggestion.h"
#include "rehearse/scenarios/policy/entry.h"
#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {
namespace {

auto ids(std::vector<std::string>& into) {
  return [&into](const Cursor& at) { return read_cites(at, into); };
}

/// A statement that is not modelled has a reason, the others have none.
void read_modelled(Object& object, Statement& statement) {
  object.required("modelled", statement.is_modelled);
  object.optional("one_way", NonEmpty{statement.one_way});
  if (statement.is_modelled) return;
  object.required("why", NonEmpty{statement.why_not});
}

Expected<void> read_statement(const Cursor& at, Statement& statement) {
  Object object(at);
  object.required("id", NonEmpty{statement.id});
  object.required("fact", NonEmpty{statement.sentence});
  object.required("operations", statement.operations);
  object.required("kind", NonEmpty{statement.subject});
  object.required("section", NonEmpty{statement.section});
  read_modelled(object, statement);
  return object.finish();
}

Expected<void> read_invariant(const Cursor& at, Statement& statement) {
  statement.kind = StatementKind::Invariant;
  Object object(at);
  object.required("id", NonEmpty{statement.id});
  object.required("fact", NonEmpty{statement.sentence});
  object.required("derives_from", ids(statement.derives_from));
  return object.finish();
}

Expected<void> read_settlement(const Cursor& at, Statement& statement) {
  statement.kind = StatementKind::Settlement;
  Settlement& settlement = statement.settlement.emplace();
  Object object(at);
  object.required("id", NonEmpty{statement.id});
  object.required("question", NonEmpty{statement.sentence});
  object.required("p17", NonEmpty{settlement.requested_2017});
  object.required("p20", NonEmpty{settlement.self_service_2020});
  object.required("current", NonEmpty{settlement.current});
  object.required("basis", settlement.basis);
  object.optional("modelled", statement.is_modelled);
  object.optional("one_way", NonEmpty{statement.one_way});
  if (!statement.is_modelled) object.required("why", NonEmpty{statement.why_not});
  return object.finish();
}

using Reader = Expected<void> (*)(const Cursor&, Statement&);

/// Appends what a list holds; all of it is of this document.
auto all(std::vector<Statement>& into, const std::string& document, Reader reader) {
  return [&into, document, reader](const Cursor& list) -> Expected<void> {
    if (!list.is_list()) return list.fail_expected("a list");
    for (const Cursor& item : list.items()) {
      Statement statement;
      statement.document = document;
      if (auto done = reader(item, statement); !done) return done;
      into.push_back(std::move(statement));
    }
    return {};
  };
}

Expected<void> read_file(const fixtures::EmbeddedFile& file, std::vector<Statement>& into) {
  const auto root = parse_json(file.text, fmt::format("fixtures/{}", file.name), "read statements");
  if (!root) return std::unexpected(root.error());
  Object object(*root);
  const std::string_view kind = object.exactly_one({"statements", "invariants", "settlements"});
  std::string document;
  std::string dated;
  if (kind == "statements") {
    object.required("document", NonEmpty{document});
    object.required("dated", NonEmpty{dated});
    object.required(kind, all(into, document, read_statement));
  }
  if (kind == "invariants") object.required(kind, all(into, {}, read_invariant));
  if (kind == "settlements") object.required(kind, all(into, {}, read_settlement));
  return object.finish();
}

}  // namespace

Expected<Catalogue> Catalogue::load() { return create(fixtures::statements()); }

Expected<Catalogue> Catalogue::create(std::span<const fixtures::EmbeddedFile> files) {
  Catalogue catalogue;
  for (const fixtures::EmbeddedFile& file : files) {
    if (auto done = read_file(file, catalogue.statements_); !done)
      return std::unexpected(std::move(done.error()));
  }
  for (const Statement& statement : catalogue.statements_) {
    const std::size_t position = catalogue.positions_.size();
    if (!catalogue.positions_.emplace(model::fold(statement.id), position).second)
      return fail("read statements: the id {} stands twice", statement.id);
  }
  return catalogue;
}

const Statement* Catalogue::find(std::string_view id) const {
  const auto found = positions_.find(model::fold(id));
  return found == positions_.end() ? nullptr : &statements_[found->second];
}

Expected<const Statement*> Catalogue::require(std::string_view id) const {
  const Statement* const found = find(id);
  if (found != nullptr) return found;
  std::vector<std::string_view> ids;
  for (const Statement& statement : statements_) ids.push_back(statement.id);
  auto error = fail("find statement: there is none with the id \"{}\"", id);
  error.error().hint = model::did_you_mean(id, ids);
  return error;
}

const Statement* statement_of_invariant(std::string_view id) {
  // Embedded, and never changed: read once, when somebody first needs words.
  static const Expected<Catalogue> shipped = [] {
    const auto files = fixtures::statements();
    const auto file =
        std::ranges::find(files, "statements/invariants.json", &fixtures::EmbeddedFile::name);
    REHEARSE_ASSERT(file != files.end());
    return Catalogue::create({file, 1});
  }();
  REHEARSE_ASSERT(shipped.has_value());
  return shipped->find(id);
}

}  // namespace rehearse::scenarios
