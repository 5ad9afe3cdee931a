#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "rehearse/reports/formats/human.h"
#include "rehearse/reports/out/renderer.h"
#include "rehearse/reports/out/sink.h"
#include "rehearse/reports/record/lines.h"

/// Room `reports/formats`. The formats, each a renderer, and the pages of the processes.
///
/// The reports by name: what `--format NAME[=FILE]` means.
namespace rehearse::reports {

/// What the command knows about its surroundings. Each report uses what concerns it.
struct RenderOptions {
  Colour colour = Colour::Off;  ///< of standard output; a file is never coloured
  Verbosity verbosity = Verbosity::Normal;
  HostInformation host = HostInformation::LeftOut;
  std::size_t width = columns_max;
};

/// How the file of a report comes to be (out/sink.h).
enum class FileKind : std::uint8_t {
  Whole,    ///< it is there when it is complete, or not at all
  Growing,  ///< worth reading from its first line on
};

/// Who reads a report.
enum class Reader : std::uint8_t {
  Person,   ///< sees measured times on standard output
  Program,  ///< gets the same bytes in every run, unless it asks for more
};

/// A report by name. All that there is of it besides its row is a module of its own.
struct Format {
  std::string_view name;
  std::string_view sentence;  ///< a line of `--help`
  FileKind file;
  Reader reader;
  std::unique_ptr<Renderer> (*make)(std::unique_ptr<Sink>, const RenderOptions&);
};

/// All of them; the first is the report that people get who ask for none.
std::span<const Format> formats();

/// The one called `name`, which must be one of them.
const Format& format_called(std::string_view name);

/// A report that somebody asked for.
struct FormatRequest {
  std::string format = std::string(formats().front().name);  ///< a name out of `formats`
  std::string file;  ///< empty for standard output, also when `-` was given

  bool operator==(const FormatRequest&) const = default;
};

/// `junit=build/TEST-refresh.xml`, `human`, `json=-`. Fails on a name that is not known, with the
/// one that was probably meant as the hint, and on an empty file.
Expected<FormatRequest> parse_format(std::string_view text);

/// Opens the file, if one was asked for. `standard_output` must outlive the renderer.
Expected<std::unique_ptr<Renderer>> make_renderer(const FormatRequest& request,
                                                  const RenderOptions& options,
                                                  std::FILE* standard_output);

}  // namespace rehearse::reports
