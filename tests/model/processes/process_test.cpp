#include "rehearse/model/processes/process.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "rehearse/tests/model/steps/each_option.h"

/// What must be true of the tables themselves, whatever they say.
namespace rehearse::model::test {
namespace {

std::vector<Process> processes() {
  std::vector<Process> all;
  for (std::size_t index = 0; index < enum_count<Process>; ++index)
    all.push_back(static_cast<Process>(index));
  return all;
}

/// `restore: Failed, rollback`.
std::string name_of(Process process, const Transition& row) {
  return fmt::format("{}: {}, {} {}", to_string(process), to_string(row.from), to_string(row.on),
                     to_string(row.when));
}

template <typename Check>
void for_each_row(Check&& check) {
  for (const Process process : processes()) {
    for (const Transition& row : transitions(process)) check(process, row);
  }
}

/// What a condition is an answer to. Two answers to one question exclude each other.
int question_of(When when) {
  switch (when) {
    case When::Always:
      return 0;
    case When::OfflineFromArrival:
    case When::OfflineFromStart:
      return 1;
    case When::RollbackByOperator:
    case When::RollbackAutomatic:
      return 2;
    case When::EngineersRetry:
    case When::StopAfterFailure:
      return 3;
    case When::AcceptanceAskedAgain:
    case When::AcceptanceKept:
      return 4;
    case When::DataExact:
    case When::DataScrubbed:
      return 5;
    case When::EnvironmentsFree:
    case When::EnvironmentsBusy:
      return 6;
    case When::SubStepsLeft:
    case When::StepDone:
      return 7;
    case When::InPreReqs:
    case When::InPreSync:
    case When::InDbSync:
    case When::InPostSync:
    case When::InFinalDbSync:
      return 8;
  }
  return -1;
}

/// All answers to the questions that the policy does not settle.
template <typename Check>
void for_each_situation(Check&& check) {
  for (const bool busy : {false, true}) {
    for (const bool done : {false, true}) {
      for (std::size_t step = 0; step < enum_count<UpgradeStep>; ++step)
        check(Situation{busy, done, static_cast<UpgradeStep>(step)});
    }
  }
}

bool is_at_rest(Phase phase) { return !is_unresolved(phase) && !is_open_request(phase); }

}  // namespace

BOOST_AUTO_TEST_SUITE(processes_process_test)

BOOST_AUTO_TEST_CASE(two_rows_of_one_phase_and_trigger_exclude_each_other) {
  for_each_row([](Process process, const Transition& row) {
    for (const Transition& other : transitions(process)) {
      if (&other == &row || other.from != row.from || other.on != row.on) continue;
      BOOST_TEST((row.when != other.when && row.when != When::Always &&
                  question_of(row.when) == question_of(other.when)),
                 name_of(process, row));
    }
  });
}

BOOST_AUTO_TEST_CASE(every_row_is_found_under_some_options) {
  for_each_row([](Process process, const Transition& row) {
    bool is_found = false;
    for_each_option([&](const ProcessOptions& options) {
      for_each_situation([&](const Situation& situation) {
        is_found |= find_transition(process, options, row.from, row.on, situation) == &row;
      });
    });
    BOOST_TEST(is_found, name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(every_phase_that_a_row_leads_to_is_settled_or_left_by_another_row) {
  for_each_row([](Process process, const Transition& row) {
    bool is_left = is_settled(row.to);
    for (const Transition& next : transitions(process))
      is_left |= next.from == row.to && next.to != row.to;
    BOOST_TEST(is_left, name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(a_row_that_starts_in_a_phase_comes_after_one_that_leads_there) {
  for_each_row([](Process process, const Transition& row) {
    bool is_reached = row.from == Phase::None;
    for (const Transition& earlier : transitions(process)) {
      if (&earlier == &row) break;
      is_reached |= earlier.to == row.from;
    }
    BOOST_TEST(is_reached, name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(in_each_phase_a_movement_waits_for_one_effect_whatever_brought_it_there) {
  for_each_row([](Process process, const Transition& row) {
    BOOST_TEST((pending_effect(process, row.to) == row.effect), name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(whatever_is_waited_for_has_a_row_for_either_outcome_under_all_options) {
  for_each_row([](Process process, const Transition& row) {
    const EffectKind pending = row.effect;
    const bool can_fail = pending != EffectKind::None && pending != EffectKind::AwaitWindow;
    std::size_t gaps = 0;
    for_each_option([&](const ProcessOptions& options) {
      for_each_situation([&](const Situation& situation) {
        const auto is_left_by = [&](Trigger trigger) {
          return find_transition(process, options, row.to, trigger, situation) != nullptr;
        };
        gaps += is_left_by(Trigger::Finished) != (pending != EffectKind::None);
        gaps += is_left_by(Trigger::Failed) != can_fail;
      });
    });
    BOOST_TEST(gaps == 0U, name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(a_post_step_begins_in_every_phase_at_rest_whatever_process_came_last) {
  const auto begins = [](Process process, Phase phase, Trigger trigger) {
    return find_transition(process, {}, phase, trigger) != nullptr;
  };
  for_each_value<Phase>([&](Phase phase) {
    BOOST_TEST(begins(Process::RequestedRefresh, phase, Trigger::Reprovision) == is_at_rest(phase));
    BOOST_TEST(begins(Process::RequestedRestore, phase, Trigger::Synchronize) == is_at_rest(phase));
    BOOST_TEST(!begins(Process::Refresh, phase, Trigger::Reprovision));
  });
  for (const Process process : processes()) {
    BOOST_TEST((pending_effect(process, Phase::Reprovisioning) == EffectKind::Reprovision));
    BOOST_TEST((pending_effect(process, Phase::PostSynchronizing) == EffectKind::Synchronize));
  }
}

BOOST_AUTO_TEST_CASE(every_process_starts_from_every_phase_at_rest_and_from_no_other) {
  for (const Process process : processes()) {
    const Trigger begins = process == Process::DataUpgrade ? Trigger::Generate : Trigger::Start;
    for (std::size_t index = 0; index < enum_count<Phase>; ++index) {
      const auto phase = static_cast<Phase>(index);
      for_each_option([&](const ProcessOptions& options) {
        const Transition* row = find_transition(process, options, phase, begins);
        BOOST_TEST((row != nullptr) == is_at_rest(phase), to_string(phase));
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_follows_at_once_for_ever) {
  for_each_row([](Process process, const Transition& row) {
    if (row.on != Trigger::AtOnce) return;
    for (const Transition& next : transitions(process))
      BOOST_TEST(!(next.from == row.to && next.on == Trigger::AtOnce), name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(every_row_has_a_sentence_and_rests_on_something) {
  for_each_row([](Process process, const Transition& row) {
    BOOST_TEST(row.sentence.size() > 10U, name_of(process, row));
    BOOST_TEST(!row.sentence.ends_with('.'), name_of(process, row));
    BOOST_TEST(!row.cites.empty(), name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(no_two_rows_of_a_process_from_different_phases_say_the_same_but_failures) {
  for (const Process process : processes()) {
    std::map<std::string_view, Trigger> said;
    for (const Transition& row : transitions(process)) {
      const auto [first, is_new] = said.emplace(row.sentence, row.on);
      BOOST_TEST((is_new || (row.on == Trigger::Failed && first->second == Trigger::Failed)),
                 name_of(process, row));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_databases_are_replaced_once_on_every_way_to_success_and_by_no_upgrade) {
  for_each_row([](Process process, const Transition& row) {
    if (!row.changes.contains(Change::ReplaceData)) return;
    BOOST_TEST(row.changes.contains(Change::RestartHistory), name_of(process, row));
    BOOST_TEST((row.on == Trigger::Finished), name_of(process, row));
  });
  for (const Process process : processes()) {
    std::set<Phase> replacing;
    for (const Transition& row : transitions(process)) {
      if (row.changes.contains(Change::ReplaceData)) replacing.insert(row.from);
    }
    const std::size_t times = moves_databases(process) ? 1 : 0;
    BOOST_TEST(replacing.size() == times, to_string(process));
  }
}

BOOST_AUTO_TEST_CASE(what_a_process_is_agrees_with_its_table) {
  for (const ProcessDescription& each : process_descriptions) {
    const auto has = [&](auto holds) {
      return std::ranges::any_of(transitions(each.process), holds);
    };
    const std::string_view name = each.name;
    BOOST_TEST(each.moves_databases == has([](const Transition& row) {
                 return row.changes.contains(Change::ReplaceData);
               }),
               name);
    BOOST_TEST(each.from_backups == has([](const Transition& row) {
                 return row.effect == EffectKind::RestoreBackups;
               }),
               name);
    BOOST_TEST(each.rolls_back == has([](const Transition& row) {
                 return row.changes.contains(Change::RestorePreImage);
               }),
               name);
    BOOST_TEST((each.conduct == Conduct::Requested) ==
                   has([](const Transition& row) { return row.on == Trigger::Accept; }),
               name);
    BOOST_TEST((each.conduct == Conduct::Runbook) ==
                   has([](const Transition& row) { return row.on == Trigger::Execute; }),
               name);
    BOOST_TEST(each.words.asked.empty() ==
                   !has([](const Transition& row) { return row.on == Trigger::Start; }),
               name);
  }
}

BOOST_AUTO_TEST_CASE(work_begins_where_the_databases_come_from) {
  const auto first = [](Process process) { return to_string(first_phase(process)); };
  BOOST_TEST(first(Process::Refresh) == "Copying");
  BOOST_TEST(first(Process::Restore) == "Creating");
  BOOST_TEST(first(Process::RestoreInPlace) == "Creating");
  BOOST_TEST(first(Process::RequestedRefresh) == "Copying");
  BOOST_TEST(first(Process::RequestedRestore) == "Creating");
  BOOST_TEST(first(Process::DataUpgrade) == "None");
}

BOOST_AUTO_TEST_CASE(a_post_step_belongs_to_the_process_that_leaves_it_to_do) {
  BOOST_TEST((owner_of_post_step(Trigger::Reprovision) == Process::RequestedRefresh));
  BOOST_TEST((owner_of_post_step(Phase::PostSynchronizing) == Process::RequestedRestore));
  BOOST_TEST(to_string(debts_of_post_steps(Process::RequestedRefresh)) == "reprovision");
  BOOST_TEST(to_string(debts_of_post_steps(Process::RequestedRestore)) == "synchronize");
  BOOST_TEST(to_string(debts_of_post_steps(Process::Refresh)) == "none");
  // Else which process a post-step belongs to could not be told.
  std::map<Phase, Process> owners;
  for_each_row([&](Process process, const Transition& row) {
    if (!is_post_step(row.to)) return;
    BOOST_TEST((owners.emplace(row.to, process).first->second == process), name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(the_target_goes_offline_only_for_phases_in_which_it_is_worked_on) {
  for_each_row([](Process process, const Transition& row) {
    if (row.availability == Availability::Down)
      BOOST_TEST(is_unresolved(row.to), name_of(process, row));
  });
}

BOOST_AUTO_TEST_CASE(a_pre_image_is_taken_by_self_service_alone) {
  for_each_row([](Process process, const Transition& row) {
    const bool takes = row.changes.contains(Change::TakePreImage);
    BOOST_TEST(takes == (row.on == Trigger::Start && description_of(process).rolls_back),
               name_of(process, row));
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
