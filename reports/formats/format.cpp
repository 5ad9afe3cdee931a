#include "rehearse/reports/formats/format.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/base/suggestion.h"
#include "rehearse/reports/formats/json_lines.h"
#include "rehearse/reports/formats/junit.h"
#include "rehearse/reports/formats/replay.h"

namespace rehearse::reports {
namespace {

using SinkHandle = std::unique_ptr<Sink>;
using Handle = std::unique_ptr<Renderer>;

constexpr auto rows = std::to_array<Format>({
    {"human", "for people: groups, failures in full, a summary", FileKind::Whole, Reader::Person,
     [](SinkHandle sink, const RenderOptions& options) -> Handle {
       return human_renderer(std::move(sink),
                             {options.colour, options.verbosity, options.host, options.width});
     }},
    {"replay", "every step of a scenario and what changed in it", FileKind::Whole, Reader::Person,
     [](SinkHandle sink, const RenderOptions& options) -> Handle {
       return replay_renderer(std::move(sink), {options.colour, options.width});
     }},
    {"json", "the record itself, one JSON object a line", FileKind::Growing, Reader::Program,
     [](SinkHandle sink, const RenderOptions& options) -> Handle {
       return json_lines_renderer(std::move(sink), options.host);
     }},
    {"junit", "JUnit XML for GitLab, Jenkins and Azure DevOps", FileKind::Whole, Reader::Program,
     [](SinkHandle sink, const RenderOptions& options) -> Handle {
       return junit_renderer(std::move(sink), options.host);
     }},
});

const Format* find(std::string_view name) {
  const auto* row = std::ranges::find(rows, name, &Format::name);
  return row == rows.end() ? nullptr : row;
}

Error unknown_format(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Format& row : rows) names.push_back(row.name);
  std::string hint = model::did_you_mean(name, names);
  if (hint.empty()) hint = fmt::format("the formats are {}", fmt::join(names, ", "));
  return {fmt::format("choose report: unknown format \"{}\"", printable(name)), {}, hint, {}};
}

Expected<std::unique_ptr<Sink>> open_sink(const FormatRequest& request,
                                          std::FILE* standard_output) {
  if (request.file.empty()) return stream_sink(standard_output, "standard output");
  switch (format_called(request.format).file) {
    case FileKind::Growing:
      return growing_file_sink(request.file);
    case FileKind::Whole:
      break;
  }
  return whole_file_sink(request.file);
}

}  // namespace

std::span<const Format> formats() { return rows; }

const Format& format_called(std::string_view name) {
  const Format* format = find(name);
  REHEARSE_ASSERT(format != nullptr);
  return *format;
}

Expected<FormatRequest> parse_format(std::string_view text) {
  const std::size_t equals = text.find('=');
  const Format* format = find(text.substr(0, equals));
  if (format == nullptr) return std::unexpected(unknown_format(text.substr(0, equals)));
  const std::string name(format->name);
  if (equals == text.npos) return FormatRequest{name, {}};
  const std::string_view file = text.substr(equals + 1);
  if (!file.empty()) return FormatRequest{name, file == "-" ? "" : std::string(file)};
  return std::unexpected(Error{fmt::format("choose report: no file in \"{}\"", text),
                               {},
                               fmt::format("{} or {}FILE", text.substr(0, equals), text),
                               {}});
}

Expected<std::unique_ptr<Renderer>> make_renderer(const FormatRequest& request,
                                                  const RenderOptions& options,
                                                  std::FILE* standard_output) {
  RenderOptions adapted = options;
  if (!request.file.empty()) adapted.colour = Colour::Off;
  auto sink = open_sink(request, standard_output);
  if (!sink) return std::unexpected(std::move(sink.error()));
  return format_called(request.format).make(std::move(*sink), adapted);
}

}  // namespace rehearse::reports
