#pragma once

#include <fmt/format.h>

#include <string_view>

namespace rehearse {

/// Base of `fmt::formatter<T>` for a type that has a `to_string`: it then prints with `{}` and any
/// width or alignment.
struct PrintsToString : fmt::formatter<std::string_view> {
  template <typename T>
  auto format(const T& value, fmt::format_context& context) const {
    return fmt::formatter<std::string_view>::format(to_string(value), context);
  }
};

}  // namespace rehearse
