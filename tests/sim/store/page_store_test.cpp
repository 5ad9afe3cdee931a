#include "rehearse/sim/store/page_store.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <vector>

#include "rehearse/tests/property.h"

namespace rehearse::sim {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t page_bytes = 512;

Bytes filled(std::size_t count, unsigned value) { return Bytes(count, std::byte(value)); }

Bytes content(const PageTree& tree) {
  Bytes bytes(tree.bytes());
  tree.read(0, bytes);
  return bytes;
}

struct Store {
  PagePool::Owner pool = PagePool::create(page_bytes);
  PageTree tree{*pool};

  void write_page(std::uint64_t page, unsigned value) {
    tree.write(page * page_bytes, filled(page_bytes, value));
  }
  Image image() const { return Image(tree, {}); }
};

BOOST_FIXTURE_TEST_SUITE(store_page_store_test, Store)

BOOST_AUTO_TEST_CASE(a_snapshot_keeps_what_the_draft_overwrites) {
  write_page(0, 1);
  write_page(1, 2);
  const Image before = image();
  write_page(1, 3);
  BOOST_TEST((content(*before.tree())[page_bytes] == std::byte(2)));
  BOOST_TEST((content(tree)[page_bytes] == std::byte(3)));
}

BOOST_AUTO_TEST_CASE(a_fork_costs_only_the_pages_it_writes) {
  for (std::uint64_t page = 0; page < 1000; ++page) write_page(page, 1);
  const Image before = image();
  BOOST_TEST(pool->live_pages() == 1000U);
  write_page(500, 2);
  write_page(500, 3);
  BOOST_TEST(pool->live_pages() == 1001U);
}

BOOST_AUTO_TEST_CASE(going_back_is_taking_another_root) {
  write_page(0, 1);
  const Image before = image();
  write_page(0, 2);
  tree = *before.tree();
  BOOST_TEST(tree.shares_root(*before.tree()));
  BOOST_TEST(same_pages(image(), before));
}

BOOST_AUTO_TEST_CASE(the_last_image_frees_its_pages_even_after_the_owner_of_the_pool) {
  for (std::uint64_t page = 0; page < 20; ++page) write_page(page, 1);
  std::optional<Image> last = image();
  const Image copy = *last;
  tree.resize(0);
  last.reset();
  BOOST_TEST(pool->live_pages() == 20U);
  pool.reset();  // `copy` still holds the pages; the address sanitizer sees whether they are freed
  BOOST_TEST(content(*copy.tree()).size() == 20 * page_bytes);
}

BOOST_AUTO_TEST_CASE(a_page_that_was_cut_off_reads_as_zeros_when_the_tree_grows_again) {
  write_page(0, 1);
  write_page(40, 2);
  tree.resize(10);
  BOOST_TEST(pool->live_pages() == 1U);
  tree.resize(41 * page_bytes);
  const Bytes bytes = content(tree);
  BOOST_TEST((bytes[9] == std::byte(1)));
  BOOST_TEST(std::ranges::count(bytes, std::byte(0)) == 41 * 512 - 10);
}

BOOST_AUTO_TEST_CASE(the_fields_that_sqlite_changes_by_itself_do_not_count) {
  write_page(0, 7);
  write_page(1, 7);
  const Image before = image();
  for (const std::uint64_t field : {24U, 40U, 92U, 96U}) tree.write(field, filled(4, 9));
  BOOST_TEST((image().digest() == before.digest()));
  BOOST_TEST(same_pages(image(), before));
  tree.write(page_bytes + 24, filled(4, 9));  // the same place of another page does count
  BOOST_TEST((image().digest() != before.digest()));
  BOOST_TEST(!same_pages(image(), before));
}

BOOST_AUTO_TEST_CASE(the_digest_of_a_history_and_of_its_outcome_agree) {
  for (std::uint64_t page = 0; page < 300; ++page) write_page(page, 1);
  const auto forgotten = image().digest();
  for (std::uint64_t page = 299; page > 20; --page) write_page(page, 2);
  tree.resize(17 * page_bytes);
  Store direct;
  for (std::uint64_t page = 0; page < 17; ++page) direct.write_page(page, 1);
  BOOST_TEST((image().digest() == direct.image().digest()));
  BOOST_TEST((image().digest() != forgotten));
  BOOST_TEST(same_pages(image(), direct.image()));
}

BOOST_AUTO_TEST_CASE(a_hole_equals_written_zeros) {
  write_page(20, 1);
  Store direct;
  for (std::uint64_t page = 0; page < 20; ++page) direct.write_page(page, 0);
  direct.write_page(20, 1);
  BOOST_TEST((image().digest() == direct.image().digest()));
  BOOST_TEST(same_pages(image(), direct.image()));
}

// The tree against a plain array of bytes, with images that must not change.
BOOST_AUTO_TEST_CASE(a_tree_and_its_images_behave_as_arrays_of_bytes) {
  tests::check_property("random writes, cuts, snapshots and returns", 2020, [] {
    Store store;
    Bytes model;
    std::vector<std::pair<Image, Bytes>> images = {{Image(), Bytes()}};
    const auto steps = *rc::gen::inRange<int>(1, 60);
    for (int step = 0; step < steps; ++step) {
      const auto kind = *rc::gen::inRange<int>(0, 5);
      const auto at = *rc::gen::inRange<std::size_t>(0, 400 * page_bytes);
      const auto length = *rc::gen::inRange<std::size_t>(1, 3 * page_bytes);
      if (kind < 2) {
        store.tree.write(at, filled(length, static_cast<unsigned>(step + 1)));
        model.resize(std::max(model.size(), at + length));
        std::ranges::fill(std::span(model).subspan(at, length), std::byte(step + 1));
      } else if (kind == 2) {
        store.tree.resize(at);
        model.resize(at);
      } else if (kind == 3) {
        images.emplace_back(store.image(), model);
      } else {
        const auto& [image, bytes] = images[at % images.size()];
        store.tree = image.tree() == nullptr ? PageTree(*store.pool) : *image.tree();
        model = bytes;
      }
      RC_ASSERT(content(store.tree) == model);
    }
    for (const auto& [image, bytes] : images)
      RC_ASSERT((image.tree() == nullptr ? Bytes() : content(*image.tree())) == bytes);
    images.clear();
    store.tree.resize(0);
    RC_ASSERT(store.pool->live_pages() == 0U);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
