#include "rehearse/model/processes/tables.h"

/// The data upgrade from AX 2012 on a developer machine (domain.md D.5), from the runbook on. What
/// comes before it is no sequence of phases: it is done in any order, and what was forgotten shows
/// later (steps/upgrade.cpp). Behind each phase stand the sub-steps of the policy's runbook.
namespace rehearse::model {
namespace {

using enum Phase;

using Cites = std::string_view[];
constexpr Cites generate = {"UPG-35", "UPG-38", "UPG-39"};
constexpr Cites import = {"UPG-36", "UPG-38", "UPG-39"};
constexpr Cites execute = {"UPG-33", "UPG-37", "UPG-38", "UPG-41"};
constexpr Cites prerequisites = {"UPG-43", "INV-36"};
constexpr Cites pre_sync = {"UPG-44", "UPG-59", "INV-36"};
constexpr Cites db_sync = {"UPG-45", "INV-36"};
constexpr Cites post_sync = {"UPG-46", "UPG-59", "INV-36"};
constexpr Cites final_sync = {"UPG-47", "INV-36"};
constexpr Cites next_step = {"UPG-42", "UPG-57", "INV-36"};
constexpr Cites finished = {"UPG-01", "UPG-50", "UPG-62", "INV-38"};
constexpr Cites failed = {"UPG-34", "UPG-51", "UPG-55"};
constexpr Cites rerun = {"UPG-04", "UPG-51", "B-29", "B-47", "INV-48"};
constexpr Cites logs = {"UPG-52"};

/// A sub-step has completed: the next one follows, in the same step or in the next.
constexpr Transition completed(Phase from, When when, Phase to, std::string_view sentence,
                               CiteList cites) {
  return {from,
          Trigger::Finished,
          when,
          to,
          {},
          EffectKind::RunSubStep,
          Availability::Unchanged,
          sentence,
          cites};
}

constexpr Transition broken(Phase in) {
  return failure(in, When::Always, Failed, EffectKind::None,
                 "a sub-step failed, and the runbook with it", failed);
}

constexpr Transition again(When where, Phase to, std::string_view sentence) {
  return demand(Failed, Trigger::Rerun, where, to, {}, EffectKind::RunSubStep, sentence, rerun);
}

constexpr auto rows = std::array{
    demand(None, Trigger::Generate, When::Always, Generated, {}, EffectKind::None,
           "the runbook is written for this machine", generate),
    demand(Generated, Trigger::Import, When::Always, Imported, {}, EffectKind::None,
           "the runbook can be executed", import),
    demand(Imported, Trigger::Import, When::Always, Imported, {}, EffectKind::None,
           "the runbook is imported once more", import),
    demand(Imported, Trigger::Execute, When::Always, PreReqs, {}, EffectKind::RunSubStep,
           "the one step of the runbook begins, and with it the whole upgrade", execute),
    completed(PreReqs, When::SubStepsLeft, PreReqs, "the next sub-step of PreReqs has its turn",
              prerequisites),
    completed(PreReqs, When::StepDone, PreSync,
              "users, variables and new tables are ready; PreSync begins", next_step),
    completed(PreSync, When::SubStepsLeft, PreSync, "the next sub-step of PreSync has its turn",
              pre_sync),
    completed(PreSync, When::StepDone, DbSync, "unique indexes are disabled; DbSync begins",
              next_step),
    completed(DbSync, When::SubStepsLeft, DbSync, "the next sub-step of DbSync has its turn",
              db_sync),
    completed(DbSync, When::StepDone, PostSync,
              "the schema is new but for the unique indexes; PostSync begins", next_step),
    completed(PostSync, When::SubStepsLeft, PostSync, "the next sub-step of PostSync has its turn",
              post_sync),
    completed(PostSync, When::StepDone, FinalDbSync, "the data are converted; FinalDbSync begins",
              next_step),
    completed(FinalDbSync, When::SubStepsLeft, FinalDbSync,
              "the next sub-step of FinalDbSync has its turn", final_sync),
    Transition{FinalDbSync,
               Trigger::Finished,
               When::StepDone,
               Upgraded,
               {Change::FitSchema},
               EffectKind::None,
               Availability::Unchanged,
               "the last sub-step has completed: AXDB is upgraded",
               finished},
    broken(PreReqs),
    broken(PreSync),
    broken(DbSync),
    broken(PostSync),
    broken(FinalDbSync),
    demand(Failed, Trigger::DownloadLogs, When::Always, Failed, {Change::NoteLogs},
           EffectKind::None, "the logs of the step are read in the folder of the package", logs),
    again(When::InPreReqs, PreReqs,
          "the failed step of the runbook is rerun and goes on in PreReqs"),
    again(When::InPreSync, PreSync,
          "the failed step of the runbook is rerun and goes on in PreSync"),
    again(When::InDbSync, DbSync, "the failed step of the runbook is rerun and goes on in DbSync"),
    again(When::InPostSync, PostSync,
          "the failed step of the runbook is rerun and goes on in PostSync"),
    again(When::InFinalDbSync, FinalDbSync,
          "the failed step of the runbook is rerun and goes on in FinalDbSync")};

}  // namespace

std::span<const Transition> data_upgrade_table() { return rows; }

}  // namespace rehearse::model
