#include "rehearse/sim/store/page_cache.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

namespace rehearse::sim {
namespace {

// A ring of entries through one of their two links.
struct Link {
  Link* before = this;
  Link* after = this;

  bool is_alone() const { return after == this; }
  void leave() {
    before->after = after;
    after->before = before;
    before = after = this;
  }
  void enter_before(Link& other) {
    before = std::exchange(other.before, this);
    before->after = this;
    after = &other;
  }
};

struct InAll : Link {};   // every entry of the cache
struct InIdle : Link {};  // those that SQLite does not use at the moment, the oldest first

// One cached page. SQLite's extra bytes and the page follow it in one piece of memory.
struct Entry : sqlite3_pcache_page, InAll, InIdle {
  Entry* next_in_slot = nullptr;
  unsigned key = 0;
};

/// 1. `count_` entries are in the ring `all_`, each in the slot of its key.
/// 2. Those in the ring `idle_` are not pinned; there are `idle_count_` of them.
/// 3. A cache that may forget (`is_purgeable_`) holds at most `count_max_` entries, unless SQLite
///    has more of them pinned.
class PageCache {
 public:
  PageCache(int page_bytes, int extra_bytes, bool is_purgeable)
      : page_bytes_(page_bytes), extra_bytes_(extra_bytes), is_purgeable_(is_purgeable) {}
  ~PageCache() { truncate(0); }
  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;

  void set_count_max(int count) { count_max_ = count > 0 ? static_cast<unsigned>(count) : 0; }
  unsigned count() const { return count_; }

  Entry* fetch(unsigned key, int create) {
    if (Entry* found = find(key)) {
      pin(*found);
      return found;
    }
    if (create == 0) return nullptr;
    // SQLite would rather write dirty pages than have the cache grow; it asks again with 2.
    if (create == 1 && is_purgeable_ && (count_ - idle_count_) * 10 >= count_max_ * 9)
      return nullptr;
    if (is_purgeable_ && count_ >= count_max_ && idle_count_ > 0) remove(oldest());
    return add(key);
  }

  void unpin(Entry& entry, bool is_discarded) {
    if (is_discarded || (is_purgeable_ && count_ > count_max_)) return remove(entry);
    static_cast<InIdle&>(entry).enter_before(idle_);
    ++idle_count_;
  }

  void rekey(Entry& entry, unsigned key) {
    if (Entry* former = find(key)) remove(*former);
    leave_slot(entry);
    entry.key = key;
    key_max_ = std::max(key_max_, key);
    enter_slot(entry);
  }

  // Forgets all pages from `key_min` on, pinned or not. SQLite asks for it at the end of each
  // transaction, mostly in vain, and SQLite's own cache is quick then; so must this one be.
  void truncate(unsigned key_min) {
    if (count_ == 0 || key_min > key_max_) return;
    if (key_max_ - key_min < count_) {
      for (unsigned key = key_min; key <= key_max_; ++key)
        if (Entry* found = find(key)) remove(*found);
    } else {
      for (Link* at = all_.after; at != &all_;) {
        auto& entry = static_cast<Entry&>(static_cast<InAll&>(*std::exchange(at, at->after)));
        if (entry.key >= key_min) remove(entry);
      }
    }
    key_max_ = key_min > 0 ? key_min - 1 : 0;
  }

  void forget_idle() {
    while (idle_count_ > 0) remove(oldest());
  }

 private:
  Entry*& slot(unsigned key) { return slots_[key & (slots_.size() - 1)]; }
  Entry& oldest() { return static_cast<Entry&>(static_cast<InIdle&>(*idle_.after)); }

  Entry* find(unsigned key) {
    Entry* at = slot(key);
    while (at != nullptr && at->key != key) at = at->next_in_slot;
    return at;
  }

  void pin(Entry& entry) {
    if (static_cast<InIdle&>(entry).is_alone()) return;
    static_cast<InIdle&>(entry).leave();
    --idle_count_;
  }

  Entry* add(unsigned key) {
    const auto head = static_cast<int>(sizeof(Entry));
    void* memory = sqlite3_malloc(head + extra_bytes_ + page_bytes_);
    if (memory == nullptr) return nullptr;
    auto* entry = new (memory) Entry;
    auto* extra = static_cast<std::byte*>(memory) + head;
    entry->pBuf = extra + extra_bytes_;
    entry->pExtra = extra;
    *reinterpret_cast<void**>(extra) = nullptr;  // how SQLite tells that the page is new
    entry->key = key;
    key_max_ = std::max(key_max_, key);
    static_cast<InAll&>(*entry).enter_before(all_);
    if (++count_ > slots_.size()) grow();
    enter_slot(*entry);
    return entry;
  }

  void remove(Entry& entry) {
    pin(entry);
    leave_slot(entry);
    static_cast<InAll&>(entry).leave();
    --count_;
    sqlite3_free(&entry);
  }

  void enter_slot(Entry& entry) { entry.next_in_slot = std::exchange(slot(entry.key), &entry); }

  void leave_slot(Entry& entry) {
    Entry** at = &slot(entry.key);
    while (*at != &entry) at = &(*at)->next_in_slot;
    *at = entry.next_in_slot;
  }

  // The entry that makes it necessary is not yet in its slot.
  void grow() {
    std::vector<Entry*> former(slots_.size() * 2);
    slots_.swap(former);
    for (Entry* at : former)
      while (at != nullptr) enter_slot(*std::exchange(at, at->next_in_slot));
  }

  int page_bytes_;
  int extra_bytes_;
  bool is_purgeable_;
  unsigned count_max_ = 0;
  unsigned count_ = 0;
  unsigned idle_count_ = 0;
  unsigned key_max_ = 0;  // no entry has a greater key
  InAll all_;
  InIdle idle_;
  std::vector<Entry*> slots_ = std::vector<Entry*>(256);
};

// ---- the C interface ----

PageCache& cache_of(sqlite3_pcache* cache) { return *reinterpret_cast<PageCache*>(cache); }

int start(void*) { return SQLITE_OK; }

void stop(void*) {}

sqlite3_pcache* create(int page_bytes, int extra_bytes, int is_purgeable) {
  return reinterpret_cast<sqlite3_pcache*>(
      new PageCache(page_bytes, extra_bytes, is_purgeable != 0));
}

void set_count_max(sqlite3_pcache* cache, int count) { cache_of(cache).set_count_max(count); }

int count(sqlite3_pcache* cache) { return static_cast<int>(cache_of(cache).count()); }

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned key, int create_flag) {
  return cache_of(cache).fetch(key, create_flag);
}

void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int is_discarded) {
  cache_of(cache).unpin(*static_cast<Entry*>(page), is_discarded != 0);
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned, unsigned key) {
  cache_of(cache).rekey(*static_cast<Entry*>(page), key);
}

void truncate(sqlite3_pcache* cache, unsigned key_min) { cache_of(cache).truncate(key_min); }

void destroy(sqlite3_pcache* cache) { delete &cache_of(cache); }

void shrink(sqlite3_pcache* cache) { cache_of(cache).forget_idle(); }

}  // namespace

const sqlite3_pcache_methods2& page_cache_methods() {
  static constexpr sqlite3_pcache_methods2 methods = {
      1,     nullptr, start, stop,     create,  set_count_max, count,
      fetch, unpin,   rekey, truncate, destroy, shrink};
  return methods;
}

}  // namespace rehearse::sim
