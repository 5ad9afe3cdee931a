#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/sim/base/allocation.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/store/page_cache.h"

// What SQLite's C interface only knows once in a process. It gives its allocator no place to keep
// anything, hence the one global of this folder.
namespace rehearse::sim {
namespace {

constexpr std::size_t class_bytes = 64;   // sizes are rounded up to a multiple of this
constexpr std::size_t class_count = 132;  // up to a page of 8 KiB and its head
constexpr std::size_t chunk_bytes = 65'536;

struct alignas(16) Head {
  std::size_t bytes;  // usable, behind the head
};

struct FreeLists {
  std::array<void*, class_count> first{};
  std::byte* chunk = nullptr;
  std::size_t chunk_left = 0;
};

FreeLists& free_lists() {
  static FreeLists lists;
  return lists;
}

Head* head_of(void* memory) { return static_cast<Head*>(memory) - 1; }

std::size_t class_of(std::size_t bytes) { return bytes / class_bytes; }

// Small pieces are cut from chunks, are kept in free lists by size and never go back.
void* cut(std::size_t bytes) {
  FreeLists& lists = free_lists();
  const std::size_t needed = bytes + sizeof(Head);
  if (lists.chunk_left < needed) {
    lists.chunk = static_cast<std::byte*>(std::malloc(chunk_bytes));
    if (lists.chunk == nullptr) return nullptr;
    lists.chunk_left = chunk_bytes;
  }
  lists.chunk_left -= needed;
  auto* head = reinterpret_cast<Head*>(std::exchange(lists.chunk, lists.chunk + needed));
  head->bytes = bytes;
  return head + 1;
}

int memory_round_up(int bytes) {
  constexpr auto multiple = static_cast<int>(class_bytes);
  return (bytes + multiple - 1) / multiple * multiple;
}

void* memory_allocate(int wanted) {
  const auto bytes = static_cast<std::size_t>(memory_round_up(wanted));
  if (class_of(bytes) >= class_count) {
    auto* head = static_cast<Head*>(std::malloc(bytes + sizeof(Head)));
    if (head == nullptr) return nullptr;
    head->bytes = bytes;
    return head + 1;
  }
  void*& first = free_lists().first[class_of(bytes)];
  if (first == nullptr) return cut(bytes);
  return std::exchange(first, *static_cast<void**>(first));
}

void memory_free(void* memory) {
  const std::size_t bytes = head_of(memory)->bytes;
  if (class_of(bytes) >= class_count) return std::free(head_of(memory));
  *static_cast<void**>(memory) = std::exchange(free_lists().first[class_of(bytes)], memory);
}

int memory_bytes(void* memory) { return static_cast<int>(head_of(memory)->bytes); }

void* memory_resize(void* memory, int wanted) {
  const auto bytes = static_cast<std::size_t>(memory_bytes(memory));
  if (static_cast<std::size_t>(wanted) <= bytes && static_cast<std::size_t>(wanted) * 2 > bytes)
    return memory;
  void* moved = memory_allocate(wanted);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, std::min(bytes, static_cast<std::size_t>(wanted)));
  memory_free(memory);
  return moved;
}

int memory_start(void*) { return SQLITE_OK; }

void memory_stop(void*) {}

[[maybe_unused]] constexpr sqlite3_mem_methods memory_methods = {
    memory_allocate, memory_free,  memory_resize, memory_bytes,
    memory_round_up, memory_start, memory_stop,   nullptr};

void configure_once() {
  if (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) != SQLITE_OK) return;  // in use: too late
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
#ifndef REHEARSE_PLAIN_ALLOCATION
  sqlite3_config(SQLITE_CONFIG_MALLOC, &memory_methods);
#endif
  sqlite3_config(SQLITE_CONFIG_PCACHE2, &page_cache_methods());
  REHEARSE_ASSERT(sqlite3_initialize() == SQLITE_OK);
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, nullptr);
  sqlite3_test_control(SQLITE_TESTCTRL_LOCALTIME_FAULT, 1);
}

}  // namespace

void configure_sqlite() {
  static const bool is_done = (configure_once(), true);
  (void)is_done;
}

}  // namespace rehearse::sim
