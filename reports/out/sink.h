#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"

/// Where the text of a report goes. A full disk is an error at the write that met it, never a
/// report that is silently short.
namespace rehearse::reports {

/// Errors: `write report: No space left on device`, with the file's path as the place.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// All of `text`, handed to the operating system before this returns.
  [[nodiscard]] virtual Expected<void> write(std::string_view text) = 0;

  /// Once, after the last write. A sink that is destroyed without it was given up.
  [[nodiscard]] virtual Expected<void> close() = 0;
};

/// Appends to `text`, which must outlive the sink.
std::unique_ptr<Sink> string_sink(std::string& text);

/// Writes to a stream that somebody else opened and will close: standard output. `name` stands in
/// errors.
std::unique_ptr<Sink> stream_sink(std::FILE* stream, std::string name);

/// Creates or empties the file at `path` at once. After a kill it holds what was written so far;
/// with whole lines in each write, that is a readable beginning.
Expected<std::unique_ptr<Sink>> growing_file_sink(const std::string& path);

/// Writes `path`.partial and renames it to `path` in `close`, so that nobody ever reads half a
/// report; given up, it leaves `path` as it was and nothing beside it. A symbolic link stays one,
/// and what is no ordinary file (`/dev/stdout`, a pipe) is written directly.
Expected<std::unique_ptr<Sink>> whole_file_sink(const std::string& path);

}  // namespace rehearse::reports
