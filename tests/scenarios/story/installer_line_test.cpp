#include "rehearse/scenarios/story/installer_line.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/text/files.h"

/// The command lines of AXUpdateInstaller.exe, as documented and as people mistype them.
namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::value_of;

/// `column: message (hint)`.
std::string mistake_in(std::string_view line) {
  const Error error = error_of(parse_installer_line(line));
  constexpr std::string_view prefix = "read command line: ";
  BOOST_TEST(error.what.starts_with(prefix));
  BOOST_TEST(error.excerpt.starts_with(line));
  return fmt::format("{}: {}{}", error.where.column, error.what.substr(prefix.size()),
                     error.hint.empty() ? "" : fmt::format(" ({})", error.hint));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(story_installer_line_test)

BOOST_AUTO_TEST_CASE(the_documented_lines) {
  const auto generate = value_of(parse_installer_line(
      R"(.\AXUpdateInstaller.exe generate -runbookid="MajorVersionDataUpgrade-runbook" )"
      R"(-topologyfile="DefaultTopologyData.xml" -servicemodelfile="DefaultServiceModelData.xml" )"
      R"(-runbookfile="MajorVersionDataUpgrade-runbook.xml")"));
  BOOST_TEST((std::get<GenerateLine>(generate) ==
              GenerateLine{"MajorVersionDataUpgrade-runbook", "DefaultTopologyData.xml",
                           "DefaultServiceModelData.xml", "MajorVersionDataUpgrade-runbook.xml"}));
  const auto import = value_of(parse_installer_line(
      R"(.\AXUpdateInstaller.exe import -runbookfile="MajorVersionDataUpgrade-runbook.xml")"));
  BOOST_TEST((std::get<ImportLine>(import).runbook_file == "MajorVersionDataUpgrade-runbook.xml"));
  const auto rerun = value_of(parse_installer_line(
      R"(.\AXUpdateInstaller.exe execute -runbookid="MajorVersionDataUpgrade-runbook" )"
      R"(-rerunstep=3)"));
  BOOST_TEST((std::get<ExecuteLine>(rerun) == ExecuteLine{"MajorVersionDataUpgrade-runbook", 3}));
}

BOOST_AUTO_TEST_CASE(case_order_and_the_name_of_the_program_do_not_matter) {
  const auto line = value_of(parse_installer_line("EXECUTE -RerunStep=12 -RUNBOOKID=R"));
  BOOST_TEST((std::get<ExecuteLine>(line) == ExecuteLine{"R", 12}));
  const auto quoted = value_of(parse_installer_line("import  -runbookfile=\"my runbook.xml\" "));
  BOOST_TEST((std::get<ImportLine>(quoted).runbook_file == "my runbook.xml"));
}

BOOST_AUTO_TEST_CASE(mistakes_are_shown_where_they_are) {
  BOOST_TEST(mistake_in("") == "1: there is no command (write generate, import or execute)");
  BOOST_TEST(mistake_in("AXUpdateInstaller.exe exceute -runbookid=R") ==
             "23: \"exceute\" is no command of AXUpdateInstaller (did you mean execute?)");
  BOOST_TEST(mistake_in("import -runbokfile=R.xml") ==
             "8: -runbokfile is no option of this command (did you mean -runbookfile?)");
  BOOST_TEST(mistake_in("import") == "7: the option -runbookfile is missing");
  BOOST_TEST(mistake_in("import -runbookfile=") ==
             "8: -runbookfile has no value (write -runbookfile=...)");
  BOOST_TEST(mistake_in("import -runbookfile=a -runbookfile=b") ==
             "23: -runbookfile is given twice");
  BOOST_TEST(mistake_in("import -runbookfile=\"a") == "21: the quote is not closed");
  BOOST_TEST(mistake_in("execute -runbookid=R -rerunstep=5.3") ==
             "22: 5.3 is not the number of a step (this runbook has steps, and no numbers for what "
             "is inside)");
  BOOST_TEST(mistake_in("execute -runbookid=R -rerunstep=0") ==
             "22: 0 is not the number of a step (write -rerunstep=3)");
}

BOOST_AUTO_TEST_CASE(names_of_packages) {
  const model::Version version = *model::Version::parse("10.0.26");
  BOOST_TEST((read_package_name("AX2012DataUpgrade-10.0.26") == PackageName{true, version}));
  BOOST_TEST((read_package_name("ax2012dataupgrade 10.0.26.zip") == PackageName{true, version}));
  BOOST_TEST((read_package_name("MajorVersionDataUpgrade-10.0.26") == PackageName{false, version}));
  BOOST_TEST((read_package_name("AX2012DataUpgrade") == PackageName{true, {}}));
}

BOOST_AUTO_TEST_CASE(folders_of_packages) {
  BOOST_TEST(is_temp_folder("C:\\Temp"));
  BOOST_TEST(is_temp_folder("c:\\temp\\upgrade"));
  BOOST_TEST(!is_temp_folder("C:\\Temporary"));
  BOOST_TEST(!is_temp_folder("D:\\Temp"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
