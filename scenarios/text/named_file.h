#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/scenarios/text/json_file.h"

/// Files of which some are shipped: a name finds those, a path any other.
namespace rehearse::scenarios {

/// A kind of file.
struct Shelf {
  std::string_view noun;  ///< `policy`: messages begin with `read policy`
  std::span<const fixtures::EmbeddedFile> shipped;
};

/// `self-service-2020` for `policies/self-service-2020.json`, in order.
std::vector<std::string_view> names_of(const Shelf& shelf);

/// The root of the shipped file of that name, case aside, or of the file at that path: whatever
/// contains a slash or ends in `.json` is one.
Expected<Cursor> open_named(const Shelf& shelf, const std::string& name_or_path);

/// The same for a name in a file; a relative path begins at the folder of that file. When there is
/// no such thing, the error stands at the name.
Expected<Cursor> open_named(const Shelf& shelf, const Cursor& name_or_path);

/// The files that extend each other, from the first to the one that is read now.
class Chain {
 public:
  static constexpr std::size_t length_max = 16;

  /// A chain of one file.
  explicit Chain(const Cursor& first);

  /// Fails at `extends` when `next`, the file it names, is in the chain already, or when the chain
  /// gets too long. The message shows the whole chain.
  Expected<void> add(const Cursor& extends, const Cursor& next);

 private:
  struct Link {
    std::string identity;  // one for all paths to a file
    std::string label;     // for people
  };
  static Link link_to(const Cursor& root);

  std::vector<Link> links_;
};

/// For a member that may be there and does not matter here.
inline Expected<void> ignore(const Cursor&) { return {}; }

/// A file that extends nothing must say everything, the others only what differs.
enum class Extent : std::uint8_t { Whole, Difference };

/// A member that a file of this extent must have, or may have.
template <typename Target, typename... Bounds>
void member(Object& object, Extent extent, std::string_view name, Target&& target,
            const Bounds&... bounds) {
  if (extent == Extent::Whole) {
    object.required(name, target, bounds...);
  } else {
    object.optional(name, target, bounds...);
  }
}

}  // namespace rehearse::scenarios
