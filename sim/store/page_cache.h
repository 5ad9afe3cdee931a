#pragma once

#include <sqlite3.h>

namespace rehearse::sim {

/// SQLite's cache of pages, for `sqlite3_config(SQLITE_CONFIG_PCACHE2)`.
///
/// SQLite forgets the cache whenever another image is mounted. Its own cache then looks at every
/// slot of a hash table that never shrinks; this one only at the pages it holds, so that a mount
/// costs what was read since the last one.
const sqlite3_pcache_methods2& page_cache_methods();

}  // namespace rehearse::sim
