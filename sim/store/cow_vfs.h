#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "rehearse/model/base/values.h"
#include "rehearse/sim/store/page_store.h"

/// SQLite's file system, with images for files.
namespace rehearse::sim {

/// Whether SQLite is told that another image is mounted. `Hidden` exists for the one test that
/// shows what would then go wrong.
enum class Remount : std::uint8_t { Noticed, Hidden };

/// The one file of one connection: a draft that SQLite writes, on top of the image mounted last.
///
/// SQLite believes its cached pages while the change counter (bytes 24 and 92 of the file) is as it
/// was, and its parsed schema while the schema cookie (byte 40) is. So what it reads there is the
/// stored value plus a bias:
///
/// 1. After `mount`, SQLite reads a change counter that this connection has never seen.
/// 2. It reads the cookie that goes with the schema it parsed last if that is the schema of the
///    image, else one it has never seen.
/// 3. What it writes is stored minus the bias: the bytes of an image do not depend on which
///    connections it went through.
/// 4. An empty file has no header and SQLite takes both for 0; the bias is 0 until the next
///    `mount`.
class MountedFile {
 public:
  explicit MountedFile(PagePool& pool, Remount remount = Remount::Noticed)
      : draft_(pool), remount_(remount) {}

  /// Shows `image`. No transaction may be open. Free of effect if it is what is shown already.
  void mount(const Image& image);

  /// Whether anything was written since `mount` or `commit`.
  bool is_written() const { return is_written_; }

  /// The schema of what is shown; nothing if SQLite wrote another one since `mount` or `commit`.
  std::optional<Digest> schema() const;

  /// The image of what is shown, with that schema; the file counts as unwritten then.
  const Image& commit(const Digest& schema);

  /// What is shown; only while nothing is written.
  const Image& image() const { return image_; }

  const PageTree& draft() const { return draft_; }

  /// Whether SQLite has parsed another schema than the one that is shown. It must read something
  /// before it prepares a statement, because some of its complaints (`index i already exists`) come
  /// from the parsed schema without a look at the file.
  bool is_schema_unseen() const;

  /// SQLite has parsed the schema that is shown.
  void see_schema();

  /// The schema that SQLite parsed last; nothing if it made one since `mount` or `commit`.
  const std::optional<Digest>& schema_parsed() const { return parsed_schema_; }

  // For the VFS.
  bool read(std::uint64_t offset, std::span<std::byte> into) const;
  void write(std::uint64_t offset, std::span<const std::byte> from);
  void resize(std::uint64_t bytes);

 private:
  struct Field {  // a number of the header, in the version of the draft
    std::uint32_t stored = 0;
    std::uint32_t bias = 0;
    std::uint32_t visible_max = 0;  // the greatest that SQLite ever saw
    std::uint32_t visible() const { return stored + bias; }
    void show(std::uint32_t value) { bias = value - stored; }
    void show_new() { show(++visible_max); }
  };

  void begin_write();
  void take_header();

  PageTree draft_;
  Remount remount_;
  Image image_;  // empty while something is written, so that its pages need not be kept
  bool is_written_ = false;
  Field counter_;
  Field cookie_;
  std::uint32_t cookie_of_schema_ = 0;              // stored cookie that goes with `schema_`
  Digest schema_;                                   // of the draft at the last `mount` or `commit`
  std::uint32_t parsed_cookie_ = 0;                 // what SQLite parsed last, as it saw it ...
  std::optional<Digest> parsed_schema_ = Digest{};  // ... nothing: a schema of its own making
};

/// A VFS registered with SQLite for as long as it lives, under a name of its own. It knows one file
/// at a time, for `sqlite3_open_v2` to find; there are no journals, locks or temporary files.
class CowVfs {
 public:
  CowVfs();
  ~CowVfs();
  CowVfs(const CowVfs&) = delete;
  CowVfs& operator=(const CowVfs&) = delete;

  /// For the last argument of `sqlite3_open_v2`.
  const char* name() const { return name_.c_str(); }

  /// The next database opened is `file`, which must live until it is closed.
  void offer(MountedFile& file) { offered_ = &file; }

  /// SQLite's clock: what `datetime('now')` shows.
  model::Instant now;

 private:
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                  int* flags_out);
  static int time(sqlite3_vfs* vfs, sqlite3_int64* julian_ms);

  std::string name_;
  sqlite3_vfs vfs_{};
  MountedFile* offered_ = nullptr;
};

}  // namespace rehearse::sim
