#include "cli/reporting.h"

#include <cstdio>

#include "cli/commands.h"
#include "reports/format.h"

namespace rehearse::cli {
namespace {

reports::RenderOptions render_options(const RunRequest& request) {
  reports::RenderOptions options;
  options.colour = wants_colour(request.colour) ? reports::Colour::On : reports::Colour::Off;
  options.host = request.host_information ? reports::HostInformation::Included
                                          : reports::HostInformation::LeftOut;
  if (request.verbosity < 0) options.verbosity = reports::Verbosity::Quiet;
  if (request.verbosity > 0) options.verbosity = reports::Verbosity::Verbose;
  return options;
}

/// `--format` and `--output` as requests: the output goes to the last format without a file.
Expected<std::vector<reports::FormatRequest>> requests_of(const RunRequest& request) {
  std::vector<reports::FormatRequest> requests;
  for (const std::string& text : request.formats) {
    auto format = reports::parse_format(text);
    if (!format) return std::unexpected(format.error());
    requests.push_back(std::move(*format));
  }
  if (requests.empty()) requests.emplace_back();
  if (request.output.empty() || request.output == "-") return requests;
  for (auto each = requests.rbegin(); each != requests.rend(); ++each) {
    if (!each->file.empty()) continue;
    each->file = request.output;
    return requests;
  }
  return fail("write \"{}\": every format has a file already", request.output);
}

}  // namespace

Expected<Reporting> Reporting::open(const RunRequest& request) {
  const auto requests = requests_of(request);
  if (!requests) return std::unexpected(requests.error());
  Reporting reporting;
  for (const reports::FormatRequest& each : *requests) {
    reports::RenderOptions options = render_options(request);
    // People at a terminal see what was measured; a file is the same in every run.
    if (each.format == reports::Format::Human && each.file.empty()) {
      options.host = reports::HostInformation::Included;
    }
    auto renderer = reports::make_renderer(each, options, stdout);
    if (!renderer) return std::unexpected(renderer.error());
    reporting.renderers_.push_back(std::move(*renderer));
  }
  return reporting;
}

void Reporting::take(const model::Record& record) {
  for (const auto& renderer : renderers_) note(renderer->take(record));
}

Expected<void> Reporting::finish() {
  for (const auto& renderer : renderers_) note(renderer->finish());
  if (error_) return std::unexpected(*error_);
  return {};
}

void Reporting::note(Expected<void> written) {
  if (!written && !error_) error_ = std::move(written.error());
}

}  // namespace rehearse::cli
