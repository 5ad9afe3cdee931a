#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.h"
#include "model/values.h"

/// What the user asked for.
namespace rehearse::cli {

/// `rehearse run [FILES|DIRS]`
struct RunRequest {
  std::vector<std::string> paths;    ///< none: the embedded library
  std::vector<std::string> formats;  ///< NAME[=FILE]; none: human
  std::string output;                ///< FILE for the last format without one
  std::string filter;                ///< part of a file name or title, or a glob
  std::string policy;                ///< instead of the one that scenarios name
  std::string colour = "auto";
  model::Seed seed;
  std::uint32_t jobs = 1;
  int verbosity = 0;  ///< -1 quiet, 0 normal, 1 verbose
  bool list = false;
  bool digest = false;
  bool allow_empty = false;
  bool host_information = false;
};

/// `rehearse replay FILE`
struct ReplayRequest {
  std::string file;
  std::string policy;
  model::Seed seed;
  std::string colour = "auto";
};

/// `rehearse explore`
struct ExploreRequest {
  std::string policy;           ///< empty: all that are shipped
  std::uint64_t cases = 1'000;  ///< of each policy; 0: as many as `time` allows
  model::Duration time;         ///< 0: as long as it takes
  model::Seed seed;
  std::uint32_t jobs = 1;
  std::string corpus = "rehearse-corpus";
  std::uint64_t shard = 1;
  std::uint64_t shards = 1;
  std::vector<std::string> require;  ///< kinds of goals
  std::string progress = "auto";
  std::string colour = "auto";
  std::size_t causes_max = 20;  ///< then a campaign ends
  bool resume = false;
  bool check_determinism = false;
  bool invariants_only = false;
};

/// `rehearse explain [ID]`
struct ExplainRequest {
  std::string id;      ///< empty: list everything that can be explained
  std::string policy;  ///< empty: all that are shipped
};

/// `rehearse diagram [PROCESS]`
struct DiagramRequest {
  std::string process;  ///< empty: all of them
};

/// `rehearse coverage [IDS] --scenarios FILE|DIR`
struct CoverageRequest {
  std::vector<std::string> ids;    ///< or globs: only these, in full; none: all, a line each
  std::vector<std::string> paths;  ///< none: the embedded library
  model::Seed seed;
};

/// `rehearse schema [NAME]`
struct SchemaRequest {
  std::string name;  ///< empty: list them
};

/// `rehearse export FILE --at STEP --to DIR`
struct ExportRequest {
  std::string file;
  std::uint32_t step = 0;  ///< 0: after the last
  model::Seed seed;
  std::string folder;
};

using Request = std::variant<RunRequest, ReplayRequest, CoverageRequest, ExplainRequest,
                             DiagramRequest, SchemaRequest, ExportRequest, ExploreRequest>;

/// Reads the command line. Help, version and usage errors are printed here and end with the code
/// that they call for.
std::variant<Request, ExitCode> read_options(int count, const char* const* arguments);

}  // namespace rehearse::cli
