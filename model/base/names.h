#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rehearse/model/base/values.h"

namespace rehearse::model {

/// The texts of one run, each known by a small id, so that worlds and rules compare numbers instead
/// of strings.
///
/// Texts that differ only in case share an id (F.3); the spelling seen first is the one printed.
/// Ids are given in the order of the first `intern`, so equal inputs give equal ids. Id 0 is the
/// empty text.
///
/// A copy costs nothing until one of both learns a new text: each of a million histories has its
/// own.
class Names {
 public:
  static constexpr std::size_t count_max = 65'535;

  Names() : table_(std::make_shared<Table>()) { intern(""); }

  /// The id of `text`, a new one if it was never seen. Asserts that fewer than `count_max` texts
  /// are in use.
  NameId intern(std::string_view text);

  /// The spelling of `id` that was seen first. `id` must come from this object.
  const std::string& text(NameId id) const { return table_->texts[id.value]; }

  std::size_t size() const { return table_->texts.size(); }

 private:
  struct FoldedHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  struct FoldedEqual {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const;
  };
  struct Table {
    // tidy: allow std::unordered_map: for look-up, never iterated
    std::unordered_map<std::string, NameId, FoldedHash, FoldedEqual> ids;
    std::vector<std::string> texts;
  };

  std::shared_ptr<Table> table_;  // changed only while nobody else has it
};

}  // namespace rehearse::model
