#pragma once

#include <rapidcheck.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>

/// Properties with a fixed seed: RapidCheck generates and shrinks, Boost.Test reports.
namespace rehearse::tests {

/// How long to look. The defaults are RapidCheck's.
struct PropertyBounds {
  int cases = 100;
  int size_max = 100;
};

namespace detail {

/// RapidCheck's own listener prints and reads the environment; this one stays silent.
class SilentListener : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
  void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
  void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

}  // namespace detail

/// Fails the Boost.Test case, with the smallest counterexample, unless `property` holds for
/// `bounds.cases` cases drawn from `seed`. Nothing outside the arguments matters (not RC_PARAMS).
///
/// `property` states its claims with RC_ASSERT, and draws with `*rc::gen::...`. **Each draw must be
/// a statement of its own**: `f(*a, *b)` draws in another order under g++ than under clang++.
///
///     check_property("a round trip changes nothing", 20200302, [] {
///       const auto value = *rc::gen::arbitrary<int>();
///       RC_ASSERT(parse(print(value)) == value);
///     });
template <typename Property>
void check_property(const std::string& title, std::uint64_t seed, Property&& property,
                    PropertyBounds bounds = {}) {
  rc::detail::TestMetadata metadata{title, title};
  rc::detail::TestParams parameters;
  parameters.seed = seed;
  parameters.maxSuccess = bounds.cases;
  parameters.maxSize = bounds.size_max;
  detail::SilentListener listener;
  const std::unordered_map<std::string, rc::detail::Reproduce> nothing_to_reproduce;
  const auto result = rc::detail::checkTestable(std::forward<Property>(property), metadata,
                                                parameters, listener, nothing_to_reproduce);
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  BOOST_TEST(result.template is<rc::detail::SuccessResult>(), title << "\n" << message.str());
}

}  // namespace rehearse::tests
