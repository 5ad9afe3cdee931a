#include "rehearse/cli/work/reporting.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/reports/formats/format.h"

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

/// Two reports in one place would destroy each other.
Expected<void> check_places(const std::vector<reports::FormatRequest>& requests) {
  const auto place = [](const reports::FormatRequest& request) {
    return std::filesystem::path(request.file).lexically_normal();
  };
  for (auto one = requests.begin(); one != requests.end(); ++one) {
    for (auto other = std::next(one); other != requests.end(); ++other) {
      if (place(*one) != place(*other)) continue;
      const std::string shared =
          one->file.empty() ? "standard output" : fmt::format("\"{}\"", one->file);
      auto error =
          fail("write reports: {} and {} both go to {}", one->format, other->format, shared);
      error.error().hint = fmt::format("give each its own: --format {}=FILE", other->format);
      return error;
    }
  }
  return {};
}

}  // namespace

Expected<Reporting> Reporting::open(const RunRequest& request) {
  auto requests = requests_of(request);
  if (!requests) return std::unexpected(requests.error());
  if (auto checked = check_places(*requests); !checked) return std::unexpected(checked.error());
  // Those that grow come last: an error of another must not leave an empty file behind.
  std::ranges::stable_partition(*requests, [](const reports::FormatRequest& each) {
    return reports::format_called(each.format).file == reports::FileKind::Whole;
  });
  Reporting reporting;
  for (const reports::FormatRequest& each : *requests) {
    reports::RenderOptions options = render_options(request);
    // People at a terminal see what was measured; a file is the same in every run.
    if (reports::format_called(each.format).reader == reports::Reader::Person &&
        each.file.empty()) {
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
