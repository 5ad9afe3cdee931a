#include "model/names.h"

#include "model/assert.h"

namespace rehearse::model {

NameId Names::intern(std::string_view text) {
  const auto [entry, is_new] =
      ids_.try_emplace(fold(text), NameId{static_cast<std::uint16_t>(texts_.size())});
  if (is_new) {
    REHEARSE_ASSERT(texts_.size() < count_max);
    texts_.emplace_back(text);
  }
  return entry->second;
}

}  // namespace rehearse::model
