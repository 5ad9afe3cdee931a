#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::reports {

/// Appends JSON to a text, member by member, without building a tree: a line is written for every
/// action of every scenario.
///
/// It sets commas and escapes; that braces match and that an object has names is up to the caller.
class JsonWriter {
 public:
  /// `out` must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open(char bracket) {
    separate();
    out_ += bracket;
  }
  void close(char bracket) { out_ += bracket; }

  /// The name of the member whose value comes next.
  void key(std::string_view name);

  /// A value. Bytes that are not UTF-8 become U+FFFD.
  void text(std::string_view value);

  void text(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  template <std::integral T>
  void number(std::string_view name, T value) {
    key(name);
    const fmt::format_int digits(value);
    out_.append(digits.data(), digits.size());
  }
  void truth(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }

  // Members that are left out when they are empty.
  void optional_text(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void optional_texts(std::string_view name, const std::vector<std::string>& values);
  template <std::integral T>
  void optional_number(std::string_view name, T value) {
    if (value != 0) number(name, value);
  }
  void optional_truth(std::string_view name, bool value) {
    if (value) truth(name, value);
  }

 private:
  /// A comma, unless something was only just opened or named.
  void separate();

  std::string& out_;
};

}  // namespace rehearse::reports
