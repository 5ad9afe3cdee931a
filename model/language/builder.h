#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/names.h"
#include "rehearse/model/language/constants.h"
#include "rehearse/model/language/expression.h"
#include "rehearse/model/language/lexer.h"

namespace rehearse::model {

/// Builds the typed tree bottom up for the parser and refuses what the static types or the bounds
/// of `Expression` forbid. Every node remembers where it was written, for the caret.
class ExpressionBuilder {
 public:
  ExpressionBuilder(Vocabulary vocabulary, const Tokens& tokens) : tokens_(tokens) {
    expression_.vocabulary = vocabulary;
  }

  Expected<NodeId> attribute(std::size_t position, std::size_t offset);
  Expected<NodeId> literal(Literal literal, std::size_t offset);
  Expected<NodeId> constant(const Constants::Entry& entry, std::size_t offset);

  /// `kind` is Add or Subtract, written at `offset`.
  Expected<NodeId> sum(Kind kind, NodeId left, NodeId right, std::size_t offset);

  /// `kind` is one of the six comparisons, In or Between; the first operand is the one on the left.
  Expected<NodeId> comparison(Kind kind, std::span<const NodeId> operands, std::size_t offset);

  Expected<NodeId> is_null(NodeId operand, std::size_t offset);
  Expected<NodeId> negation(NodeId operand, std::size_t offset);

  /// `kind` is And or Or; an operand of the same kind has been taken apart by `flatten`.
  Expected<NodeId> junction(Kind kind, std::span<const NodeId> operands, std::size_t offset);

  /// Appends `operand` to `operands`, or its own operands if it is a junction of the same kind. It
  /// must be the node built last.
  void flatten(Kind kind, NodeId operand, std::vector<NodeId>& operands);

  Expected<void> require_condition(NodeId node) const;
  const Node& node(NodeId id) const { return expression_.nodes[id]; }
  std::size_t offset_of(NodeId id) const { return places_[id].offset; }

  /// The finished tree; its texts are interned.
  Expression finish(Names& names);

 private:
  struct Place {
    std::size_t offset;
    std::size_t depth;  // 1 for a leaf
  };

  Expected<NodeId> append(Node node, std::span<const NodeId> operands, std::size_t offset);
  Expected<void> require_value(NodeId node) const;
  Expected<void> unify(std::span<const NodeId> operands);
  Expected<void> unify_enumeration(NodeId lead, std::span<const NodeId> operands);
  Expected<void> become_enumerator(Node& node, const Attribute& lead, std::size_t offset);
  std::unexpected<Error> fail_types(NodeId left, NodeId right) const;
  std::string text(NodeId node) const;

  const Tokens& tokens_;
  Expression expression_;
  std::vector<Place> places_;  // of each node
};

}  // namespace rehearse::model
