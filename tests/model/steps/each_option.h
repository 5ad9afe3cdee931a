#pragma once

#include "rehearse/model/policy/policy.h"

/// All the ways in which a process can go.
namespace rehearse::model::test {

template <typename E, typename Try>
void for_each_value(Try&& try_one) {
  for (std::size_t index = 0; index < enum_count<E>; ++index) try_one(static_cast<E>(index));
}

/// Calls `try_one` with every combination of the options that choose between rows of a table.
template <typename Try>
void for_each_option(Try&& try_one) {
  ProcessOptions options;
  for_each_value<OfflineFrom>([&](OfflineFrom offline) {
    options.target_offline_from = offline;
    for_each_value<RollbackOffer>([&](RollbackOffer rollback) {
      options.rollback = rollback;
      for_each_value<DataTreatment>([&](DataTreatment data) {
        options.data = data;
        for_each_value<AfterFailure>([&](AfterFailure after_failure) {
          options.after_failure = after_failure;
          for_each_value<Acceptance>([&](Acceptance acceptance) {
            options.acceptance_after_reschedule = acceptance;
            try_one(options);
          });
        });
      });
    });
  });
}

}  // namespace rehearse::model::test
