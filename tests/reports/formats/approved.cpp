#include "rehearse/tests/reports/formats/approved.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "rehearse/reports/text/style.h"

namespace rehearse::tests {
namespace {

constexpr std::size_t lines_before = 2;
constexpr std::size_t lines_after = 3;

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, std::string_view text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == text.npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

std::string quoted(std::string_view sign, std::size_t index, std::string_view line) {
  return fmt::format("{} {:>4} |{}|\n", sign, index + 1, reports::printable(line));
}

std::string part(std::string_view sign, const std::vector<std::string_view>& lines,
                 std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t index = begin; index < end && index < lines.size(); ++index)
    text += quoted(sign, index, lines[index]);
  return text.empty() ? fmt::format("{} the text ends\n", sign) : text;
}

}  // namespace

std::string approved_path(std::string_view name) {
  return fmt::format("{}/tests/reports/formats/approved/{}", REHEARSE_SOURCE_DIR, name);
}

std::string received_path(std::string_view name) {
  return fmt::format("{}/tests/reports/received/{}", REHEARSE_BINARY_DIR, name);
}

std::string first_difference(std::string_view approved, std::string_view received) {
  if (approved == received) return "";
  const auto left = lines_of(approved);
  const auto right = lines_of(received);
  std::size_t at = 0;
  while (at < left.size() && at < right.size() && left[at] == right[at]) ++at;
  const std::size_t begin = at < lines_before ? 0 : at - lines_before;
  const std::string before = at == 0 ? "" : part(" ", left, begin, at);
  return before + part("-", left, at, at + lines_after) + part("+", right, at, at + lines_after);
}

void check_approved(std::string_view name, std::string_view text) {
  const std::string approved = approved_path(name);
  if (std::getenv("REHEARSE_APPROVE") != nullptr) write(approved, text);
  const std::string difference = first_difference(text_of(approved), text);
  if (!difference.empty()) write(received_path(name), text);
  BOOST_TEST(difference.empty(), "the report is not as approved (-), but (+):\n"
                                     << difference << "approved: " << approved
                                     << "\nreceived: " << received_path(name)
                                     << "\nREHEARSE_APPROVE=1 approves what was received");
}

}  // namespace rehearse::tests
