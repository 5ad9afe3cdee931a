#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "rehearse/sim/base/digest.h"

/// Room `sim/store`. Databases as values: pages that copies share, and SQLite's way to them.
///
/// Databases as values. The bytes of a database are pages in a radix tree whose nodes are shared:
/// a copy is a reference, a write copies one path, and going back is taking another root. Costs
/// follow what changed, never the size of the database.
///
/// One thread at a time uses a pool and everything made from it (the counts are not atomic).
namespace rehearse::sim {

struct Shared;

/// The memory that the pages of one engine live in. It outlives its owner for as long as images
/// made from it are alive, so images need no care.
class PagePool {
 public:
  struct Closer {
    void operator()(PagePool* pool) const;
  };
  using Owner = std::unique_ptr<PagePool, Closer>;

  /// `page_bytes` is a power of two between 512 and 65,536.
  static Owner create(std::size_t page_bytes = 4096);

  std::size_t page_bytes() const { return page_bytes_; }

  /// Pages in use by any image or draft, each counted once however often it is shared.
  std::size_t live_pages() const { return live_pages_; }

  PagePool(const PagePool&) = delete;
  PagePool& operator=(const PagePool&) = delete;

 private:
  friend class PageTree;
  friend class Image;
  struct FreeList {
    void* first = nullptr;
    std::size_t count = 0;
  };

  explicit PagePool(std::size_t page_bytes) : page_bytes_(page_bytes) {}
  ~PagePool();
  void* allocate(FreeList& list, std::size_t bytes);
  void free(FreeList& list, void* memory);
  void delete_when_unused();

  std::size_t page_bytes_;
  std::size_t live_pages_ = 0;
  std::size_t live_objects_ = 0;  // pages, nodes and images
  bool is_owned_ = true;
  FreeList pages_, nodes_;
};

/// A tree of pages, the common part of `Image` and `Draft`. It owns one reference to its root; a
/// node may be written in place exactly if every reference on the way to it is the only one.
class PageTree {
 public:
  explicit PageTree(PagePool& pool) : pool_(&pool) {}
  PageTree(const PageTree& other);
  PageTree(PageTree&& other) noexcept
      : pool_(other.pool_),
        root_(std::exchange(other.root_, nullptr)),
        height_(std::exchange(other.height_, 0U)),
        bytes_(std::exchange(other.bytes_, 0U)) {}
  PageTree& operator=(PageTree other) noexcept;
  ~PageTree();

  std::uint64_t bytes() const { return bytes_; }
  PagePool& pool() const { return *pool_; }

  /// Copies from `offset`; zeros stand for what lies behind the end. False if any did.
  bool read(std::uint64_t offset, std::span<std::byte> into) const;

  /// Grows the tree as needed; zeros fill a gap. O(height) and one page copied if it was shared.
  void write(std::uint64_t offset, std::span<const std::byte> from);

  /// Cuts or extends (by zeros) to `bytes`.
  void resize(std::uint64_t bytes);

  /// See `Image::digest` and `same_pages`.
  Digest digest() const;
  bool same_pages(const PageTree& other) const;

  /// Whether both have the very same root, that is, nothing was written since they parted.
  bool shares_root(const PageTree& other) const {
    return root_ == other.root_ && bytes_ == other.bytes_;
  }

 private:
  Shared* new_page();
  Shared* new_node();
  void release(Shared* at, std::uint32_t level);
  Shared* own_node(Shared* node);
  Shared* own_page(Shared* page, bool keep_content);
  std::byte* writable(std::uint64_t page, bool keep_content);
  void cut(Shared*& at, std::uint32_t level, std::uint64_t pages_kept);
  void set_height(std::uint32_t height);
  std::uint64_t pages_in(std::uint64_t bytes) const;
  Digest digest_at(Shared* at, std::uint32_t level, bool is_first) const;
  Digest digest_of_nothing(std::uint32_t level, bool is_first) const;
  bool same_at(Shared* left, Shared* right, std::uint32_t level, bool is_first) const;

  PagePool* pool_;
  Shared* root_ = nullptr;    // null below any node: a page (or 16, 256, ... pages) of zeros
  std::uint32_t height_ = 0;  // the smallest that holds all pages: 0 for one page, 1 for 16, ...
  std::uint64_t bytes_ = 0;
};

/// The bytes of one database at one moment. An immutable value: copying shares and is O(1), and the
/// pages that no image needs any more are freed with the last one. Default: the empty database.
class Image {
 public:
  Image() = default;
  Image(const Image& other) : state_(other.state_) { retain(); }
  Image(Image&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  Image& operator=(Image other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~Image() { release(); }

  /// `schema` identifies the database's schema, see `schema()`. Shares all pages of `tree`.
  Image(const PageTree& tree, const Digest& schema);

  std::uint64_t bytes() const;

  /// Stands for everything that SQLite parses when it opens the database: equal digests mean that a
  /// connection that parsed one knows the other.
  Digest schema() const;

  /// Stands for all pages and the size; the header fields that SQLite changes by itself (change
  /// counter, schema cookie, version-valid-for, library version) count as zero. Remembered in every
  /// node, so it costs only the pages that changed since a digest was last asked for.
  Digest digest() const;

  /// Null for the empty database.
  const PageTree* tree() const;

  /// Whether the images are one and the same, O(1). Equal content made twice is not.
  bool is_same_as(const Image& other) const { return state_ == other.state_; }

 private:
  struct State;
  void retain() const;
  void release();

  State* state_ = nullptr;
};

/// Whether both hold the same bytes, apart from the header fields that `Image::digest` leaves out.
/// Looks only at the parts that the two do not share; O(1) when they share everything.
bool same_pages(const Image& left, const Image& right);

}  // namespace rehearse::sim
