#include "rehearse/model/invariants/moments.h"

#include "rehearse/model/processes/process.h"

namespace rehearse::model::moments {

Process process_of(const Moment& moment) { return moment.target.movement.process; }

bool is_self_service(const Moment& moment) { return model::is_self_service(process_of(moment)); }

bool is_from_elsewhere(const Moment& moment) {
  return is_self_service(moment) && !is_in_place(process_of(moment));
}

bool turned_away(const Moment& moment) {
  return moment.has(EventKind::Denied) || moment.has(EventKind::Refused);
}

bool moves(const Moment& moment) {
  return is_one_of<Start, EffectFinished, EffectFailed, Rollback, Accept, Reschedule, Cancel>(
             moment.action) &&
         !is_post_step(moment.target_before.movement.phase);
}

bool moves_from_elsewhere(const Moment& moment) {
  return moves(moment) && moment.source != nullptr && moment.source != &moment.target;
}

bool began(const Moment& moment) {
  return moment.has(EventKind::Started) ||
         (moment.has(EventKind::Submitted) && is_one_of<Start>(moment.action));
}

bool started_from_elsewhere(const Moment& moment) {
  return moment.has(EventKind::Started) && is_from_elsewhere(moment);
}

bool completed(const Moment& moment) { return moment.has(EventKind::Completed); }

bool completed_from_elsewhere(const Moment& moment) {
  return completed(moment) && is_from_elsewhere(moment);
}

bool work_begins(const Moment& moment) { return moment.has(EventKind::WorkBegan); }

bool is_replaced(const Moment& moment) {
  return moment.target.generation != moment.target_before.generation ||
         moment.target.contents.financial_reporting !=
             moment.target_before.contents.financial_reporting;
}

bool work_item_succeeds(const Moment& moment) { return moment.has(EventKind::Succeeded); }

bool same_rows(const Content& left, const Content& right) {
  return left.origin == right.origin && left.revision == right.revision &&
         left.as_of == right.as_of && left.tenant == right.tenant &&
         left.facts.without(facts_of_place) == right.facts.without(facts_of_place) &&
         left.file_records + left.foreign_file_records ==
             right.file_records + right.foreign_file_records;
}

}  // namespace rehearse::model::moments
