#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <type_traits>

#include "rehearse/model/base/error.h"

/// Files and errors, for the tests of the readers.
namespace rehearse::tests {

/// A folder of this test alone, empty at first and gone afterwards.
class Folder {
 public:
  Folder() : path_(std::filesystem::path(REHEARSE_BINARY_DIR) / "files" / name()) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(std::string_view file) const { return (path_ / file).string(); }

  /// Its path.
  std::string write(std::string_view file, std::string_view text) const {
    std::filesystem::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
    return path(file);
  }

 private:
  static std::string name() {
    std::string name = boost::unit_test::framework::current_test_case().full_name();
    for (char& letter : name) letter = letter == '/' ? '-' : letter;
    return name;
  }

  std::filesystem::path path_;
};

/// The error that must be there.
template <typename T>
Error error_of(const Expected<T>& outcome) {
  BOOST_REQUIRE_MESSAGE(!outcome.has_value(), "there should be an error");
  return outcome.error();
}

/// The value that must be there.
template <typename T>
T value_of(Expected<T> outcome) {
  const std::string message = outcome ? std::string() : to_string(outcome.error());
  BOOST_REQUIRE_MESSAGE(outcome.has_value(), message);
  return std::move(*outcome);
}

/// `text` with the only `from` replaced.
inline std::string changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const std::size_t at = changed.find(from);
  BOOST_REQUIRE_MESSAGE(at != changed.npos, "not there: " << from);
  BOOST_REQUIRE_MESSAGE(changed.find(from, at + 1) == changed.npos, "there twice: " << from);
  return changed.replace(at, from.size(), to);
}

}  // namespace rehearse::tests
