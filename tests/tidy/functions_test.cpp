#include "rehearse/tests/tidy/functions.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {
namespace {

std::vector<Function> functions_in(std::string text) {
  return functions_of(parse_source("model/a.cpp", std::move(text)));
}

std::string names_in(std::string text) {
  std::string names;
  for (const Function& function : functions_in(std::move(text))) names += function.name + " ";
  return names;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t index = 0; index < count; ++index) all += text;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(functions_test)

BOOST_AUTO_TEST_CASE(a_function_is_counted_from_its_name_to_its_brace) {
  const auto functions = functions_in("\n\ntemplate <typename T>\nint\nf(T) {\n\n  return 1;\n}\n");
  BOOST_TEST_REQUIRE(functions.size() == 1);
  BOOST_TEST((functions[0] == Function{"f", 5, 4}));
}

BOOST_AUTO_TEST_CASE(namespaces_and_classes_are_no_functions) {
  BOOST_TEST(names_in(R"(
namespace a { namespace { struct S final : B<int> {
 public:
  S(int x) : a_{x}, b_(2), c_{{1, 2}} { go(); }
  ~S() {}
  bool operator==(const S& o) const { return a_ == o.a_; }
  S& operator=(S) { return *this; }
  int operator()(int x) const { if (x) { return 1; } return 2; }
 private:
  int a_{3}, b_ = {}; std::vector<int> c_ = {1, 2};
}; } }
enum class E : int { A, B };
)") == "S ~S operator== operator= operator ");
}

BOOST_AUTO_TEST_CASE(values_in_braces_are_no_functions) {
  BOOST_TEST(names_in(R"(
constexpr std::array<int, 2> numbers = {{f(1), 2}};
template <typename T> concept Printable = requires(T t) { { to_string(t) }; };
void with_default(Options options = {}, int b = f({1})) { g(); }
const Rule rules[] = {{"a", [](int x) { return x; }}, {"b", nullptr}};
auto trailing(int x) noexcept(true) -> std::optional<int> { return x; }
static const Point origin{f(0), 0};
)") == "with_default trailing ");
}

BOOST_AUTO_TEST_CASE(braces_in_texts_and_comments_do_not_count) {
  BOOST_TEST(names_in("void f() { g(\"{\", '{', R\"(}}})\"); /* { */ }  // {\nvoid h() {}\n") ==
             "f h ");
}

BOOST_AUTO_TEST_CASE(a_test_case_bears_its_own_name) {
  BOOST_TEST(names_in("BOOST_AUTO_TEST_SUITE(s)\n\nBOOST_AUTO_TEST_CASE(it_holds) {\n  f();\n}\n"
                      "BOOST_AUTO_TEST_SUITE_END()\n") == "it_holds ");
}

BOOST_AUTO_TEST_CASE(a_function_over_the_ceiling_is_found) {
  const std::string body = repeated("  g();\n", function_lines_max - 2);
  const std::string fits = "int A::f(int x) const {\n" + body + "}\n";
  const std::string over = "int A::f(int x) const {\n  g();\n" + body + "}\n";
  BOOST_TEST(to_string(check_functions(parse_source("model/a.cpp", fits))) == "");
  const Findings findings = check_functions(parse_source("model/a.cpp", "\n" + over));
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].line == 2);
  BOOST_TEST(findings[0].found == "function A::f has 71 lines, over the ceiling of 70");
}

BOOST_AUTO_TEST_CASE(braces_that_do_not_match_are_found) {
  BOOST_TEST(check_functions(parse_source("model/a.cpp", "namespace a {\n")).size() == 1);
  BOOST_TEST(check_functions(parse_source("model/a.cpp", "void f() {\n")).size() == 1);
  BOOST_TEST(check_functions(parse_source("model/a.cpp", "}\n")).size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
