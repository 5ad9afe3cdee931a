#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/sim/store/page_store.h"

/// Databases as files on disk. Not for use outside this folder: see `Engine`.
namespace rehearse::sim {

/// As `Engine::export_to`.
Expected<void> write_database(const Image& image, const std::filesystem::path& path);

/// The content of a SQLite file, its write-ahead log included, with a header that asks for no such
/// log. Fails for what is not a whole UTF-8 database.
Expected<std::vector<std::byte>> read_database(const std::filesystem::path& path);

}  // namespace rehearse::sim
