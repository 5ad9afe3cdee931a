#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/sim/sql/session.h"

/// The contents of databases, compared and shown.
namespace rehearse::scenarios {

/// More rows than this are counted instead of shown.
inline constexpr std::size_t rows_shown_max = 20;

/// `('C-001', 10), ('C-002', NULL)`, or `no rows`.
std::string describe_rows(const std::vector<sim::Row>& rows);

/// The first difference between the rows of all tables, as a sentence; nothing when there is none.
/// Two databases that came to the same rows in different ways have different pages, so pages are
/// only the quick way to a "no". The order of rows and of tables does not matter; hidden tables and
/// indexes are not looked at.
Expected<std::optional<std::string>> difference_between(sim::Engine& engine, const sim::Image& left,
                                                        const sim::Image& right);

}  // namespace rehearse::scenarios
