#include "rehearse/model/base/error.h"

namespace rehearse {
namespace {

std::string prefix(const Place& where) {
  std::string text = where.file;
  if (where.line > 0)
    text += fmt::format("{}{}:{}", text.empty() ? "" : ":", where.line, where.column);
  return text.empty() ? text : text + ": ";
}

}  // namespace

std::string to_string(const Error& error) {
  std::string text = prefix(error.where) + error.what;
  if (!error.where.pointer.empty()) text += fmt::format(" (at {})", error.where.pointer);
  if (!error.excerpt.empty()) text += "\n" + error.excerpt;
  if (!error.hint.empty()) text += "\n  hint: " + error.hint;
  return text;
}

}  // namespace rehearse
