#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rehearse/scenarios/text/json_document.h"
#include "rehearse/scenarios/text/text_place.h"

namespace rehearse::scenarios {
namespace {

/// Where the parser has come to. The input iterator counts, because the SAX interface does not.
struct Progress {
  const char* next = nullptr;
};

/// Feeds the parser byte by byte.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(Progress* progress, const char* at) : progress_(progress), at_(at) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    progress_->next = ++at_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

 private:
  Progress* progress_;
  const char* at_;
};

/// Builds the value from the parser's events and stops it at what a strict file must not contain.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  Builder(std::string_view text, const Progress& progress) : text_(text), progress_(progress) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(number_integer_t value) { return add(value); }
  bool number_unsigned(number_unsigned_t value) { return add(value); }
  bool number_float(number_float_t value, const string_t&) { return add(value); }
  bool string(string_t& value) { return add(std::move(value)); }
  bool binary(binary_t&) { return refuse(0, "binary data", {}); }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_array() { return close(); }
  bool key(string_t& name);
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::json::exception& exception);

  Json take_root() { return std::move(root_); }
  const std::optional<Error>& error() const { return error_; }

 private:
  struct Level {
    Json value;
    std::set<std::string, std::less<>> keys;  // of an object; the last one waits for its value
    std::string key;
  };

  bool add(Json value);
  bool open(Json container);
  bool close();
  bool refuse(std::size_t offset, std::string message, std::string hint);
  std::size_t read_count() const { return static_cast<std::size_t>(progress_.next - text_.data()); }

  std::string_view text_;
  const Progress& progress_;
  std::vector<Level> levels_;
  Json root_;
  std::optional<Error> error_;
};

bool Builder::add(Json value) {
  if (levels_.empty()) {
    root_ = std::move(value);
    return true;
  }
  Level& level = levels_.back();
  if (level.value.is_array()) {
    level.value.push_back(std::move(value));
  } else {
    // Not operator[], which would compare with every key again.
    auto& members = level.value.get_ref<Json::object_t&>();
    static_cast<Json::object_t::Container&>(members).emplace_back(std::move(level.key),
                                                                  std::move(value));
  }
  return true;
}

bool Builder::open(Json container) {
  if (levels_.size() >= json_depth_max)
    return refuse(read_count() - 1, fmt::format("nested more than {} deep", json_depth_max),
                  "no file of ours needs that; is it the file that you meant?");
  levels_.push_back({std::move(container), {}, {}});
  return true;
}

bool Builder::close() {
  Json finished = std::move(levels_.back().value);
  levels_.pop_back();
  return add(std::move(finished));
}

bool Builder::key(string_t& name) {
  Level& level = levels_.back();
  const bool is_new = level.keys.insert(name).second;
  if (is_new && level.keys.size() <= json_members_max) {
    level.key = std::move(name);
    return true;
  }
  const std::size_t quote =
      text_.rfind('"', read_count() - 2);  // the parser is behind the other one
  if (is_new)
    return refuse(quote, fmt::format("an object has more than {} members", json_members_max), {});
  return refuse(quote, fmt::format("the key {} stands here twice", Json(name).dump()),
                "only one of them would count; remove the other");
}

bool Builder::refuse(std::size_t offset, std::string message, std::string hint) {
  error_ = error_in_text(text_, offset, std::move(message), std::move(hint));
  return false;
}

/// The parser's own words without its preamble and without what it read last.
std::string_view gist(std::string_view message) {
  const std::size_t dash = message.find(" - ");
  if (dash != message.npos) message.remove_prefix(dash + 3);
  return message.substr(0, message.find("; last read"));
}

std::string hint_for(std::string_view before, std::string_view token, std::string_view message) {
  const std::size_t last = before.find_last_not_of(" \t\r\n");
  const char previous = last == before.npos ? '\0' : before[last];
  if (previous == ',' && (token == "}" || token == "]")) return "remove the comma before it";
  if (token.starts_with('\'')) return "texts and keys stand in double quotes";
  if (message.starts_with("invalid string: control character"))
    return "is the closing quote missing? A line break inside a text is written \\n";
  if (message.starts_with("invalid literal"))
    return "texts and keys stand in double quotes; the words are true, false and null";
  if (message.ends_with("expected '}'") || message.ends_with("expected ']'"))
    return "is a comma missing before it?";
  if (message.ends_with("expected end of input")) return "a file is one object or list";
  return {};
}

bool is_word(char letter) { return !std::string_view("{}[],:\"' \t\r\n/").contains(letter); }

/// Where the thing begins that the parser stopped at, having read `count` bytes.
std::size_t token_start(std::string_view text, std::size_t count, std::string_view message) {
  if (count < 2) return 0;
  const bool is_string =
      message.starts_with("invalid string") || message.starts_with("unexpected string literal");
  if (is_string && !message.starts_with("invalid string: missing"))
    return std::min(text.rfind('"', count - 2), count - 1);
  std::size_t start = count - 1;
  const bool is_in_word = message.starts_with("invalid literal") || is_word(text[start]);
  while (is_in_word && start > 0 && is_word(text[start - 1])) --start;
  return start;
}

bool Builder::parse_error(std::size_t position, const std::string&,
                          const nlohmann::json::exception& exception) {
  const std::string_view message = gist(exception.what());
  if (text_.find_first_not_of(" \t\r\n") == text_.npos) return refuse(0, "the file is empty", {});
  if (message.starts_with("unexpected end of input") ||
      message.starts_with("invalid string: missing closing quote") ||
      message.starts_with("invalid comment; missing closing"))
    return refuse(text_.size(), "not valid JSON: the file ends too early",
                  "a brace, a bracket, a quote or a comment is not closed");
  const std::size_t start = token_start(text_, std::min(position, text_.size()), message);
  if (exception.id == 406) return refuse(start, "this number is too large", {});
  return refuse(start, fmt::format("not valid JSON: {}", message),
                hint_for(text_.substr(0, start), text_.substr(start, 1), message));
}

}  // namespace

Expected<Json> parse_strictly(std::string_view text) {
  Progress progress{text.data()};
  Builder builder(text, progress);
  const CountingIterator first(&progress, text.data());
  const CountingIterator last(&progress, text.data() + text.size());
  Json::sax_parse(first, last, &builder, Json::input_format_t::json, true, true);
  if (builder.error()) return std::unexpected(*builder.error());
  return builder.take_root();
}

}  // namespace rehearse::scenarios
