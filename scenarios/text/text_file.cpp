#include "rehearse/scenarios/text/text_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "rehearse/scenarios/text/text_place.h"

namespace rehearse::scenarios {
namespace {

std::unexpected<Error> fail_file(std::string_view what, const std::string& path,
                                 std::string message, std::string hint) {
  return std::unexpected(
      Error{fmt::format("{}: {}", what, message), {path, 0, 0, {}}, std::move(hint), {}});
}

std::unexpected<Error> fail_to_open(int error, std::string_view what, const std::string& path) {
  if (error == ENOENT || error == ENOTDIR)
    return fail_file(
        what, path, "there is no such file",
        fmt::format("is \"{}\" spelt right, seen from {}?", path,
                    std::filesystem::path(path).is_absolute() ? "the root" : "this folder"));
  if (error == EACCES || error == EPERM)
    return fail_file(what, path, "permission to read it is denied",
                     "ask its owner, or make it readable with chmod");
  return fail_file(what, path, std::generic_category().message(error), {});
}

/// One byte more than `bytes_max` at most, so that "too large" can be told from "just fits".
Expected<std::string> read_bytes(std::FILE* file, const std::string& path, std::size_t bytes_max,
                                 std::string_view what) {
  std::string text;
  std::array<char, 65'536> block;
  while (text.size() <= bytes_max) {
    const std::size_t wanted = std::min(block.size(), bytes_max + 1 - text.size());
    const std::size_t count = std::fread(block.data(), 1, wanted, file);
    text.append(block.data(), count);
    if (count < wanted) break;
  }
  if (std::ferror(file) != 0) return fail_to_open(errno, what, path);
  return text;
}

/// Length of the well-formed UTF-8 sequence at the front of `text`; zero when there is none.
std::size_t sequence_size(std::string_view text) {
  const auto byte = [&](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
  };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xC2 ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  for (std::size_t index = 1; index < size; ++index) {
    if ((byte(index) & 0xC0U) != 0x80U) return 0;
  }
  // Neither longer than needed, nor a surrogate, nor above U+10FFFF.
  const bool is_allowed = !(lead == 0xE0 && byte(1) < 0xA0) && !(lead == 0xED && byte(1) > 0x9F) &&
                          !(lead == 0xF0 && byte(1) < 0x90) && !(lead == 0xF4 && byte(1) > 0x8F);
  return is_allowed ? size : 0;
}

/// Offset of the first byte that is not UTF-8; npos when there is none.
std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t size = sequence_size(text.substr(offset));
    if (size == 0) return offset;
    offset += size;
  }
  return std::string_view::npos;
}

}  // namespace

Expected<void> check_text(std::string_view text, const std::string& file, std::size_t bytes_max,
                          std::string_view what) {
  if (text.size() > bytes_max)
    return fail_file(what, file, fmt::format("the file is larger than {} bytes", bytes_max),
                     "is it the file that you meant?");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return fail_file(what, file, "the file is UTF-16", "save it as UTF-8");
  if (text.contains('\0'))
    return fail_file(what, file, "the file looks like a binary file",
                     "it contains NUL bytes; is it the file that you meant?");
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid == text.npos) return {};
  auto error = fail_file(
      what, file,
      fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[invalid])),
      "save the file as UTF-8; editors often call the wrong one ANSI or Latin-1");
  const LineColumn at = line_column_of(text, invalid);
  error.error().where.line = at.line;
  error.error().where.column = at.column;
  return error;
}

Expected<std::string> read_text_file(const std::string& path, std::size_t bytes_max,
                                     std::string_view what) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return fail_file(what, path, "this is a folder, not a file", "name a file in it");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr) return fail_to_open(errno, what, path);
  auto text = read_bytes(file.get(), path, bytes_max, what);
  if (!text) return text;
  if (auto checked = check_text(*text, path, bytes_max, what); !checked)
    return std::unexpected(std::move(checked.error()));
  if (text->starts_with(byte_order_mark)) text->erase(0, byte_order_mark.size());
  return text;
}

}  // namespace rehearse::scenarios
