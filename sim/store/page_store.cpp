#include "rehearse/sim/store/page_store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <new>
#include <optional>
#include <vector>

#include "rehearse/model/base/assert.h"
#include "rehearse/sim/base/allocation.h"

namespace rehearse::sim {

// The head of pages and nodes. The content of a page follows it.
struct alignas(16) Shared {
  Digest digest;
  std::uint32_t references = 1;
  bool is_digest_known = false;
};

namespace {

constexpr std::uint32_t fan_out_bits = 4;
constexpr std::uint64_t fan_out = 1U << fan_out_bits;

#ifdef REHEARSE_PLAIN_ALLOCATION
constexpr std::size_t free_list_max = 0;  // so that the sanitizer sees every use after a release
#else
constexpr std::size_t free_list_max = 4096;
#endif

struct Node : Shared {
  std::array<Shared*, fan_out> children{};
};

Node* as_node(Shared* at) { return static_cast<Node*>(at); }

std::byte* content(Shared* page) { return reinterpret_cast<std::byte*>(page + 1); }

std::size_t child_of(std::uint64_t page, std::uint32_t level) {
  return (page >> (fan_out_bits * (level - 1))) & (fan_out - 1);
}

std::uint64_t pages_below(std::uint32_t level) {
  return std::uint64_t{1} << (fan_out_bits * level);
}

std::uint32_t height_for(std::uint64_t pages) {
  const auto bits = static_cast<std::uint32_t>(std::bit_width(pages > 0 ? pages - 1 : 0));
  return (bits + fan_out_bits - 1) / fan_out_bits;
}

// The fields of the database header that SQLite changes by itself: change counter, schema cookie,
// version-valid-for and the library's version number.
void mask_volatile(std::span<std::byte> page) {
  for (const std::size_t field : {24U, 40U, 92U, 96U})
    std::ranges::fill(page.subspan(field, 4), std::byte{0});
}

// A page, or zeros for none; the first page of a database masked.
std::vector<std::byte> comparable(Shared* page, std::size_t bytes, bool is_first) {
  std::vector<std::byte> copy(bytes);
  if (page != nullptr) std::memcpy(copy.data(), content(page), bytes);
  if (is_first) mask_volatile(copy);
  return copy;
}

}  // namespace

// ---- PagePool ----

void PagePool::Closer::operator()(PagePool* pool) const {
  pool->is_owned_ = false;
  pool->delete_when_unused();
}

PagePool::Owner PagePool::create(std::size_t page_bytes) {
  REHEARSE_ASSERT(std::has_single_bit(page_bytes) && page_bytes >= 512 && page_bytes <= 65'536);
  return Owner(new PagePool(page_bytes));
}

PagePool::~PagePool() {
  for (FreeList* list : {&pages_, &nodes_})
    while (list->first != nullptr)
      ::operator delete(std::exchange(list->first, *static_cast<void**>(list->first)));
}

void PagePool::delete_when_unused() {
  if (!is_owned_ && live_objects_ == 0) delete this;
}

void* PagePool::allocate(FreeList& list, std::size_t bytes) {
  ++live_objects_;
  if (list.first == nullptr) return ::operator new(bytes);
  --list.count;
  return std::exchange(list.first, *static_cast<void**>(list.first));
}

void PagePool::free(FreeList& list, void* memory) {
  --live_objects_;
  if (list.count >= free_list_max) return ::operator delete(memory);
  ++list.count;
  *static_cast<void**>(memory) = std::exchange(list.first, memory);
}

// ---- PageTree ----

PageTree::PageTree(const PageTree& other)
    : pool_(other.pool_), root_(other.root_), height_(other.height_), bytes_(other.bytes_) {
  if (root_ != nullptr) ++root_->references;
}

PageTree& PageTree::operator=(PageTree other) noexcept {
  std::swap(pool_, other.pool_);
  std::swap(root_, other.root_);
  std::swap(height_, other.height_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

PageTree::~PageTree() { release(root_, height_); }

std::uint64_t PageTree::pages_in(std::uint64_t bytes) const {
  return (bytes + pool_->page_bytes_ - 1) / pool_->page_bytes_;
}

Shared* PageTree::new_page() {
  ++pool_->live_pages_;
  return new (pool_->allocate(pool_->pages_, sizeof(Shared) + pool_->page_bytes_)) Shared;
}

Shared* PageTree::new_node() { return new (pool_->allocate(pool_->nodes_, sizeof(Node))) Node; }

void PageTree::release(Shared* at, std::uint32_t level) {
  if (at == nullptr || --at->references > 0) return;
  if (level == 0) {
    --pool_->live_pages_;
    return pool_->free(pool_->pages_, at);
  }
  for (Shared* child : as_node(at)->children) release(child, level - 1);
  pool_->free(pool_->nodes_, as_node(at));
}

Shared* PageTree::own_node(Shared* node) {
  if (node == nullptr) return new_node();
  if (node->references > 1) {
    Shared* copy = new_node();
    as_node(copy)->children = as_node(node)->children;
    for (Shared* child : as_node(copy)->children)
      if (child != nullptr) ++child->references;
    --node->references;
    node = copy;
  }
  node->is_digest_known = false;
  return node;
}

Shared* PageTree::own_page(Shared* page, bool keep_content) {
  if (page != nullptr && page->references == 1) {
    page->is_digest_known = false;
    return page;
  }
  Shared* own = new_page();
  if (keep_content && page != nullptr) std::memcpy(content(own), content(page), pool_->page_bytes_);
  if (keep_content && page == nullptr) std::memset(content(own), 0, pool_->page_bytes_);
  if (page != nullptr) --page->references;
  return own;
}

std::byte* PageTree::writable(std::uint64_t page, bool keep_content) {
  Shared** at = &root_;
  for (std::uint32_t level = height_; level > 0; --level) {
    *at = own_node(*at);
    at = &as_node(*at)->children[child_of(page, level)];
  }
  *at = own_page(*at, keep_content);
  return content(*at);
}

bool PageTree::read(std::uint64_t offset, std::span<std::byte> into) const {
  const std::size_t page_bytes = pool_->page_bytes_;
  const bool is_inside = offset + into.size() <= bytes_;
  while (!into.empty()) {
    const std::uint64_t page = offset / page_bytes;
    const std::size_t start = offset % page_bytes;
    const std::size_t count = std::min(into.size(), page_bytes - start);
    Shared* at = offset < bytes_ ? root_ : nullptr;
    for (std::uint32_t level = height_; level > 0 && at != nullptr; --level)
      at = as_node(at)->children[child_of(page, level)];
    if (at != nullptr)
      std::memcpy(into.data(), content(at) + start, count);
    else
      std::memset(into.data(), 0, count);
    into = into.subspan(count);
    offset += count;
  }
  return is_inside;
}

void PageTree::write(std::uint64_t offset, std::span<const std::byte> from) {
  const std::size_t page_bytes = pool_->page_bytes_;
  if (offset + from.size() > bytes_) {
    bytes_ = offset + from.size();
    set_height(height_for(pages_in(bytes_)));
  }
  while (!from.empty()) {
    const std::size_t start = offset % page_bytes;
    const std::size_t count = std::min(from.size(), page_bytes - start);
    std::memcpy(writable(offset / page_bytes, count < page_bytes) + start, from.data(), count);
    from = from.subspan(count);
    offset += count;
  }
}

void PageTree::set_height(std::uint32_t height) {
  for (; height_ < height; ++height_) {
    if (root_ == nullptr) continue;
    Shared* above = new_node();
    as_node(above)->children[0] = std::exchange(root_, above);
  }
  for (; height_ > height; --height_) {
    if (root_ == nullptr) continue;
    Shared* below = as_node(root_)->children[0];
    if (below != nullptr) ++below->references;
    release(std::exchange(root_, below), height_);
  }
}

void PageTree::cut(Shared*& at, std::uint32_t level, std::uint64_t pages_kept) {
  if (at == nullptr || pages_kept >= pages_below(level)) return;
  if (pages_kept == 0) return release(std::exchange(at, nullptr), level);
  at = own_node(at);
  const std::uint64_t pages_per_child = pages_below(level - 1);
  for (std::uint64_t child = 0; child < fan_out; ++child) {
    const std::uint64_t before = std::min(pages_kept, child * pages_per_child);
    cut(as_node(at)->children[child], level - 1, pages_kept - before);
  }
}

void PageTree::resize(std::uint64_t bytes) {
  if (bytes < bytes_) {
    cut(root_, height_, pages_in(bytes));
    const std::size_t rest = bytes % pool_->page_bytes_;
    if (rest > 0)  // what lies behind the end must read as zeros when the tree grows again
      std::memset(writable(bytes / pool_->page_bytes_, true) + rest, 0, pool_->page_bytes_ - rest);
  }
  bytes_ = bytes;
  set_height(height_for(pages_in(bytes)));
}

Digest PageTree::digest_of_nothing(std::uint32_t level, bool is_first) const {
  if (level == 0) return digest_of(comparable(nullptr, pool_->page_bytes_, is_first));
  std::array<Digest, fan_out> children;
  children.fill(digest_of_nothing(level - 1, false));
  return digest_of(std::as_bytes(std::span(children)), level);
}

Digest PageTree::digest_at(Shared* at, std::uint32_t level, bool is_first) const {
  if (at->is_digest_known) return at->digest;
  if (level == 0) {
    at->digest = is_first ? digest_of(comparable(at, pool_->page_bytes_, true))
                          : digest_of({content(at), pool_->page_bytes_});
  } else {
    std::array<Digest, fan_out> children;
    std::optional<Digest> nothing;
    for (std::size_t index = 0; index < fan_out; ++index) {
      Shared* child = as_node(at)->children[index];
      if (child == nullptr && !nothing) nothing = digest_of_nothing(level - 1, false);
      children[index] =
          child == nullptr ? *nothing : digest_at(child, level - 1, is_first && index == 0);
    }
    at->digest = digest_of(std::as_bytes(std::span(children)), level);
  }
  at->is_digest_known = true;
  return at->digest;
}

Digest PageTree::digest() const {
  const Digest pages =
      root_ == nullptr ? digest_of_nothing(height_, true) : digest_at(root_, height_, true);
  return digest_of(std::as_bytes(std::span(&pages, 1)), bytes_);
}

bool PageTree::same_at(Shared* left, Shared* right, std::uint32_t level, bool is_first) const {
  if (left == right) return true;
  const std::size_t bytes = pool_->page_bytes_;
  if (level == 0) return comparable(left, bytes, is_first) == comparable(right, bytes, is_first);
  for (std::size_t index = 0; index < fan_out; ++index) {
    Shared* left_child = left == nullptr ? nullptr : as_node(left)->children[index];
    Shared* right_child = right == nullptr ? nullptr : as_node(right)->children[index];
    if (!same_at(left_child, right_child, level - 1, is_first && index == 0)) return false;
  }
  return true;
}

bool PageTree::same_pages(const PageTree& other) const {
  REHEARSE_ASSERT(pool_->page_bytes_ == other.pool_->page_bytes_);
  return bytes_ == other.bytes_ && same_at(root_, other.root_, height_, true);
}

// ---- Image ----

struct Image::State {
  std::uint32_t references = 1;
  PageTree tree;
  Digest schema;
};

Image::Image(const PageTree& tree, const Digest& schema) {
  if (tree.bytes() == 0) return;
  ++tree.pool().live_objects_;
  state_ = new State{1, tree, schema};
}

void Image::retain() const {
  if (state_ != nullptr) ++state_->references;
}

void Image::release() {
  if (state_ == nullptr || --state_->references > 0) return;
  PagePool& pool = state_->tree.pool();
  delete std::exchange(state_, nullptr);
  --pool.live_objects_;
  pool.delete_when_unused();
}

std::uint64_t Image::bytes() const { return state_ == nullptr ? 0 : state_->tree.bytes(); }

Digest Image::schema() const { return state_ == nullptr ? Digest{} : state_->schema; }

Digest Image::digest() const { return state_ == nullptr ? Digest{} : state_->tree.digest(); }

const PageTree* Image::tree() const { return state_ == nullptr ? nullptr : &state_->tree; }

bool same_pages(const Image& left, const Image& right) {
  if (left.is_same_as(right)) return true;
  if (left.tree() == nullptr || right.tree() == nullptr) return false;
  return left.tree()->same_pages(*right.tree());
}

}  // namespace rehearse::sim
