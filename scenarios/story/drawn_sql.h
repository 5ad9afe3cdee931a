#pragma once

#include <span>
#include <string_view>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/world/world.h"

/// The SQL that a campaign draws from, and what the model alone must know of each statement.
namespace rehearse::scenarios {

/// What a user may do to an application database: the statement, and the facts that it ends. That
/// the rows agree is tested.
struct UserStatement {
  std::string_view sql;
  model::EnumSet<model::DataFact> ends = {};
  bool repeats_an_account = false;  ///< a database that came from AX 2012 forbids that
};
std::span<const UserStatement> user_statements();

/// What can be wrong with rows of AX 2012 so that an upgrade fails.
enum class Ailment : std::uint8_t {
  None,
  OrphanedLine,   ///< the line of an asset without a line of a journal (N-91)
  TwinDimension,  ///< one that will have the hash of another (N-90)
};

/// What a developer may do to AXDB during an upgrade. All of them can be run again and again, and
/// there is a cure for each ailment.
struct DeveloperStatement {
  std::string_view sql;
  Ailment brings = Ailment::None;
  Ailment cures = Ailment::None;
};
std::span<const DeveloperStatement> developer_statements();

/// Schema requirements that customizations make.
struct Requirement {
  std::string_view sql;
};
std::span<const Requirement> requirements();

/// The one with that text; else one that the model knows nothing of: it ends no fact, brings
/// nothing and cures nothing.
UserStatement user_statement(std::string_view sql);
DeveloperStatement developer_statement(std::string_view sql);

}  // namespace rehearse::scenarios
