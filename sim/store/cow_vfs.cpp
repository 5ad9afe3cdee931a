#include "rehearse/sim/store/cow_vfs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "rehearse/model/base/assert.h"

namespace rehearse::sim {
namespace {

// Offsets in the header of a SQLite file, https://sqlite.org/fileformat.html#the_database_header
constexpr std::uint64_t counter_at = 24;
constexpr std::uint64_t cookie_at = 40;
constexpr std::uint64_t valid_for_at = 92;

std::uint32_t load_big_endian(const std::byte* from) {
  std::uint32_t value = 0;
  for (std::size_t index = 0; index < 4; ++index)
    value = value << 8U | std::to_integer<std::uint32_t>(from[index]);
  return value;
}

std::array<std::byte, 4> big_endian(std::uint32_t value) {
  return {std::byte(value >> 24U), std::byte(value >> 16U), std::byte(value >> 8U),
          std::byte(value)};
}

// Adds to the number at `field` of the file if the bytes read from `offset` on contain it.
void add(std::span<std::byte> bytes, std::uint64_t offset, std::uint64_t field,
         std::uint32_t amount) {
  if (field < offset || field + 4 > offset + bytes.size()) return;
  std::byte* at = bytes.data() + (field - offset);
  std::ranges::copy(big_endian(load_big_endian(at) + amount), at);
}

std::uint32_t field_of(const PageTree& draft, std::uint64_t field) {
  std::array<std::byte, 4> bytes{};
  draft.read(field, bytes);
  return load_big_endian(bytes.data());
}

}  // namespace

// ---- MountedFile ----

void MountedFile::mount(const Image& image) {
  if (!is_written_ && image_.is_same_as(image)) return;
  image_ = image;
  draft_ = image.tree() != nullptr ? *image.tree() : PageTree(draft_.pool());
  is_written_ = false;
  counter_.stored = field_of(draft_, counter_at);
  cookie_.stored = cookie_of_schema_ = field_of(draft_, cookie_at);
  schema_ = image.schema();
  counter_.bias = cookie_.bias = 0;
  if (remount_ == Remount::Hidden || draft_.bytes() == 0) return;
  counter_.show_new();
  if (parsed_schema_ == schema_)
    cookie_.show(parsed_cookie_);
  else
    cookie_.show_new();
}

std::optional<Digest> MountedFile::schema() const {
  if (cookie_.stored != cookie_of_schema_) return std::nullopt;
  return schema_;
}

const Image& MountedFile::commit(const Digest& schema) {
  image_ = Image(draft_, schema);
  is_written_ = false;
  schema_ = schema;
  cookie_of_schema_ = cookie_.stored;
  if (parsed_cookie_ == cookie_.visible()) parsed_schema_ = schema;
  return image_;
}

bool MountedFile::is_schema_unseen() const {
  return remount_ == Remount::Noticed && cookie_.visible() != parsed_cookie_;
}

void MountedFile::see_schema() {
  parsed_cookie_ = cookie_.visible();
  parsed_schema_ = schema();
}

bool MountedFile::read(std::uint64_t offset, std::span<std::byte> into) const {
  const bool is_inside = draft_.read(offset, into);
  if (offset < valid_for_at && draft_.bytes() > 0) {
    add(into, offset, counter_at, counter_.bias);
    add(into, offset, valid_for_at, counter_.bias);
    add(into, offset, cookie_at, cookie_.bias);
  }
  return is_inside;
}

void MountedFile::begin_write() {
  if (is_written_) return;
  is_written_ = true;
  image_ = Image();
}

void MountedFile::write(std::uint64_t offset, std::span<const std::byte> from) {
  begin_write();
  draft_.write(offset, from);
  if (offset == 0) take_header();
}

// SQLite has written the first page: the fields as it sees them.
void MountedFile::take_header() {
  const auto take = [this](Field& field, std::uint64_t at) {
    const std::uint32_t visible = field_of(draft_, at);
    field.visible_max = std::max(field.visible_max, visible);
    field.stored = visible - field.bias;
    if (field.bias != 0) draft_.write(at, big_endian(field.stored));
  };
  take(counter_, counter_at);
  take(cookie_, cookie_at);
  if (counter_.bias != 0) draft_.write(valid_for_at, big_endian(counter_.stored));
  if (cookie_.visible() == parsed_cookie_) return;
  parsed_cookie_ = cookie_.visible();
  parsed_schema_.reset();
}

void MountedFile::resize(std::uint64_t bytes) {
  begin_write();
  draft_.resize(bytes);
  if (bytes == 0) counter_.stored = counter_.bias = cookie_.stored = cookie_.bias = 0;
}

// ---- the C interface ----

namespace {

// What SQLite allocates for an open file.
struct OpenFile {
  sqlite3_file base;
  MountedFile* file;
};

MountedFile& file_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->file; }

template <typename Byte>
std::span<Byte> bytes_of(std::conditional_t<std::is_const_v<Byte>, const void*, void*> data,
                         int count) {
  return {static_cast<Byte*>(data), static_cast<std::size_t>(count)};
}

int file_close(sqlite3_file*) { return SQLITE_OK; }

int file_read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  const bool is_inside =
      file_of(file).read(static_cast<std::uint64_t>(offset), bytes_of<std::byte>(into, count));
  return is_inside ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  file_of(file).write(static_cast<std::uint64_t>(offset), bytes_of<const std::byte>(from, count));
  return SQLITE_OK;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 bytes) {
  file_of(file).resize(static_cast<std::uint64_t>(bytes));
  return SQLITE_OK;
}

int file_sync(sqlite3_file*, int) { return SQLITE_OK; }

int file_size(sqlite3_file* file, sqlite3_int64* bytes) {
  *bytes = static_cast<sqlite3_int64>(file_of(file).draft().bytes());
  return SQLITE_OK;
}

// One connection, one file: there is nobody to lock out.
int file_lock(sqlite3_file*, int) { return SQLITE_OK; }

int file_is_reserved(sqlite3_file*, int* answer) {
  *answer = 0;
  return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

int file_sector_bytes(sqlite3_file*) { return 512; }

int file_characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL;
}

constexpr sqlite3_io_methods file_methods = {1,
                                             file_close,
                                             file_read,
                                             file_write,
                                             file_truncate,
                                             file_sync,
                                             file_size,
                                             file_lock,
                                             file_lock,
                                             file_is_reserved,
                                             file_control,
                                             file_sector_bytes,
                                             file_characteristics,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr};

int vfs_delete(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }

int vfs_access(sqlite3_vfs*, const char*, int, int* answer) {
  *answer = 0;  // in particular: no journal is left to roll back
  return SQLITE_OK;
}

int vfs_full_name(sqlite3_vfs*, const char* name, int bytes_max, char* full_name) {
  sqlite3_snprintf(bytes_max, full_name, "%s", name);
  return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs*, int count, char* into) {
  std::memset(into, 7, static_cast<std::size_t>(count));
  return count;
}

int vfs_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int vfs_last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

CowVfs::CowVfs() {
  // Unique in the process as long as this object is alive; never part of a result.
  name_ = fmt::format("rehearse-{}", static_cast<const void*>(this));
  vfs_.iVersion = 2;
  vfs_.szOsFile = sizeof(OpenFile);
  vfs_.mxPathname = 64;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = open;
  vfs_.xDelete = vfs_delete;
  vfs_.xAccess = vfs_access;
  vfs_.xFullPathname = vfs_full_name;
  vfs_.xRandomness = vfs_randomness;
  vfs_.xSleep = vfs_sleep;
  vfs_.xGetLastError = vfs_last_error;
  vfs_.xCurrentTimeInt64 = time;
  REHEARSE_ASSERT(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK);
}

CowVfs::~CowVfs() { sqlite3_vfs_unregister(&vfs_); }

int CowVfs::open(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* flags_out) {
  auto& self = *static_cast<CowVfs*>(vfs->pAppData);
  file->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0 || self.offered_ == nullptr) return SQLITE_CANTOPEN;
  auto* opened = reinterpret_cast<OpenFile*>(file);
  opened->base.pMethods = &file_methods;
  opened->file = std::exchange(self.offered_, nullptr);
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int CowVfs::time(sqlite3_vfs* vfs, sqlite3_int64* julian_ms) {
  constexpr sqlite3_int64 unix_epoch_julian_ms = 210'866'760'000'000;
  *julian_ms = unix_epoch_julian_ms + static_cast<CowVfs*>(vfs->pAppData)->now.ms;
  return SQLITE_OK;
}

}  // namespace rehearse::sim
