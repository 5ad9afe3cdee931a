#include "rehearse/scenarios/story/installer_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

#include "rehearse/model/base/suggestion.h"

namespace rehearse::scenarios {
namespace {

constexpr std::string_view program = "axupdateinstaller.exe";
constexpr std::string_view upgrade_package = "ax2012dataupgrade";

constexpr auto commands = std::to_array<std::string_view>({"generate", "import", "execute"});
constexpr auto generate_options = std::to_array<std::string_view>(
    {"-runbookid", "-topologyfile", "-servicemodelfile", "-runbookfile"});
constexpr auto import_options = std::to_array<std::string_view>({"-runbookfile"});
constexpr auto execute_options = std::to_array<std::string_view>({"-runbookid", "-rerunstep"});

/// A part of the line without blanks outside of quotes, and where it begins.
struct Word {
  std::string text;
  std::size_t begin = 0;
};

std::unexpected<Error> fail_at(std::size_t position, std::string what, std::string hint = {}) {
  Error error{std::move(what), {}, std::move(hint), {}};
  error.where.line = 1;
  error.where.column = static_cast<std::uint32_t>(position + 1);
  return std::unexpected(std::move(error));
}

/// Quotes are left out; what stands in them stays together.
Expected<std::vector<Word>> split(std::string_view line) {
  std::vector<Word> words;
  bool is_quoted = false;
  bool is_in_word = false;
  std::size_t quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char letter = line[at];
    const bool is_blank = letter == ' ' || letter == '\t';
    if (is_blank && !is_quoted) {
      is_in_word = false;
      continue;
    }
    if (!is_in_word) words.push_back({{}, at});
    is_in_word = true;
    if (letter == '"') {
      is_quoted = !is_quoted;
      quote = at;
    } else {
      words.back().text += letter;
    }
  }
  if (is_quoted) return fail_at(quote, "the quote is not closed");
  return words;
}

bool is_program(std::string_view word) {
  const std::string folded = model::fold(word);
  return folded == program || folded == fmt::format(".\\{}", program) ||
         folded == "axupdateinstaller";
}

/// The options of one command by position in `names`.
class Options {
 public:
  explicit Options(std::span<const std::string_view> names)
      : names_(names), values_(names.size()), begins_(names.size()) {}

  Expected<void> take(const Word& word) {
    const std::size_t equals = word.text.find('=');
    const std::string name = model::fold(word.text.substr(0, equals));
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) {
      std::string hint = model::did_you_mean(name, names_);
      if (hint.empty()) hint = fmt::format("there are {}", fmt::join(names_, ", "));
      return fail_at(word.begin, fmt::format("{} is no option of this command", name),
                     std::move(hint));
    }
    const auto option = static_cast<std::size_t>(found - names_.begin());
    auto& value = values_[option];
    if (value) return fail_at(word.begin, fmt::format("{} is given twice", name));
    if (equals == word.text.npos || equals + 1 == word.text.size())
      return fail_at(word.begin, fmt::format("{} has no value", name),
                     fmt::format("write {}=...", name));
    value = word.text.substr(equals + 1);
    begins_[option] = word.begin;
    return {};
  }

  /// The first of the options `needed` that is not there.
  Expected<void> require(std::size_t needed, std::size_t end) const {
    for (std::size_t option = 0; option < needed; ++option) {
      if (!values_[option])
        return fail_at(end, fmt::format("the option {} is missing", names_[option]));
    }
    return {};
  }

  const std::optional<std::string>& operator[](std::size_t option) const { return values_[option]; }

  std::size_t begin(std::size_t option) const { return begins_[option]; }

 private:
  std::span<const std::string_view> names_;
  std::vector<std::optional<std::string>> values_;
  std::vector<std::size_t> begins_;  // positions in the line
};

Expected<Options> read_options(std::span<const Word> words, std::span<const std::string_view> names,
                               std::size_t needed, std::size_t end) {
  Options options(names);
  for (const Word& word : words) {
    if (auto taken = options.take(word); !taken) return std::unexpected(taken.error());
  }
  if (auto complete = options.require(needed, end); !complete)
    return std::unexpected(complete.error());
  return options;
}

/// A step number. Older versions knew sub-steps as well, `5.3` (N-88).
Expected<std::uint16_t> read_step(const std::string& text, std::size_t begin) {
  std::uint16_t step = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), step);
  if (error == std::errc() && rest == text.data() + text.size() && step > 0) return step;
  return fail_at(begin, fmt::format("{} is not the number of a step", text),
                 text.contains('.') ? "this runbook has steps, and no numbers for what is inside"
                                    : "write -rerunstep=3");
}

Expected<InstallerLine> parse(std::string_view line) {
  auto words = split(line);
  if (!words) return std::unexpected(words.error());
  std::span<const Word> rest(*words);
  if (!rest.empty() && is_program(rest.front().text)) rest = rest.subspan(1);
  if (rest.empty())
    return fail_at(line.size(), "there is no command", "write generate, import or execute");
  const Word command = rest.front();
  const std::string name = model::fold(command.text);
  rest = rest.subspan(1);
  if (name == "generate") {
    const auto options = read_options(rest, generate_options, 4, line.size());
    if (!options) return std::unexpected(options.error());
    return GenerateLine{*(*options)[0], *(*options)[1], *(*options)[2], *(*options)[3]};
  }
  if (name == "import") {
    const auto options = read_options(rest, import_options, 1, line.size());
    if (!options) return std::unexpected(options.error());
    return ImportLine{*(*options)[0]};
  }
  if (name == "execute") {
    const auto options = read_options(rest, execute_options, 1, line.size());
    if (!options) return std::unexpected(options.error());
    ExecuteLine execute{*(*options)[0], {}};
    if (!(*options)[1]) return execute;
    const auto step = read_step(*(*options)[1], options->begin(1));
    if (!step) return std::unexpected(step.error());
    execute.rerun_step = *step;
    return execute;
  }
  std::string hint = model::did_you_mean(name, commands);
  return fail_at(command.begin, fmt::format("\"{}\" is no command of AXUpdateInstaller", name),
                 hint.empty() ? "there are generate, import and execute" : std::move(hint));
}

}  // namespace

Expected<InstallerLine> parse_installer_line(std::string_view line) {
  auto parsed = parse(line);
  if (parsed) return parsed;
  Error error = std::move(parsed.error());
  error.what = fmt::format("read command line: {}", error.what);
  error.excerpt = fmt::format("{}\n{:>{}}", line, '^', error.where.column);
  return std::unexpected(std::move(error));
}

PackageName read_package_name(std::string_view name) {
  PackageName read;
  read.is_for_upgrades = model::fold(name).starts_with(upgrade_package);
  const std::size_t last = name.find_last_of("- ");
  if (last == name.npos) return read;
  std::string_view end = name.substr(last + 1);
  if (model::fold(end).ends_with(".zip")) end.remove_suffix(4);
  read.version = model::Version::parse(end).value_or(model::Version());
  return read;
}

bool is_temp_folder(std::string_view folder) {
  const std::string folded = model::fold(folder);
  constexpr std::string_view temp = "c:\\temp";
  return folded == temp || folded.starts_with("c:\\temp\\");
}

}  // namespace rehearse::scenarios
