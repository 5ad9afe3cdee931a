#pragma once

#include <string>
#include <vector>

#include "rehearse/cli/options/explore_request.h"
#include "rehearse/cli/work/corpus.h"
#include "rehearse/cli/work/progress.h"
#include "rehearse/cli/work/stage.h"
#include "rehearse/scenarios/explore/campaign.h"

/// One policy's campaign on the command line: workers, corpus, progress.
namespace rehearse::cli {

/// What a campaign came to.
struct CampaignResult {
  std::uint64_t cases = 0;
  std::uint64_t actions = 0;
  std::vector<scenarios::Cause> causes;
  std::vector<std::string> files;  ///< of the causes, in the same order
  std::vector<Remembered> remembered;
  std::vector<std::string> inconclusive;  ///< cases that died, gave up or could not be played
  std::vector<std::string> differing;     ///< cases that went another way the second time
  std::vector<std::string> unmet;         ///< goals that were required
  bool has_stopped_early = false;         ///< `causes_max` was reached
};

/// Everything of `request` for one policy. Results are merged in the order of the cases, so that
/// they are the same for any number of workers.
Expected<CampaignResult> run_campaign(const ExploreRequest& request, Stage& stage,
                                      scenarios::Campaign& campaign);

}  // namespace rehearse::cli
