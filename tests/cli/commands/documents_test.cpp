#include <algorithm>
#include <map>
#include <utility>

#include "rehearse/tests/cli/terminal/command.h"

/// Every command that a document shows is run: those of ```sh blocks, those in `backquotes`, and
/// those of transcripts, which begin with `$ ` and go on with what is printed. It must end with
/// code 0, or with the one in a comment behind it (`# exit code 1`), or with 1 if the transcript
/// says FAILED; and print the lines of the transcript, in their order.
namespace rehearse::tests {
namespace {

struct Shown {
  std::size_t line = 0;
  std::string command;
  std::string policy;               ///< text of my-policy.json, as shown above the command
  std::vector<std::string> output;  ///< of a transcript, without what `...` stands for
  int code = 0;
};

/// A word that stands for another: FILE, N, or a file that the reader has and we have not.
bool is_placeholder(const std::string& word) {
  if (word.starts_with("my-") || word.starts_with("my/")) return word != "my-policy.json";
  return std::ranges::all_of(
      word, [](char letter) { return ('A' <= letter && letter <= 'Z') || letter == '_'; });
}

bool can_run(const std::string& command) {
  if (!command.starts_with("rehearse ")) return false;
  std::istringstream words(command);
  for (std::string word; words >> word;)
    if (is_placeholder(word)) return false;
  return true;
}

int code_behind(const std::string& command) {
  constexpr std::string_view mark = "# exit code ";
  const std::size_t at = command.find(mark);
  return at == command.npos ? 0 : std::stoi(command.substr(at + mark.size()));
}

/// Reads a document line by line.
class Reader {
 public:
  void read(const std::string& text) {
    ++line_;
    if (text.starts_with("```")) {
      is_open_ = !is_open_;
      block_ = is_open_ ? text : "";
      in_transcript_ = false;
    } else if (block_.empty()) {
      read_prose(text);
    } else {
      read_block(text);
    }
  }

  const std::vector<Shown>& shown() const { return shown_; }

 private:
  void add(const std::string& command) {
    shown_.push_back({line_, command, policy_, {}, code_behind(command)});
  }

  void read_prose(const std::string& text) {
    for (std::size_t at = text.find('`'); at != text.npos;) {
      const std::size_t end = text.find('`', at + 1);
      const std::string span = text.substr(at + 1, end - at - 1);
      if (can_run(span)) add(span);
      at = end == text.npos ? end : text.find('`', end + 1);
    }
  }

  void read_block(const std::string& text) {
    if (block_ == "```json") {
      if (text.starts_with("{ \"policy\"")) policy_.clear();
      policy_ += text + "\n";
    } else if (text.starts_with("$ ")) {
      in_transcript_ = can_run(text.substr(2));
      if (in_transcript_) add(text.substr(2));
    } else if (in_transcript_) {
      if (text.contains("FAILED:")) shown_.back().code = 1;
      if (!text.empty() && !text.ends_with("...")) shown_.back().output.push_back(text);
    } else if (block_ == "```sh" && can_run(text)) {
      add(text);
    }
  }

  std::vector<Shown> shown_;
  std::string policy_ = R"({ "policy": "my-policy", "extends": "self-service-2020" })";
  std::string block_;  // the line that opened it
  std::size_t line_ = 0;
  bool is_open_ = false;
  bool in_transcript_ = false;
};

std::vector<Shown> commands_in(const std::string& text) {
  Reader reader;
  for (const std::string& line : lines_of(text)) reader.read(line);
  return reader.shown();
}

std::vector<std::string> documents() {
  const std::filesystem::path root(REHEARSE_SOURCE_DIR);
  std::vector<std::string> documents = {(root / "README.md").string()};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") documents.push_back(entry.path().string());
  std::ranges::sort(documents);
  return documents;
}

/// The first of `expected` that does not come behind the one before it; empty when all do.
std::string missing_line(const std::vector<std::string>& expected, const std::string& output) {
  const std::vector<std::string> lines = lines_of(output);
  auto at = lines.begin();
  for (const std::string& line : expected) {
    at = std::find(at, lines.end(), line);
    if (at == lines.end()) return line;
    ++at;
  }
  return {};
}

/// What came of `shown`, which is run where it is first seen: what comes of a command depends on
/// its text and on the policy beside it alone.
const Outcome& outcome_of(const Folder& folder, const Shown& shown) {
  static std::map<std::pair<std::string, std::string>, Outcome> known;
  const auto [at, is_new] = known.try_emplace({shown.command, shown.policy});
  if (is_new) at->second = program(folder, "bash", {"-c", shown.command});
  return at->second;
}

void check(const Folder& folder, const std::string& document, const Shown& shown) {
  folder.write("my-policy.json", shown.policy);
  const Outcome& outcome = outcome_of(folder, shown);
  const std::string where = fmt::format("{}:{}: {}", document, shown.line, shown.command);
  BOOST_CHECK_MESSAGE(outcome.code == shown.code,
                      fmt::format("{} ended with code {}, not {}\n{}", where, outcome.code,
                                  shown.code, outcome.err));
  const std::string missing = missing_line(shown.output, outcome.out);
  BOOST_CHECK_MESSAGE(missing.empty(), fmt::format("{} does not print \"{}\" there:\n{}", where,
                                                   missing, outcome.out));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_documents_test)

BOOST_AUTO_TEST_CASE(commands_in_documents_do_what_is_said_of_them) {
  std::size_t run = 0;
  for (const std::string& document : documents()) {
    const Folder folder;
    for (const char* name : {"scenarios", "fixtures", "docs"})  // as seen from the repository
      std::filesystem::create_directory_symlink(std::filesystem::path(REHEARSE_SOURCE_DIR) / name,
                                                folder.path(name));
    for (const Shown& shown : commands_in(text_of(document))) {
      check(folder, document, shown);
      ++run;
    }
  }
  BOOST_CHECK_GT(run, 10);
}

BOOST_AUTO_TEST_CASE(placeholders_are_told_from_names) {
  BOOST_CHECK(!can_run("rehearse replay FILE"));
  BOOST_CHECK(!can_run("rehearse run --jobs N"));
  BOOST_CHECK(!can_run("rehearse run my-scenario.json"));
  BOOST_CHECK(!can_run("rehearsed"));
  BOOST_CHECK(can_run("rehearse explain REF-57"));
  BOOST_CHECK(can_run("rehearse run --policy my-policy.json"));
}

BOOST_AUTO_TEST_CASE(commands_are_found_wherever_they_stand) {
  const auto shown = commands_in(
      "say `x` or `rehearse run`,\n```json\n{ \"policy\": \"p\" }\n```\n```sh\nls\n"
      "rehearse run  # exit code 1: why\n```\n```\n$ rehearse explain B-45\na\n  ...\nb\n```\n");
  BOOST_REQUIRE_EQUAL(shown.size(), 3);
  BOOST_CHECK_EQUAL(shown[0].command, "rehearse run");
  BOOST_CHECK_EQUAL(shown[1].code, 1);
  BOOST_CHECK_EQUAL(shown[1].policy, "{ \"policy\": \"p\" }\n");
  BOOST_CHECK_EQUAL(shown[2].line, 10);
  BOOST_CHECK_EQUAL(fmt::format("{}", fmt::join(shown[2].output, "|")), "a|b");
}

BOOST_AUTO_TEST_CASE(lines_of_a_transcript_come_in_their_order) {
  BOOST_CHECK_EQUAL(missing_line({"a", "c"}, "a\nb\nc\n"), "");
  BOOST_CHECK_EQUAL(missing_line({"c", "a"}, "a\nb\nc\n"), "a");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
