#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Where a value stands in a JSON text. Nobody pays for places until there is an error: then the
/// text is scanned once more.
namespace rehearse::scenarios {

/// In a JSON text that is known to be valid (comments allowed): where the value with this pointer
/// begins, and the key before it. An element of a list has no key: then both are the same.
struct JsonPlace {
  std::size_t key = 0;
  std::size_t value = 0;
};
JsonPlace locate(std::string_view json, std::string_view pointer);

/// A token of a JSON pointer as the name it stands for: `~1` is a slash, `~0` a tilde.
std::string unescaped(std::string_view token);

/// The byte in the JSON text from which byte `index` of a string's value came; `quote` is the
/// offset of its opening quote.
std::size_t offset_in_string(std::string_view json, std::size_t quote, std::size_t index);

}  // namespace rehearse::scenarios
