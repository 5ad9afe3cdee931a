#include "reports/format.h"

#include <array>
#include <utility>
#include <vector>

#include "model/rule_suggestion.h"
#include "reports/json_lines.h"
#include "reports/junit.h"
#include "reports/replay.h"

namespace rehearse::reports {
namespace {

constexpr std::array<FormatDescription, 4> descriptions = {{
    {Format::Human, "human", "for people: groups, failures in full, a summary"},
    {Format::Replay, "replay", "every step of a scenario and what changed in it"},
    {Format::Json, "json", "the record itself, one JSON object a line"},
    {Format::Junit, "junit", "JUnit XML for GitLab, Jenkins and Azure DevOps"},
}};

Expected<Format> parse_name(std::string_view name) {
  std::vector<std::string_view> names;
  for (const FormatDescription& description : descriptions) {
    if (description.name == name) return description.format;
    names.push_back(description.name);
  }
  std::string hint = model::did_you_mean(name, names);
  if (hint.empty()) hint = fmt::format("the formats are {}", fmt::join(names, ", "));
  return std::unexpected(
      Error{fmt::format("choose report: unknown format \"{}\"", printable(name)), {}, hint, {}});
}

/// A record is worth reading from its first line on; the other reports only when they are whole.
Expected<std::unique_ptr<Sink>> open_sink(const FormatRequest& request,
                                          std::FILE* standard_output) {
  if (request.file.empty()) return stream_sink(standard_output, "standard output");
  return request.format == Format::Json ? growing_file_sink(request.file)
                                        : whole_file_sink(request.file);
}

}  // namespace

std::span<const FormatDescription> formats() { return descriptions; }

Expected<FormatRequest> parse_format(std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto format = parse_name(text.substr(0, equals));
  if (!format) return std::unexpected(format.error());
  if (equals == text.npos) return FormatRequest{*format, {}};
  const std::string_view file = text.substr(equals + 1);
  if (!file.empty()) return FormatRequest{*format, file == "-" ? "" : std::string(file)};
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
  return make_renderer(request.format, adapted, std::move(*sink));
}

std::unique_ptr<Renderer> make_renderer(Format format, const RenderOptions& options,
                                        std::unique_ptr<Sink> sink) {
  switch (format) {
    case Format::Replay:
      return replay_renderer(std::move(sink), {options.colour, options.width});
    case Format::Json:
      return json_lines_renderer(std::move(sink), options.host);
    case Format::Junit:
      return junit_renderer(std::move(sink), options.host);
    case Format::Human:
      break;
  }
  return human_renderer(std::move(sink),
                        {options.colour, options.verbosity, options.host, options.width});
}

}  // namespace rehearse::reports
