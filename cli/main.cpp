#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"

namespace rehearse::cli {
namespace {

struct Dispatch {
  ExitCode operator()(const RunRequest& request) const { return run(request); }
  ExitCode operator()(const ReplayRequest& request) const { return replay(request); }
  ExitCode operator()(const ExplainRequest& request) const { return explain(request); }
  ExitCode operator()(const SchemaRequest& request) const { return schema(request); }
  ExitCode operator()(const ExportRequest& request) const { return export_databases(request); }
};

ExitCode command(int count, const char* const* arguments) {
  stop_on_signals();
  const auto request = read_options(count, arguments);
  if (const auto* code = std::get_if<ExitCode>(&request)) return *code;
  const ExitCode code = std::visit(Dispatch{}, std::get<Request>(request));
  if (std::fflush(stdout) != 0)
    return trouble({"write standard output", {}, "is the disk full?", {}});
  return code;
}

}  // namespace
}  // namespace rehearse::cli

int main(int count, char** arguments) {
  using rehearse::cli::ExitCode;
  try {
    return static_cast<int>(rehearse::cli::command(count, arguments));
  } catch (const std::exception& bug) {
    fmt::print(stderr, "rehearse: internal error: {}\n", bug.what());
  } catch (...) {
    fmt::print(stderr, "rehearse: internal error of unknown kind\n");
  }
  return static_cast<int>(ExitCode::Internal);
}
