#pragma once

#include <memory>
#include <utility>

namespace rehearse::scenarios {

/// A value whose copies cost nothing: they share it until one of them is changed. For what is
/// large, copied often and changed rarely.
template <typename T>
class SharedValue {
 public:
  SharedValue() : SharedValue(T()) {}
  SharedValue(T value) : value_(std::make_shared<T>(std::move(value))) {}  // NOLINT: as good as one

  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  /// To change it, for this object alone. The reference lasts until the next copy is made.
  T& edit() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

  bool operator==(const SharedValue& other) const {
    return value_ == other.value_ || *value_ == *other.value_;
  }

 private:
  std::shared_ptr<T> value_;  // changed only while nobody else has it
};

}  // namespace rehearse::scenarios
