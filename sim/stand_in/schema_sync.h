#pragma once

#include <string>
#include <vector>

#include "rehearse/model/world/upgrade.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/stand_in/stand_in.h"

/// Synchronization during an upgrade: makes the schema of one database that of another (UPG-43,
/// UPG-45, UPG-47).
namespace rehearse::sim {

/// Brings the database of `target` nearer to the schema of `code`, the database that the target
/// version would make:
///
/// * Additive: tables that it lacks.
/// * System: columns that system tables lack.
/// * Full: columns and indexes that any table lacks, but no unique index; without the bracket of
///   deleted objects, what was deleted (DEL_…) goes.
/// * Final: what was deleted goes, disabled unique indexes and `customizations` are made.
///
/// Runs inside of the transaction that is open, if there is one. The error is SQLite's, for
/// instance that rows violate a unique index.
Expected<void> synchronize_schema(model::SyncScope scope, Session& target, Session& code,
                                  const UpgradeBooks& books,
                                  const std::vector<std::string>& customizations);

/// Names of the unique indexes that were made by CREATE UNIQUE INDEX, sorted.
Expected<std::vector<std::string>> unique_indexes(Session& session);

}  // namespace rehearse::sim
