#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/error.h"

/// Room `scenarios/statements`. The statements of the documents, settlements and invariants, by id.
///
/// What the documents say, by id (`fixtures/statements/`): the denominator of coverage, and what
/// `rehearse explain REF-57` shows.
namespace rehearse::scenarios {

enum class StatementKind : std::uint8_t {
  Statement,   ///< of a document: `REF-57`
  Settlement,  ///< of a contradiction or a silence in the documents, by us: `B-22`
  Invariant,   ///< what must always hold: `INV-28`
};

/// How sure a settlement is: of its weakest part.
enum class Basis : std::uint8_t {
  Text,            ///< a document says so
  Derivation,      ///< it follows from what documents say
  Interpretation,  ///< ours
};

/// What each profile does about the question that a settlement answers.
struct Settlement {
  std::string requested_2017;
  std::string self_service_2020;
  std::string current;
  Basis basis = Basis::Interpretation;

  bool operator==(const Settlement&) const = default;
};

/// One entry. Members that its kind does not have are empty.
struct Statement {
  std::string id;
  StatementKind kind = StatementKind::Statement;
  std::string sentence;                 ///< in our own words; of a settlement, the question
  std::string document;                 ///< `Refresh database`; of a Statement
  std::string section;                  ///< the heading it stands under; of a Statement
  std::string subject;                  ///< `precondition`, `data rule` ...; of a Statement
  std::vector<std::string> operations;  ///< processes it is about, `upgrade` among them
  bool is_modelled = true;
  std::string why_not;  ///< it is not modelled
  std::string one_way;  ///< why nothing can show it broken; empty when something can
  std::vector<std::string> derives_from;  ///< ids that an Invariant follows from
  std::optional<Settlement> settlement;   ///< of a Settlement

  bool operator==(const Statement&) const = default;
};

/// All of them. Immutable.
class Catalogue {
 public:
  /// Those that are shipped.
  static Expected<Catalogue> load();

  /// Fails on anything that the format does not have, and on an id that stands twice.
  static Expected<Catalogue> create(std::span<const fixtures::EmbeddedFile> files);

  /// In the order of the files and in them: invariants, refresh, settlements.
  const std::vector<Statement>& statements() const { return statements_; }

  /// Null when there is none. `id` is found whatever its case.
  const Statement* find(std::string_view id) const;

  /// The same, with "did you mean" when there is none.
  Expected<const Statement*> require(std::string_view id) const;

 private:
  Catalogue() = default;

  std::vector<Statement> statements_;
  std::map<std::string, std::size_t> positions_;  // in statements_, by folded id
};

/// What an invariant of the model says, and what it rests on: the shipped entry with its id; null
/// for an id that is no invariant's.
const Statement* statement_of_invariant(std::string_view id);

}  // namespace rehearse::scenarios

namespace rehearse::model {

template <>
inline constexpr auto enum_names<scenarios::StatementKind> =
    std::to_array<std::string_view>({"statement", "settlement", "invariant"});
template <>
inline constexpr auto enum_names<scenarios::Basis> =
    std::to_array<std::string_view>({"T", "D", "I"});

}  // namespace rehearse::model
