#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "rehearse/cli/options/run_request.h"
#include "rehearse/model/base/error.h"
#include "rehearse/reports/out/renderer.h"

namespace rehearse::cli {

/// Gives each record to every report that was asked for, and counts the verdicts on the way.
class Reporting {
 public:
  /// The reports of `request`, opened: with errors for a name that is not known or a file that
  /// cannot be written.
  static Expected<Reporting> open(const RunRequest& request);

  /// The error of the first report that cannot be written is kept; the others go on.
  void take(const model::Record& record);

  /// Completes all reports. The first error of any of them.
  Expected<void> finish();

 private:
  void note(Expected<void> written);

  std::vector<std::unique_ptr<reports::Renderer>> renderers_;
  std::optional<Error> error_;
};

}  // namespace rehearse::cli
