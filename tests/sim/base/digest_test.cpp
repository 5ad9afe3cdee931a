#include "rehearse/sim/base/digest.h"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <vector>

namespace rehearse::sim {
namespace {

std::string digest_text(std::string_view text, std::uint64_t seed = 0) {
  return to_string(digest_of(std::as_bytes(std::span(text.data(), text.size())), seed));
}

BOOST_AUTO_TEST_SUITE(base_digest_test)

// A change here changes every trace: give traces a new version.
BOOST_AUTO_TEST_CASE(the_vectors_are_pinned) {
  BOOST_TEST(digest_text("") == "e9484b71c4485c41054e6bb574a033aa");
  BOOST_TEST(digest_text("a") == "55311859d4f00c1d66c3a3a2931ef232");
  BOOST_TEST(digest_text("abcdefghijklmnop") == "320e8a3885ed9d2e2287696d2df7d270");
  BOOST_TEST(digest_text("abcdefghijklmnopq") == "c3b7aa28a840f81756a6d1842045f8f3");
  BOOST_TEST(digest_text("a", 1) == "c5a302c977fae1adf974060be983c0d6");
}

BOOST_AUTO_TEST_CASE(one_bit_anywhere_in_a_page_changes_the_digest) {
  std::vector<std::byte> page(4096);
  std::set<Digest> digests = {digest_of(page)};
  for (std::size_t bit = 0; bit < page.size() * 8; ++bit) {
    page[bit / 8] ^= std::byte(1U << bit % 8);
    digests.insert(digest_of(page));
    page[bit / 8] ^= std::byte(1U << bit % 8);
  }
  BOOST_TEST(digests.size() == page.size() * 8 + 1);
}

BOOST_AUTO_TEST_CASE(zeros_of_different_lengths_differ) {
  std::set<Digest> digests;
  for (std::size_t length = 0; length < 100; ++length)
    digests.insert(digest_of(std::vector<std::byte>(length)));
  BOOST_TEST(digests.size() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
