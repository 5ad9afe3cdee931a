#include "rehearse/model/base/names.h"

#include "rehearse/model/base/assert.h"

namespace rehearse::model {

/// FNV-1a over the folded bytes.
std::size_t Names::FoldedHash::operator()(std::string_view text) const {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
  for (const char byte : text)
    hash = (hash ^ static_cast<unsigned char>(fold(byte))) * 0x100'0000'01b3;
  return hash;
}

bool Names::FoldedEqual::operator()(std::string_view left, std::string_view right) const {
  return is_same_name(left, right);
}

NameId Names::intern(std::string_view text) {
  if (const auto known = table_->ids.find(text); known != table_->ids.end()) return known->second;
  REHEARSE_ASSERT(size() < count_max);
  if (table_.use_count() > 1) table_ = std::make_shared<Table>(*table_);
  const NameId id{static_cast<std::uint16_t>(size())};
  table_->ids.emplace(text, id);
  table_->texts.emplace_back(text);
  return id;
}

}  // namespace rehearse::model
