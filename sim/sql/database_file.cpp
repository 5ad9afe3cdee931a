#include "rehearse/sim/sql/database_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "rehearse/sim/sql/connection.h"

namespace rehearse::sim {
namespace {

namespace fs = std::filesystem;

// ---- writing ----

// Closes when it goes, removes the file unless it was kept.
class PartialFile {
 public:
  explicit PartialFile(fs::path path)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)),
        is_ours_(descriptor_ >= 0) {}
  ~PartialFile() {
    close();
    if (is_ours_) ::unlink(path_.c_str());
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }

  bool write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const auto count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
  }

  bool move_to(const fs::path& target) {
    if (::fsync(descriptor_) != 0 || !close()) return false;
    if (::rename(path_.c_str(), target.c_str()) != 0) return false;
    is_ours_ = false;
    return true;
  }

 private:
  bool close() { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

  fs::path path_;
  int descriptor_;
  bool is_ours_;
};

std::unexpected<Error> cannot_write(const fs::path& path, int code) {
  auto failure = fail("write database \"{}\": {}", path.string(), std::strerror(code));
  if (code == ENOSPC || code == EFBIG || code == EDQUOT)
    failure.error().hint = "the disk is full, or a limit on file sizes is in force";
  if (code == ENOENT) failure.error().hint = "the folder does not exist";
  return failure;
}

// ---- reading ----

std::unexpected<Error> cannot_read(const fs::path& path, std::string_view why,
                                   std::string hint = {}) {
  auto failure = fail("read database \"{}\": {}", path.string(), why);
  failure.error().hint = std::move(hint);
  return failure;
}

// The first value of a statement's first row as a text.
std::optional<std::string> first_text(sqlite3* database, const char* sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database, sql, -1, &prepared, nullptr) != SQLITE_OK) return std::nullopt;
  const StatementHandle statement(prepared);
  if (sqlite3_step(prepared) != SQLITE_ROW) return std::nullopt;
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
  return text == nullptr ? std::string() : std::string(text);
}

struct FreeSqlite {
  void operator()(void* memory) const { sqlite3_free(memory); }
};

std::optional<std::vector<std::byte>> serialized(sqlite3* database) {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, FreeSqlite> bytes(
      sqlite3_serialize(database, "main", &size, 0));
  if (bytes == nullptr && size > 0) return std::nullopt;
  const auto* first = reinterpret_cast<const std::byte*>(bytes.get());
  return std::vector<std::byte>(first, first + size);
}

// Our VFS does not know the write-ahead log.
void forget_write_ahead_log(std::vector<std::byte>& bytes) {
  if (bytes.size() >= 100) bytes[18] = bytes[19] = std::byte{1};
}

}  // namespace

Expected<void> write_database(const Image& image, const fs::path& path) {
  fs::path partial = path;
  partial += ".partial";
  PartialFile file(partial);
  if (!file.is_open()) return cannot_write(path, errno);
  std::vector<std::byte> chunk(std::size_t{1024} * 1024);
  for (std::uint64_t at = 0; at < image.bytes(); at += chunk.size()) {
    const auto count = std::min<std::uint64_t>(chunk.size(), image.bytes() - at);
    image.tree()->read(at, std::span(chunk).first(count));
    if (!file.write(std::span(chunk).first(count))) return cannot_write(path, errno);
  }
  if (!file.move_to(path)) return cannot_write(path, errno);
  return {};
}

Expected<std::vector<std::byte>> read_database(const fs::path& path) {
  sqlite3* opened = nullptr;
  sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const DatabaseHandle database(opened);
  const auto verdict = first_text(opened, "PRAGMA quick_check(1)");
  if (!verdict) return cannot_read(path, sqlite3_errmsg(opened));
  if (*verdict != "ok") return cannot_read(path, *verdict, "the file is damaged");
  const auto encoding = first_text(opened, "PRAGMA encoding");
  if (encoding != "UTF-8")
    return cannot_read(path, fmt::format("its texts are encoded as {}", encoding.value_or("?")),
                       "write it again with PRAGMA encoding = 'UTF-8'");
  auto bytes = serialized(opened);
  if (!bytes) return cannot_read(path, "there is not enough memory");
  forget_write_ahead_log(*bytes);
  return *std::move(bytes);
}

}  // namespace rehearse::sim
