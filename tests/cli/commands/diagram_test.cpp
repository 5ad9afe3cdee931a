#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

const std::vector<std::string> processes = {"refresh",           "restore",
                                            "restore-in-place",  "requested-refresh",
                                            "requested-restore", "data-upgrade"};

/// Code 0, the text on standard output only.
std::string drawn(const Arguments& arguments) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  return outcome.out;
}

void check_unknown(const std::string& name, const std::string& hint) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"diagram", name});
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  BOOST_CHECK_EQUAL(
      outcome.err,
      fmt::format("rehearse: draw process: there is no \"{}\"\n  hint: {}\n", name, hint));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_diagram_test)

BOOST_AUTO_TEST_CASE(one_process_is_drawn_as_on_its_page) {
  for (const std::string& process : processes) {
    const std::string page =
        text_of(fmt::format("{}/docs/processes/{}.md", REHEARSE_SOURCE_DIR, process));
    check_contains(page, {fmt::format("<!-- generated: rehearse diagram {} -->\n{}<!-- end -->\n",
                                      process, drawn({"diagram", process}))});
  }
}

BOOST_AUTO_TEST_CASE(process_is_drawn_and_listed) {
  check_contains(drawn({"diagram", "refresh"}),
                 {"```mermaid\nstateDiagram-v2\n", "  Synchronizing --> Failed: failed\n",
                  "| from | on | if | to |", "| Synchronizing | failed |"});
}

BOOST_AUTO_TEST_CASE(letter_case_does_not_matter) {
  BOOST_CHECK_EQUAL(drawn({"diagram", "Requested-Refresh"}),
                    drawn({"diagram", "requested-refresh"}));
}

BOOST_AUTO_TEST_CASE(without_a_name_all_are_drawn_each_under_its_own) {
  std::string expected;
  for (const std::string& process : processes) {
    expected += expected.empty() ? "" : "\n";
    expected += fmt::format("## {}\n\n{}", process, drawn({"diagram", process}));
  }
  BOOST_CHECK_EQUAL(drawn({"diagram"}), expected);
}

BOOST_AUTO_TEST_CASE(unknown_process_is_corrected) {
  check_unknown("refesh", "did you mean refresh?");
  check_unknown("restore-in-plaice", "did you mean restore-in-place?");
  check_unknown("upgrade",
                "the processes are refresh, restore, restore-in-place, requested-refresh, "
                "requested-restore, data-upgrade");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
