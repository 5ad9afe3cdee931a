#include <algorithm>

#include "tests/cli/command.h"

/// Every command that a document shows runs, and ends as the document says: with code 0, or with
/// the one in a comment behind it, `# exit code 1`.
namespace rehearse::tests {
namespace {

struct Shown {
  std::size_t line = 0;
  std::string command;
  int code = 0;
};

std::vector<std::string> documents() {
  const std::filesystem::path root(REHEARSE_SOURCE_DIR);
  std::vector<std::string> documents;
  if (std::filesystem::exists(root / "README.md"))
    documents.push_back((root / "README.md").string());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") documents.push_back(entry.path().string());
  std::ranges::sort(documents);
  return documents;
}

/// A word that stands for another: FILE, or a file that the reader has and we have not.
bool is_placeholder(const std::string& word) {
  if (word.starts_with("my-") || word.starts_with("my/")) return word != "my-policy.json";
  return word.size() > 1 && std::ranges::all_of(word, [](char letter) {
           return ('A' <= letter && letter <= 'Z') || letter == '_';
         });
}

bool has_placeholder(const std::string& command) {
  std::istringstream words(command);
  for (std::string word; words >> word;)
    if (is_placeholder(word)) return true;
  return false;
}

Shown shown_by(const std::string& text, std::size_t line) {
  constexpr std::string_view mark = "# exit code ";
  const std::size_t at = text.find(mark);
  const int code = at == text.npos ? 0 : std::stoi(text.substr(at + mark.size()));
  return {line, text.substr(text.starts_with("$ ") ? 2 : 0), code};
}

/// The lines of ```sh blocks that begin with `rehearse`, and can be run.
std::vector<Shown> commands_in(const std::string& document) {
  std::vector<Shown> commands;
  bool in_block = false;
  std::size_t line = 0;
  for (const std::string& text : lines_of(text_of(document))) {
    ++line;
    if (text.starts_with("```")) in_block = text == "```sh";
    const bool is_ours = text.starts_with("rehearse ") || text.starts_with("$ rehearse ");
    if (in_block && is_ours && !has_placeholder(text)) commands.push_back(shown_by(text, line));
  }
  return commands;
}

/// What a reader has who follows the documents: the repository, and a policy that allows the same.
void furnish(const Folder& folder) {
  folder.write("my-policy.json", R"({ "policy": "my-policy", "extends": "self-service-2020" })");
  for (const char* name : {"scenarios", "fixtures", "docs"})
    std::filesystem::create_directory_symlink(std::filesystem::path(REHEARSE_SOURCE_DIR) / name,
                                              folder.path(name));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(documents_test)

BOOST_AUTO_TEST_CASE(commands_in_documents_run) {
  std::size_t run = 0;
  for (const std::string& document : documents()) {
    const Folder folder;
    furnish(folder);
    for (const Shown& shown : commands_in(document)) {
      const Outcome outcome = program(folder, "bash", {"-c", shown.command});
      BOOST_CHECK_MESSAGE(outcome.code == shown.code,
                          fmt::format("{}:{}: {} ended with code {}\n{}", document, shown.line,
                                      shown.command, outcome.code, outcome.err));
      ++run;
    }
  }
  BOOST_CHECK_GT(run, 0);
}

BOOST_AUTO_TEST_CASE(placeholders_are_told_from_names) {
  BOOST_CHECK(has_placeholder("rehearse replay FILE"));
  BOOST_CHECK(has_placeholder("rehearse run my-scenario.json"));
  BOOST_CHECK(!has_placeholder("rehearse explain REF-57"));
  BOOST_CHECK(!has_placeholder("rehearse run --policy my-policy.json"));
}

BOOST_AUTO_TEST_CASE(exit_code_behind_a_command_is_understood) {
  BOOST_CHECK_EQUAL(shown_by("rehearse run x  # exit code 1: it fails", 1).code, 1);
  BOOST_CHECK_EQUAL(shown_by("$ rehearse run", 1).command, "rehearse run");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
