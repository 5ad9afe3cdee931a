#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "reports/human.h"
#include "reports/record_lines.h"
#include "reports/renderer.h"
#include "reports/sink.h"

/// The reports by name: what `--format NAME[=FILE]` means.
namespace rehearse::reports {

enum class Format : std::uint8_t {
  Human,
  Replay,
  Json,
  Junit,
};

/// A report that somebody asked for.
struct FormatRequest {
  Format format = Format::Human;
  std::string file;  ///< empty for standard output, also when `-` was given

  bool operator==(const FormatRequest&) const = default;
};

/// A line of `--help`.
struct FormatDescription {
  Format format;
  std::string_view name;
  std::string_view sentence;
};

/// All of them, in the order of the enumerators.
std::span<const FormatDescription> formats();

/// `junit=build/TEST-refresh.xml`, `human`, `json=-`. Fails on a name that is not known, with the
/// one that was probably meant as the hint, and on an empty file.
Expected<FormatRequest> parse_format(std::string_view text);

/// What the command knows about its surroundings. Each report uses what concerns it.
struct RenderOptions {
  Colour colour = Colour::Off;  ///< of standard output; a file is never coloured
  Verbosity verbosity = Verbosity::Normal;
  HostInformation host = HostInformation::LeftOut;
  std::size_t width = columns_max;
};

/// Opens the file, if one was asked for: a whole file or none for `human`, `replay` and `junit`, a
/// growing one for `json` (sink.h). `standard_output` must outlive the renderer.
Expected<std::unique_ptr<Renderer>> make_renderer(const FormatRequest& request,
                                                  const RenderOptions& options,
                                                  std::FILE* standard_output);

/// The same into any sink.
std::unique_ptr<Renderer> make_renderer(Format format, const RenderOptions& options,
                                        std::unique_ptr<Sink> sink);

}  // namespace rehearse::reports
