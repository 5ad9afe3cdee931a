#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include "rehearse/cli/options/options.h"
#include "rehearse/cli/terminal/interrupt.h"
#include "rehearse/cli/terminal/terminal.h"

/// Room `cli/commands`. The commands, one source each, and `main`.
namespace rehearse::cli {
namespace {

ExitCode cannot_print(const std::error_code& code) {
  return trouble({fmt::format("write standard output: {}", code.message()), {}, {}, {}});
}

ExitCode answer(int count, const char* const* arguments) {
  const auto errand = read_options(count, arguments);
  if (const auto* code = std::get_if<ExitCode>(&errand)) return *code;
  return std::get<Errand>(errand)();
}

ExitCode command(int count, const char* const* arguments) {
  keep_standard_streams();
  stop_on_signals();
  try {
    const ExitCode code = answer(count, arguments);
    if (std::fflush(stdout) != 0) return cannot_print({errno, std::generic_category()});
    return code;
  } catch (const std::system_error& error) {  // fmt::print on a full disk
    if (std::ferror(stdout) == 0) throw;
    return cannot_print(error.code());
  }
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
