#pragma once

#include <cstddef>
#include <string_view>

/// Where a value stands in a JSON text. Nobody pays for places until there is an error: then the text is
/// scanned once more.
namespace rehearse::scenarios {

/// In a JSON text that is known to be valid (comments allowed): where the value with this pointer
/// begins, and the key before it. An element of a list has no key: then both are the same.
struct JsonPlace {
  std::size_t key = 0;
  std::size_t value = 0;
};
JsonPlace locate(std::string_view json, std::string_view pointer);

/// The byte in the JSON text from which byte `index` of a string's value came; `quote` is the
/// offset of its opening quote.
std::size_t offset_in_string(std::string_view json, std::size_t quote, std::size_t index);

}  // namespace rehearse::scenarios
