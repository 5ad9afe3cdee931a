#include "sim/session.h"

#include <boost/test/unit_test.hpp>

#include "tests/sim/engine_fixture.h"

namespace rehearse::sim {
namespace {

BOOST_FIXTURE_TEST_SUITE(session_test, tests::EngineFixture)

BOOST_AUTO_TEST_CASE(a_fork_does_not_see_what_the_other_does) {
  const Image shop = build("CREATE TABLE CustTable(AccountNum TEXT)");
  auto left = open(shop);
  auto right = open(shop);
  run(left, "INSERT INTO CustTable VALUES ('C1'), ('C2')");
  BOOST_TEST(number(left, "SELECT count(*) FROM CustTable") == 2);
  BOOST_TEST(number(right, "SELECT count(*) FROM CustTable") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
