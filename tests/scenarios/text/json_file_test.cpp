#include "rehearse/scenarios/text/json_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "rehearse/model/world/world.h"
#include "rehearse/tests/property.h"
#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::Folder;
using tests::value_of;

struct Job {
  std::string name;
  model::EnvironmentKind kind = model::EnvironmentKind::Sandbox;
  std::optional<model::Instant> at;
  std::vector<std::string> cites;
  std::uint16_t files = 0;
  model::Capacity size;
  model::EnumSet<model::Database> databases;
};

Expected<void> read(const Cursor& cursor, Job& job) {
  Object object(cursor);
  object.required("name", NonEmpty{job.name});
  object.optional("kind", job.kind);
  object.optional("at", job.at);
  object.optional("cites", job.cites);
  object.optional("files", job.files, Range{0, 100});
  object.optional("size", job.size);
  object.optional("databases", job.databases);
  object.optional("mistake", [](const Cursor& text) -> Expected<void> {
    return text.fail_within(
        {"parse condition: what is this?", {"", 2, 3, ""}, "", "  c\"d\n    ^"});
  });
  return object.finish();
}

Expected<std::vector<Job>> jobs_in(std::string_view text) {
  const auto root = parse_json(text, "jobs.json", "read jobs");
  if (!root) return std::unexpected(root.error());
  std::vector<Job> jobs;
  if (auto done = read(*root, jobs); !done) return std::unexpected(done.error());
  return jobs;
}

std::string message_of(std::string_view text) { return to_string(error_of(jobs_in(text))); }

BOOST_AUTO_TEST_SUITE(text_json_file_test)

BOOST_AUTO_TEST_CASE(a_file_with_comments_is_read) {
  const auto jobs = value_of(jobs_in(R"([ // all of them
    { "name": "one", /* no kind: a sandbox */ "at": "2020-03-02T09:00:00Z", "cites": ["REF-1"] },
    { "name": "two", "kind": "Production", "files": 7, "size": "2 GB",
      "databases": ["financial-reporting"] } ])"));
  BOOST_TEST(jobs.size() == 2);
  BOOST_TEST(jobs[0].name == "one");
  BOOST_TEST(to_string(jobs[0].at.value()) == "2020-03-02T09:00:00Z");
  BOOST_TEST(jobs[0].cites == std::vector<std::string>{"REF-1"});
  BOOST_TEST(!jobs[1].at.has_value());
  BOOST_TEST((jobs[1].kind == model::EnvironmentKind::Production));
  BOOST_TEST(jobs[1].files == 7);
  BOOST_TEST((jobs[1].size == model::gigabytes(2)));
  BOOST_TEST(to_string(jobs[1].databases) == "financial-reporting");
}

BOOST_AUTO_TEST_CASE(an_error_shows_the_value_the_place_and_what_was_meant) {
  BOOST_TEST(message_of("[\n  { \"name\": \"a\",\n    \"kind\": \"prodution\" }\n]") ==
             "jobs.json:3:13: read jobs: kind cannot be \"prodution\" (at /0/kind)\n"
             "      \"kind\": \"prodution\" }\n"
             "              ^\n"
             "  hint: did you mean \"production\"? it is one of \"production\", \"sandbox\", "
             "\"developer\"");
}

BOOST_AUTO_TEST_CASE(a_misspelt_key_is_found_before_the_missing_one) {
  const Error error = error_of(jobs_in("[{\"nmae\": \"a\"}]"));
  BOOST_TEST(error.what == "read jobs: unknown key \"nmae\"");
  BOOST_TEST(error.where.pointer == "/0/nmae");
  BOOST_TEST(error.where.column == 3);
  BOOST_TEST(error.hint == "did you mean \"name\"?");
}

BOOST_AUTO_TEST_CASE(a_key_that_resembles_none_lists_them_all) {
  BOOST_TEST(error_of(jobs_in("[{\"name\": \"a\", \"zzz\": 1}]")).hint ==
             "known here: \"name\", \"kind\", \"at\", \"cites\", \"files\", \"size\", "
             "\"databases\", \"mistake\"");
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_reported_at_its_object) {
  const Error error = error_of(jobs_in("[{\"files\": 1}]"));
  BOOST_TEST(error.what == "read jobs: the member \"name\" is missing");
  BOOST_TEST(error.where.pointer == "/0");
}

BOOST_AUTO_TEST_CASE(a_value_of_another_type_says_what_it_is) {
  const auto what = [](std::string_view member) {
    return error_of(jobs_in(fmt::format("[{{\"name\": \"a\", {}}}]", member))).what;
  };
  BOOST_TEST(what("\"cites\": \"REF-1\"") ==
             "read jobs: expected a list but found the text \"REF-1\"");
  BOOST_TEST(what("\"cites\": [1]") == "read jobs: expected a text but found the number 1");
  BOOST_TEST(what("\"files\": 101") ==
             "read jobs: expected an integer from 0 to 100 but found the number 101");
  BOOST_TEST(what("\"files\": 1.5") ==
             "read jobs: expected an integer from 0 to 100 but found the number 1.5");
  BOOST_TEST(what("\"files\": 18446744073709551615") ==
             "read jobs: expected an integer from 0 to 100 but found the number "
             "18446744073709551615");
  BOOST_TEST(
      what("\"kind\": null") ==
      "read jobs: expected one of \"production\", \"sandbox\", \"developer\" but found null");
  BOOST_TEST(what("\"size\": \"-5 GB\"") ==
             "read jobs: expected a capacity but found the text \"-5 GB\"");
  BOOST_TEST(what("\"at\": \"2019-02-29T00:00:00Z\"") ==
             "read jobs: expected an instant but found the text \"2019-02-29T00:00:00Z\"");
  BOOST_TEST(what("\"databases\": [\"application\", \"application\"]") ==
             "read jobs: the text \"application\" is listed twice");
  BOOST_TEST(error_of(jobs_in("{}")).what ==
             "read jobs: expected a list but found an empty object");
  BOOST_TEST(error_of(jobs_in("[3]")).what ==
             "read jobs: expected an object but found the number 3");
}

BOOST_AUTO_TEST_CASE(a_text_that_could_steer_a_terminal_is_shown_escaped) {
  const std::string message = message_of("[{\"name\": \"a\", \"kind\": \"\\u001b[31mred\"}]");
  BOOST_TEST(!message.contains('\x1b'));
}

BOOST_AUTO_TEST_CASE(a_long_text_is_shortened_and_so_is_its_line) {
  const std::string line =
      fmt::format("[{{\"name\": \"a\", \"at\": \"{}\"}}]", std::string(500, 'x'));
  const Error error = error_of(jobs_in(line));
  BOOST_TEST(error.what.size() < 150);
  BOOST_TEST(error.excerpt.size() < 250);
  BOOST_TEST(error.excerpt.contains("..."));
}

BOOST_AUTO_TEST_CASE(a_mistake_inside_a_text_is_found_behind_its_escapes) {
  // Column 3 of the text's second line is the d of: c"d
  const Error error =
      error_of(jobs_in("[{\"name\": \"a\",\n \"mistake\": \"\\u00e9b\\nc\\\"d\"}]"));
  BOOST_TEST(error.what == "parse condition: what is this?");
  BOOST_TEST(error.where.file == "jobs.json");
  BOOST_TEST(error.where.line == 2);
  BOOST_TEST(error.where.column == 26);
  BOOST_TEST(error.where.pointer == "/0/mistake");
}

BOOST_AUTO_TEST_CASE(a_key_twice_is_an_error_even_when_spelt_with_escapes) {
  const Error error = error_of(jobs_in("[{\"name\": \"a\",\n  \"n\\u0061me\": \"b\"}]"));
  BOOST_TEST(error.what == "read jobs: the key \"name\" stands here twice");
  BOOST_TEST(error.where.line == 2);
  BOOST_TEST(error.where.column == 3);
}

BOOST_AUTO_TEST_CASE(
    the_place_of_a_value_takes_comments_brackets_in_texts_and_odd_keys_into_account) {
  const auto root = value_of(parse_json(R"({ // { [
  "a/b": [ "]}\"", { "~": -1.5e3 /* , */ , "\u0078": [[], {}, true] } ] })",
                                        "x.json", "read x"));
  const Cursor list = root.find("a/b").value();
  BOOST_TEST(list.pointer() == "/a~1b");
  BOOST_TEST(list.place().column == 10);
  const Cursor object = list.items().at(1);
  BOOST_TEST(object.place().column == 20);
  BOOST_TEST(object.find("~")->place().column == 27);
  BOOST_TEST(object.find("x")->items().at(2).place().column == 63);
  BOOST_TEST(object.find("x")->items().at(2).place().line == 2);
  BOOST_TEST(object.find("x")->items().at(2).label() == "x");
  BOOST_TEST(list.label() == "a/b");
}

BOOST_AUTO_TEST_CASE(broken_json_is_explained) {
  const auto check = [](std::string_view text, std::uint32_t column, std::string_view what,
                        std::string_view hint) {
    const Error error = error_of(jobs_in(text));
    BOOST_TEST(error.what == fmt::format("read jobs: {}", what), text);
    BOOST_TEST(error.where.line == 1, text);
    BOOST_TEST(error.where.column == column, text);
    BOOST_TEST(error.hint == hint, text);
  };
  check(R"([{"name": "a"},])", 16,
        "not valid JSON: unexpected ']'; expected '[', '{', or a literal",
        "remove the comma before it");
  check(R"([{"name": "a" "files": 1}])", 15,
        "not valid JSON: unexpected string literal; expected '}'", "is a comma missing before it?");
  check("[{'name': 1}]", 3, "not valid JSON: invalid literal",
        "texts and keys stand in double quotes");
  check("[True]", 2, "not valid JSON: invalid literal",
        "texts and keys stand in double quotes; the words are true, false and null");
  check(R"([{"name": "a")", 14, "not valid JSON: the file ends too early",
        "a brace, a bracket, a quote or a comment is not closed");
  check(R"([{"name": "a)", 13, "not valid JSON: the file ends too early",
        "a brace, a bracket, a quote or a comment is not closed");
  check("[1e999]", 2, "this number is too large", "");
  check("[] []", 4, "not valid JSON: unexpected '['; expected end of input",
        "a file is one object or list");
  check("  ", 1, "the file is empty", "");
}

// Files -----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_file_that_is_missing) {
  const Folder folder;
  const Error error = error_of(read_json_file(folder.path("nope.json"), "read jobs"));
  BOOST_TEST(error.what == "read jobs: there is no such file");
  BOOST_TEST(error.where.file == folder.path("nope.json"));
  BOOST_TEST(!error.hint.empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_a_folder) {
  const Folder folder;
  BOOST_TEST(error_of(read_json_file(folder.path(""), "read jobs")).what ==
             "read jobs: this is a folder, not a file");
}

BOOST_AUTO_TEST_CASE(a_file_that_may_not_be_read) {
  const Folder folder;
  const std::string path = folder.write("secret.json", "[]");
  BOOST_REQUIRE(chmod(path.c_str(), 0) == 0);
  if (geteuid() == 0) {
    BOOST_TEST_MESSAGE("root may read every file: nothing to see here");
    BOOST_TEST(read_json_file(path, "read jobs").has_value());
    return;
  }
  BOOST_TEST(error_of(read_json_file(path, "read jobs")).what ==
             "read jobs: permission to read it is denied");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_large) {
  const Folder folder;
  const std::string most = "[\"" + std::string(json_bytes_max - 4, 'x') + "\"]";
  BOOST_TEST(read_json_file(folder.write("most.json", most), "read jobs").has_value());
  BOOST_TEST(error_of(read_json_file(folder.write("more.json", most + " "), "read jobs")).what ==
             "read jobs: the file is larger than 16777216 bytes");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_text) {
  const Folder folder;
  BOOST_TEST(
      error_of(read_json_file(folder.write("a", std::string_view("[\0]", 3)), "read jobs")).what ==
      "read jobs: the file looks like a binary file");
  BOOST_TEST(error_of(read_json_file(folder.write("b", std::string_view("\xFF\xFE[\0]\0", 6)),
                                     "read jobs"))
                 .what == "read jobs: the file is UTF-16");
  BOOST_TEST(read_json_file(folder.write("c", "\xEF\xBB\xBF[]"), "read jobs").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_utf_8) {
  for (const std::string_view wrong : {"\xE9", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                       "\xE2\x82", "\x80", "\xF8\x88\x80\x80\x80"}) {
    const Error error =
        error_of(parse_json(fmt::format("[\n // {}\n]", wrong), "a.json", "read a"));
    BOOST_TEST(error.what.ends_with("is not UTF-8"));
    BOOST_TEST(error.where.line == 2);
    BOOST_TEST(error.where.column == 5);
  }
  BOOST_TEST(parse_json("[\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x98\"]", "a", "read a").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_nested_too_deeply) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  BOOST_TEST(parse_json(nested(json_depth_max), "a", "read a").has_value());
  const Error error = error_of(parse_json(nested(json_depth_max + 1), "a", "read a"));
  BOOST_TEST(error.what == "read a: nested more than 64 deep");
  BOOST_TEST(error.where.column == 65);
  BOOST_TEST(!parse_json(std::string(1'000'000, '['), "a", "read a").has_value());
}

BOOST_AUTO_TEST_CASE(any_bytes_at_all_give_a_value_or_one_error) {
  tests::check_property(
      "no text breaks the reader", 20200302,
      [] {
        const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
            std::vector<std::string>{"{",    "}",      "[",        "]",     ",",
                                     ":",    "\"",     "\\",       "\\u12", "a",
                                     "1",    "-",      ".",        "e",     " ",
                                     "\n",   "//",     "/*",       "*/",    "true",
                                     "null", "\"k\":", "\xC3\xA9", "\xFF",  "{\"name\":\"x\"}"}));
        const std::string text = fmt::format("{}", fmt::join(pieces, ""));
        const auto jobs = jobs_in(text);
        RC_ASSERT(jobs.has_value() || !jobs.error().what.empty());
        RC_ASSERT(jobs.has_value() || jobs.error().where.file == "jobs.json");
      },
      {.cases = 2'000});
}

BOOST_AUTO_TEST_CASE(the_place_of_every_value_is_where_it_is) {
  // A number is put somewhere into a random document; its place must lead back to it.
  tests::check_property("places are right", 20200303, [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
        std::vector<std::string>{"[]", "{}", "\"]\"", "\"\\\"\"", "{\"a\":[1,{\"b\":2}]}", "-0.5",
                                 "/*x*/null", "//y\n true"}));
    std::string text = "[";
    for (const std::string& piece : pieces) text += piece + " , ";
    const std::size_t offset = text.size();
    text += "77777]";
    const auto root = parse_json(text, "a", "read a");
    RC_ASSERT(root.has_value());
    const Place place = root->items().back().place();
    const std::size_t line_start = text.substr(0, offset).rfind('\n') + 1;
    RC_ASSERT(place.column == offset - line_start + 1);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
