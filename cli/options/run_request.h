#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rehearse/model/base/values.h"

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

}  // namespace rehearse::cli
