#include "rehearse/cli/options/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/model/base/assert.h"
#include "rehearse/model/base/suggestion.h"

namespace rehearse::cli {
namespace {

ExitCode usage_trouble(const std::string& what, std::string hint) {
  return trouble({"read command line: " + what, {}, std::move(hint), {}});
}

ExitCode unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> stored;
  for (const CLI::App* command : app.get_subcommands({})) stored.push_back(command->get_name());
  const std::vector<std::string_view> names(stored.begin(), stored.end());
  std::string hint = model::did_you_mean(word, names);
  if (hint.empty()) hint = fmt::format("the commands are {}", fmt::join(names, ", "));
  return usage_trouble(fmt::format("unknown command \"{}\"", word), std::move(hint));
}

ExitCode unknown_option(const CLI::App& command, const std::string& help, std::string_view word) {
  word = word.substr(0, word.find('='));
  std::vector<std::string> stored;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) stored.push_back("--" + name);
  }
  const std::vector<std::string_view> names(stored.begin(), stored.end());
  std::string hint = model::did_you_mean(word, names);
  if (hint.empty()) hint = help;
  if (std::ranges::count(names, word) > 0) hint = "options stand behind the command";
  return usage_trouble(fmt::format("unknown option \"{}\"", word), std::move(hint));
}

/// What the user should have typed, in the form of our other errors.
ExitCode usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const auto commands = app.get_subcommands();
  const std::string help =
      fmt::format("see rehearse {}--help", commands.empty() ? "" : commands[0]->get_name() + " ");
  const std::vector<std::string> words = app.remaining(true);
  if (words.empty() && commands.empty())
    return usage_trouble("a command is missing", "rehearse --help lists them");
  if (words.empty()) return usage_trouble(error.what(), help);
  const std::string& word = words[0];
  if (word.starts_with('-'))
    return unknown_option(commands.empty() ? app : *commands[0], help, word);
  if (commands.empty()) return unknown_command(app, word);
  return usage_trouble(fmt::format("unexpected argument \"{}\"", word), help);
}

/// Help and the version, which CLI11 takes for errors too, are data on standard output.
ExitCode end_of_parsing(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() != 0) return usage_error(app, error);
  std::ostringstream text;
  app.exit(error, text, text);
  fmt::print("{}", text.str());
  return ExitCode::Clean;
}

}  // namespace

std::variant<Errand, ExitCode> read_options(int count, const char* const* arguments) {
  CLI::App app(
      "Rehearse database movements of Dynamics 365 Finance & Operations before production sees "
      "them.",
      "rehearse");
  app.set_version_flag("--version", "rehearse " REHEARSE_VERSION);
  app.require_subcommand(1);
  std::vector<std::pair<const CLI::App*, Errand>> errands;
  for (const Command& command : commands()) {
    CLI::App& options = *app.add_subcommand(command.name, command.sentence);
    errands.emplace_back(&options, command.prepare(options));
  }
  app.footer(examples);  // after the commands, which would inherit it
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return end_of_parsing(app, error);
  }
  const auto chosen =
      std::ranges::find_if(errands, [](const auto& each) { return each.first->parsed(); });
  REHEARSE_ASSERT(chosen != errands.end());
  return std::move(chosen->second);
}

}  // namespace rehearse::cli
