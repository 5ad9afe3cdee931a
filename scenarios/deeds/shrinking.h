#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rehearse/scenarios/deeds/deeds.h"
#include "rehearse/scenarios/deeds/simple_values.h"

/// What kinds of deeds say of themselves for the shrinker.
namespace rehearse::scenarios {

/// Position among simple values; behind them, by size.
template <typename Values, typename T>
std::int64_t rank_among(const Values& simple, const T& value) {
  return std::ranges::find(simple, value) - std::ranges::begin(simple);
}

/// Appends what is complex about a deed; zero is simplest. What makes two deeds of a kind different
/// for a policy must make their measures different.
class Measure {
 public:
  explicit Measure(Complexity& complexity) : complexity_(complexity) {}

  template <typename... Values>
  void add(Values... values) {
    (complexity_.push_back(static_cast<std::int64_t>(values)), ...);
  }
  void add_span(model::Duration span) { add(rank_among(simple_spans, span), span.ms); }
  void add_window(const WindowOf& window) {
    add(rank_among(simple_windows, window), window.opens.ms(), window.length.ms);
  }
  void add_point(const std::optional<InstantOf>& point) {
    add(point.has_value());
    if (point) add(rank_among(simple_points, *point), point->ms());
  }
  /// One that waits for nothing is less simple; until which phase one waits only files say.
  void add_patience(const Patience& patience) { add(patience.until, patience.phase); }

  /// What comes first among usual texts is simplest; all others have an order, too.
  void add_text(std::string_view text, SimpleTexts usual) {
    const std::int64_t rank = rank_among(usual, text);
    add(rank);
    if (rank == std::ssize(usual)) add_letters(text);
  }
  /// SQL that is one of `statements`, mostly.
  template <typename Statements>
  void add_statement(std::string_view sql, const Statements& statements) {
    const auto texts = statements;
    std::int64_t rank = 0;
    while (rank < std::ssize(texts) && texts[static_cast<std::size_t>(rank)].sql != sql) ++rank;
    add(rank);
    if (rank == std::ssize(texts)) add_letters(sql);
  }

 private:
  void add_letters(std::string_view text) {
    add(text.size());
    for (const char letter : text) add(static_cast<unsigned char>(letter));
  }

  Complexity& complexity_;
};

/// Collects simpler forms of a deed.
class Simplify {
 public:
  explicit Simplify(std::vector<Deed>& simpler) : simpler_(simpler) {}

  void add(Deed deed) { simpler_.push_back(std::move(deed)); }

  /// With `value` for a member, unless it has that.
  template <typename T, typename Value>
  void vary(const T& deed, Value T::* member, const Value& value) {
    if (deed.*member == value) return;
    T other = deed;
    other.*member = value;
    add(std::move(other));
  }
  template <typename T>
  void each_text(const T& deed, std::string T::* member, SimpleTexts texts) {
    for (const std::string_view text : texts) vary(deed, member, std::string(text));
  }
  /// With every value of an enumeration: what is not simpler is not taken.
  template <typename T, typename E>
  void each_value(const T& deed, E T::* member) {
    for (std::size_t value = 0; value < model::enum_count<E>; ++value)
      vary(deed, member, static_cast<E>(value));
  }
  template <typename T>
  void each_window(const T& deed) {
    for (const WindowOf& window : simple_windows) vary(deed, &T::window, window);
  }
  /// None, which comes first, and the simple ones.
  template <typename T>
  void no_point(const T& deed) {
    vary(deed, &T::restore_point, std::optional<InstantOf>());
  }
  template <typename T>
  void each_point(const T& deed) {
    if (!deed.restore_point) return;
    for (const InstantOf point : simple_points) vary(deed, &T::restore_point, std::optional(point));
  }
  /// With the statements before its own.
  template <typename T, typename Statements>
  void earlier_statements(const T& deed, SharedText T::* member, const Statements& statements) {
    for (const auto& statement : statements) {
      if (statement.sql == *(deed.*member)) return;
      vary(deed, member, SharedText(std::string(statement.sql)));
    }
  }

 private:
  std::vector<Deed>& simpler_;
};

/// Collects the arguments of a deed that may matter, or not.
class Questions {
 public:
  /// `environments` is how many there are.
  Questions(std::size_t environments, std::vector<Question>& asked)
      : environments_(environments), asked_(asked) {}

  void add(std::string argument, std::vector<Deed> others) {
    asked_.push_back({std::move(argument), std::move(others)});
  }
  template <typename T>
  void each_environment(std::string argument, const T& deed, model::EnvironmentId T::* member) {
    each(std::move(argument), deed, member, environments_,
         [](std::size_t value) { return model::EnvironmentId{static_cast<std::uint16_t>(value)}; });
  }
  template <typename T, typename E>
  void each_enumerator(std::string argument, const T& deed, E T::* member) {
    each(std::move(argument), deed, member, model::enum_count<E>,
         [](std::size_t value) { return static_cast<E>(value); });
  }
  template <typename T, typename Statements>
  void each_statement(const T& deed, SharedText T::* member, const Statements& statements) {
    each("statement", deed, member, statements.size(),
         [&](std::size_t value) { return SharedText(std::string(statements[value].sql)); });
  }

 private:
  template <typename T, typename Value, typename ValueOf>
  void each(std::string argument, const T& deed, Value T::* member, std::size_t count,
            ValueOf value_of) {
    std::vector<Deed> others;
    for (std::size_t index = 0; index < count; ++index) {
      const Value value = value_of(index);
      if (value == deed.*member) continue;
      T changed = deed;
      changed.*member = value;
      others.push_back(std::move(changed));
    }
    add(std::move(argument), std::move(others));
  }

  std::size_t environments_;
  std::vector<Question>& asked_;
};

}  // namespace rehearse::scenarios
