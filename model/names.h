#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/values.h"

namespace rehearse::model {

/// The texts of one run, each known by a small id, so that worlds and rules compare numbers instead
/// of strings.
///
/// Texts that differ only in case share an id (F.3); the spelling seen first is the one printed.
/// Ids are given in the order of the first `intern`, so equal inputs give equal ids. Id 0 is the
/// empty text.
class Names {
 public:
  static constexpr std::size_t count_max = 65'535;

  Names() { intern(""); }

  /// The id of `text`, a new one if it was never seen. Asserts that fewer than `count_max` texts
  /// are in use.
  NameId intern(std::string_view text);

  /// The spelling of `id` that was seen first. `id` must come from this object.
  const std::string& text(NameId id) const { return texts_[id.value]; }

  std::size_t size() const { return texts_.size(); }

 private:
  std::map<std::string, NameId, std::less<>> ids_;  // by folded text
  std::vector<std::string> texts_;
};

}  // namespace rehearse::model
