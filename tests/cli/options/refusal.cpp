#include "rehearse/tests/cli/options/refusal.h"

namespace rehearse::tests {
namespace {

std::string with_steps(std::string_view head, std::string_view steps) {
  return fmt::format("{{ \"scenario\": \"a test\", {}\"steps\": [\n{} ] }}", head, steps);
}

}  // namespace

void check_refused(const Folder& folder, Arguments arguments, const std::string& start,
                   const std::vector<std::string>& parts) {
  arguments.insert(arguments.begin(),
                   {"run", "--format", "junit=out.xml", "--format", "json=out.ndjson"});
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  BOOST_CHECK_MESSAGE(outcome.err.starts_with("rehearse: " + start), "not first: " << start << "\n"
                                                                                   << outcome.err);
  check_contains(outcome.err, parts);
  BOOST_CHECK_EQUAL(count(outcome.err, "rehearse: "), 1);
  for (const char* file : {"out.xml", "out.xml.partial", "out.ndjson"})
    BOOST_CHECK_MESSAGE(!std::filesystem::exists(folder.path(file)), file << " was left");
}

void check_text_refused(std::string_view text, const std::string& place,
                        const std::vector<std::string>& parts) {
  const Folder folder;
  folder.write("bad.json", text);
  check_refused(folder, {"bad.json"}, "bad.json" + place + ": ", parts);
}

void check_step_refused(std::string_view step, int column, const std::vector<std::string>& parts) {
  check_text_refused(with_steps("", step), fmt::format(":2:{}", column), parts);
}

void check_request_refused(std::string_view step, int column,
                           const std::vector<std::string>& parts) {
  check_text_refused(with_steps(in_2017, step), fmt::format(":2:{}", column), parts);
}

void check_policy_refused(const std::string& base, std::string_view text, int column,
                          const std::vector<std::string>& parts) {
  const Folder folder;
  folder.write("mine.json",
               fmt::format("{{ \"policy\": \"mine\", \"extends\": \"{}\",\n{} }}", base, text));
  check_refused(folder, {"--policy", "mine.json"}, fmt::format("mine.json:2:{}: ", column), parts);
}

void check_denied(const Denied& denied) {
  const Folder folder;
  const auto play = [&](const std::string& expectation) {
    folder.write("a.json", with_steps(denied.head, fmt::format("{}\n{}{} }}", denied.before,
                                                               denied.step, expectation)));
    return rehearse(folder, {"run", "a.json"});
  };
  const Outcome hoping = play("");
  BOOST_CHECK_EQUAL(hoping.code, 1);
  BOOST_CHECK_EQUAL(hoping.err, "");
  check_contains(
      hoping.out,
      {"actual     denied by " + fmt::format("{}\n", fmt::join(denied.rules, ", ")), "a.json:3:1"});
  for (const std::string& rule : denied.rules)
    check_contains(hoping.out, {fmt::format("✗ denied   {}: ", rule)});
  check_contains(hoping.out, denied.reasons);
  const Outcome knowing = play(
      fmt::format(R"(, "expect": {{ "denied_by": ["{}"] }})", fmt::join(denied.rules, "\", \"")));
  BOOST_CHECK_MESSAGE(knowing.code == 0, knowing.out << knowing.err);
}

}  // namespace rehearse::tests
