#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "rehearse/sim/sql/session.h"

namespace rehearse::sim::tests {

/// The value of `result`; its absence fails the test with the message of the error.
template <typename T>
T expect(Expected<T> result) {
  if (!result) BOOST_FAIL("failed to " << to_string(result.error()));
  return *std::move(result);
}

/// The error of `result`; its absence fails the test.
template <typename T>
Error expect_error(const Expected<T>& result) {
  BOOST_REQUIRE_MESSAGE(!result.has_value(), "an error was expected");
  return result.error();
}

/// One engine and shorthands for what can only go wrong by a mistake in the test. Everything but
/// the engine's options is stated by the test.
struct EngineFixture {
  explicit EngineFixture(const EngineOptions& options = {})
      : engine(expect(Engine::create(options))) {}

  Image build(std::string_view sql) { return expect(engine->build(sql)); }
  Session open(const Image& image) { return expect(engine->open(image)); }

  static Changes run(Session& session, std::string_view sql, Level level = Level::Everything) {
    return expect(session.run(sql, level));
  }

  static std::int64_t number(Session& session, std::string_view sql) {
    std::int64_t value = 0;
    expect(session.query_integers(sql, Level::Read, {&value, 1}));
    return value;
  }

  std::unique_ptr<Engine> engine;
};

}  // namespace rehearse::sim::tests
