#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/tests/cli/terminal/command.h"

/// Input that is not accepted: files that do not read, and movements that the policy denies.
namespace rehearse::tests {

/// `arguments` after `run` with two reports: code 2, one message that begins with `start` and has
/// all `parts`, and nothing left behind.
void check_refused(const Folder& folder, Arguments arguments, const std::string& start,
                   const std::vector<std::string>& parts);

/// The same for a scenario file with this text; `place` is `:LINE:COLUMN`.
void check_text_refused(std::string_view text, const std::string& place,
                        const std::vector<std::string>& parts);

/// The same for a scenario of self-service with this step, which begins in column 1 of line 2.
void check_step_refused(std::string_view step, int column, const std::vector<std::string>& parts);

/// The same for a scenario of 2017.
void check_request_refused(std::string_view step, int column,
                           const std::vector<std::string>& parts);

/// The same for a policy file, given as `--policy`; its line 2 is `text`.
void check_policy_refused(const std::string& base, std::string_view text, int column,
                          const std::vector<std::string>& parts);

/// What a step meets with. The policy, the fleet and the clock stand in `head`.
struct Denied {
  std::string head = {};                  ///< `"policy": "current", `
  std::string before = {};                ///< steps that lead to it: `{ … }, `
  std::string step = {};                  ///< without its closing bracket
  std::vector<std::string> rules = {};    ///< all that deny it
  std::vector<std::string> reasons = {};  ///< what is said besides
};

/// The step is denied by exactly these rules: a scenario that expects it accepted fails with code 1
/// and says so; one that expects the denial passes.
void check_denied(const Denied& denied);

/// A situation of 2017, in which engineers carry out requests.
inline constexpr std::string_view in_2017 =
    R"("policy": "requested-2017", "fleet": "contoso-2017", "clock": "2017-11-01T09:00:00Z", )";

}  // namespace rehearse::tests
