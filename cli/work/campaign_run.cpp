#include "rehearse/cli/work/campaign_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "rehearse/cli/terminal/interrupt.h"
#include "rehearse/cli/work/workers.h"

namespace rehearse::cli {
namespace {

using scenarios::Campaign;
using scenarios::CasePlayed;
using scenarios::Cause;
using Clock = std::chrono::steady_clock;

/// The pieces of work of this shard, counted from 0, and the cases that they stand for.
struct Slice {
  std::uint64_t shard = 1;
  std::uint64_t shards = 1;

  std::uint64_t case_of(std::uint64_t piece) const { return piece * shards + shard - 1; }
  std::uint64_t pieces(std::uint64_t cases) const {
    return cases < shard ? 0 : (cases - shard) / shards + 1;
  }
};

/// What tells one campaign from another: resuming mixes nothing.
std::string header_of(const ExploreRequest& request, const Campaign& campaign) {
  return fmt::format(R"({{"explore":2,"version":"{}","policy":"{}","seed":{},"shard":"{}/{}"}})",
                     REHEARSE_VERSION, campaign.policy().digest, request.seed.value, request.shard,
                     request.shards);
}

std::string progress_key(const ExploreRequest& request, const Campaign& campaign) {
  return request.shards == 1
             ? campaign.policy().name
             : fmt::format("{}-{}of{}", campaign.policy().name, request.shard, request.shards);
}

/// Merges cases in their order.
class Merger {
 public:
  Merger(const ExploreRequest& request, Campaign& campaign, const Corpus& corpus,
         ProgressFile& file)
      : request_(request),
        campaign_(campaign),
        corpus_(corpus),
        file_(file),
        line_(progress_style(request.progress), campaign.policy().name, request.cases) {}

  void take(const CasePlayed& played) {
    ++result_.cases;
    result_.actions += played.actions;
    meet_goals(played);
    if (played.rest == scenarios::Rest::GaveUp)
      result_.inconclusive.push_back(
          fmt::format("case {}: it did not come to rest within its bound", played.index));
    if (!played.trouble.empty())
      result_.inconclusive.push_back(fmt::format("case {}: {}", played.index, played.trouble));
    if (!played.differs.empty())
      result_.differing.push_back(fmt::format("case {}: {}", played.index, played.differs));
    if (played.difference && !request_.invariants_only)
      differences_.push_back({played.index, *played.difference});
    if (played.breach) sort_in({played.index, *played.breach});
    line_.show({.cases = result_.cases,
                .findings = result_.causes.size(),
                .goals_met = goals_met_,
                .goals = campaign_.tally().goals().size(),
                .last_new = last_new_});
  }

  void remember(const CasePlayed& played) { keep(file_.add(to_line(played))); }

  bool is_enough() const { return error_ || result_.causes.size() >= request_.causes_max; }

  Expected<CampaignResult> finish() {
    line_.finish();
    if (signal_received() == 0) sort_in_differences();
    if (error_) return std::unexpected(std::move(*error_));
    result_.has_stopped_early = result_.causes.size() >= request_.causes_max;
    return std::move(result_);
  }

 private:
  void meet_goals(const CasePlayed& played) {
    const auto& tally = campaign_.tally();
    for (const auto& [goal, count] : played.hits) {
      if (goal >= tally.goals().size() || tally.count(goal) > 0) continue;
      ++goals_met_;
      last_new_ = played.index;
    }
    campaign_.tally().add(played.hits);
  }

  void sort_in(const scenarios::Lead& lead) {
    const auto is_new = campaign_.sort_in(request_.seed, lead, result_.causes);
    if (!is_new)
      result_.inconclusive.push_back(fmt::format("case {}: {}", lead.index, is_new.error().what));
    save_new();
  }

  void sort_in_differences() {
    const auto sorted = campaign_.sort_in_differences(request_.seed, differences_,
                                                      request_.causes_max, result_.causes);
    if (!sorted)
      result_.inconclusive.push_back(
          fmt::format("what differs from the shipped policy: {}", sorted.error().what));
    save_new();
  }

  void save_new() {
    while (!error_ && result_.files.size() < result_.causes.size()) {
      auto saved = corpus_.save(result_.causes[result_.files.size()].finding);
      if (saved) result_.files.push_back(*saved);
      keep(saved ? Expected<void>() : std::unexpected(saved.error()));
    }
  }

  void keep(Expected<void> done) {
    if (!done && !error_) error_ = std::move(done.error());
  }

  const ExploreRequest& request_;
  Campaign& campaign_;
  const Corpus& corpus_;
  ProgressFile& file_;
  ProgressLine line_;
  CampaignResult result_;
  std::vector<scenarios::Lead> differences_;
  std::uint64_t goals_met_ = 0;
  std::uint64_t last_new_ = 0;
  std::optional<Error> error_;
};

Expected<ProgressFile> open_progress(const ExploreRequest& request, const Campaign& campaign,
                                     const Corpus& corpus) {
  const std::string path = corpus.progress_file(progress_key(request, campaign));
  const std::string header = header_of(request, campaign);
  return request.resume ? ProgressFile::resume(path, header) : ProgressFile::begin(path, header);
}

Expected<void> share_cases(const ExploreRequest& request, Campaign& campaign, Merger& merger,
                           std::uint64_t done) {
  const Slice slice{.shard = request.shard, .shards = request.shards};
  const auto deadline = Clock::now() + std::chrono::milliseconds(request.time.ms);
  const std::uint64_t cases =
      request.cases > 0 ? request.cases : std::numeric_limits<std::uint64_t>::max() / 2;
  const MakeWork make_work = [&]() -> Work {
    return [&](std::uint64_t piece, const Emit& emit) {
      const std::uint64_t index = slice.case_of(piece);
      CasePlayed played = campaign.play(request.seed, index);
      if (request.check_determinism) played.differs = campaign.compare_runs(request.seed, index);
      emit(to_line(played));
    };
  };
  const auto take = [&](const CasePlayed& played) {
    merger.remember(played);
    merger.take(played);
  };
  const Collector collector{.line =
                                [&](std::uint64_t, const std::string& line) {
                                  const auto played = scenarios::parse_case_line(line);
                                  if (played) take(*played);
                                  return played.has_value();
                                },
                            .done = [](std::uint64_t) {},
                            .died =
                                [&](std::uint64_t piece, const Error& why) {
                                  CasePlayed lost;
                                  lost.index = slice.case_of(piece);
                                  lost.trouble = why.what;
                                  take(lost);
                                },
                            .stop =
                                [&] {
                                  return signal_received() != 0 || merger.is_enough() ||
                                         (request.time.ms > 0 && Clock::now() >= deadline);
                                }};
  return share(done, slice.pieces(cases), request.jobs, make_work, collector, AfterDeath::Restart);
}

/// The goals of the kinds that `--require` names that were not met.
std::vector<std::string> unmet_goals(const ExploreRequest& request, scenarios::Tally& tally) {
  std::vector<std::string> unmet;
  for (std::size_t goal = 0; goal < tally.goals().size(); ++goal) {
    const auto kind = model::to_string(tally.goals()[goal].kind);
    if (tally.count(goal) == 0 && std::ranges::count(request.require, kind) > 0)
      unmet.push_back(fmt::format("{}: {}", kind, tally.goals()[goal].name));
  }
  return unmet;
}

}  // namespace

Expected<CampaignResult> run_campaign(const ExploreRequest& request, Stage& stage,
                                      Campaign& campaign) {
  const auto corpus = Corpus::open(request.corpus);
  if (!corpus) return std::unexpected(corpus.error());
  const auto scope =
      request.invariants_only ? scenarios::Scope::Invariants : scenarios::Scope::Differences;
  auto remembered = corpus->replay(scope, stage);
  if (!remembered) return std::unexpected(std::move(remembered.error()));
  auto file = open_progress(request, campaign, *corpus);
  if (!file) return std::unexpected(std::move(file.error()));
  Merger merger(request, campaign, *corpus, *file);
  for (const CasePlayed& played : file->done()) merger.take(played);
  auto shared = share_cases(request, campaign, merger, file->done().size());
  if (!shared) return std::unexpected(std::move(shared.error()));
  auto result = merger.finish();
  if (!result) return result;
  result->remembered = std::move(*remembered);
  result->unmet = unmet_goals(request, campaign.tally());
  return result;
}

}  // namespace rehearse::cli
