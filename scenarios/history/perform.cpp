#include "rehearse/scenarios/history/perform.h"

#include <algorithm>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/acts_of_upgrade.h"
#include "rehearse/scenarios/statements/catalogue.h"

namespace rehearse::scenarios {

using model::EnvironmentId;

namespace {

/// `model::Action` without process: what it is called in a scenario file.
struct KindOf {
  std::string_view operator()(const model::InstallHotfix&) const { return "install-hotfix"; }
  std::string_view operator()(const model::RenameChannels&) const { return "rename-channels"; }
  std::string_view operator()(const model::PrepareTool&) const { return "prepare-tool"; }
  std::string_view operator()(const model::SignIn&) const { return "sign-in"; }
  std::string_view operator()(const model::Write&) const { return "write"; }
  std::string_view operator()(const model::ChangeBlobs&) const { return "put-blob"; }
  std::string_view operator()(const model::ReceiveFile&) const { return "receive-file"; }
  std::string_view operator()(const model::ProcessFiles&) const { return "process-files"; }
  std::string_view operator()(const model::StopJobs&) const { return "stop-jobs"; }
  std::string_view operator()(const model::Settle&) const { return "settle"; }
  std::string_view operator()(const model::Customize&) const { return "customize"; }
  std::string_view operator()(const model::RemoveCustomizations&) const {
    return "remove-customizations";
  }
  std::string_view operator()(const model::SaveUpdate&) const { return "save-update"; }
  std::string_view operator()(const model::ApplyUpdate&) const { return "apply-update"; }
  std::string_view operator()(const model::ProvisionAdmin&) const { return "provision-admin"; }
  std::string_view operator()(const model::Redeploy&) const { return "redeploy"; }
  std::string_view operator()(const model::ViewCredentials&) const { return "view-credentials"; }
  std::string_view operator()(const model::PrepareUpgrade&) const { return "prepare-upgrade"; }
  std::string_view operator()(const model::BackUp&) const { return "back-up"; }
  std::string_view operator()(const model::TransferBackup&) const { return "transfer-backup"; }
  std::string_view operator()(const model::RestoreBackup&) const { return "restore-backup"; }
  std::string_view operator()(const model::StopServices&) const { return "stop-services"; }
  std::string_view operator()(const model::StartServices&) const { return "start-services"; }
  std::string_view operator()(const model::Reboot&) const { return "reboot"; }
  std::string_view operator()(const model::RenameDatabase&) const { return "rename-database"; }
  std::string_view operator()(const model::DownloadPackage&) const { return "download-package"; }
  std::string_view operator()(const model::UnblockPackage&) const { return "unblock-package"; }
  std::string_view operator()(const model::ExtractPackage&) const { return "extract-package"; }
  std::string_view operator()(const model::OpenPrompt&) const { return "open-prompt"; }
  std::string_view operator()(const model::GenerateRunbook&) const { return "generate-runbook"; }
  std::string_view operator()(const model::ImportRunbook&) const { return "import-runbook"; }
  std::string_view operator()(const model::ExecuteRunbook&) const { return "data-upgrade"; }
  std::string_view operator()(const model::SubStepStarted&) const { return "data-upgrade"; }
  std::string_view operator()(const model::RunSql&) const { return "run-sql"; }
  template <typename T>
  std::string_view operator()(const T&) const {
    return {};  // of a movement, see `operation_kind`
  }
};

bool is_turned_away(const model::Events& events) {
  return !events.empty() && (events.front().kind == model::EventKind::Denied ||
                             events.front().kind == model::EventKind::Refused);
}

/// How strictly the rules of a policy answered.
enum class Strictness : std::uint8_t { Passes, Warns, Denies };

Strictness strictness_of(const model::Verdicts& verdicts) {
  if (!verdicts.allowed) return Strictness::Denies;
  const bool warns = verdicts.fired.any() || verdicts.not_evaluable.any();
  return warns ? Strictness::Warns : Strictness::Passes;
}

/// Rules that had something to say.
int speaking(const model::Step& step) {
  return step.verdicts.fired.count() + step.verdicts.not_evaluable.count();
}

/// How a step differs from that of the policy that it is compared with; empty when it does not, or
/// is stricter.
std::string_view difference_of(const sim::Occurrence& occurrence) {
  const model::Step& other = *occurrence.compared;
  const Strictness own_answer = strictness_of(occurrence.step.verdicts);
  const Strictness other_answer = strictness_of(other.verdicts);
  const bool is_laxer = own_answer < other_answer || speaking(occurrence.step) < speaking(other);
  const bool goes_on = !is_turned_away(occurrence.step.events);
  const bool other_goes_on = !is_turned_away(other.events);
  if (is_laxer || (goes_on && !other_goes_on)) return looser;
  const bool is_same = occurrence.world == other.world && occurrence.step.effect == other.effect;
  return goes_on && other_goes_on && !is_same ? otherwise : "";
}

/// Until the movement into `target` that runs now has settled.
Rest wait_for(EnvironmentId target, Ground& ground, const Alarm* alarm) {
  const auto movement = [&]() -> const model::Movement& { return ground.world()[target].movement; };
  const std::uint16_t ordinal = movement().ordinal;
  for (std::uint32_t count = 0; count < advances_max; ++count) {
    if (movement().ordinal != ordinal || is_settled(movement().phase)) return Rest::Reached;
    if (alarm != nullptr && alarm->rings()) return Rest::Reached;
    if (!ground.advance_to_next()) return Rest::Reached;
  }
  return Rest::GaveUp;
}

Rest wait_for_post_step(EnvironmentId id, Ground& ground) {
  for (std::uint32_t count = 0; count < advances_max; ++count) {
    if (!model::is_post_step(ground.world()[id].movement.phase) || !ground.advance_to_next())
      return Rest::Reached;
  }
  return Rest::GaveUp;
}

model::Window window_from(model::Instant now, const WindowAhead& ahead) {
  return {.start = now + ahead.opens_in, .end = now + ahead.opens_in + ahead.length};
}

class Performer {
 public:
  Performer(Ground& ground, const Alarm* alarm) : ground_(ground), alarm_(alarm) {}

  Performed operator()(const Ask& ask) {
    model::Start start{.process = ask.process,
                       .source = ask.source,
                       .target = ask.target,
                       .page = ground_.world()[ask.page].name,
                       .role = ask.role,
                       .purpose = ask.purpose,
                       .via = ask.via,
                       .warnings_reviewed = ask.warnings_reviewed,
                       .database = ask.database,
                       .acknowledgements = ask.acknowledgements,
                       .all_acknowledged = ask.all_acknowledged};
    if (ask.restore_point) {
      start.restore_point = now() + *ask.restore_point;
      start.backup = ground_.backup(ask.source, *start.restore_point);
    }
    if (is_requested(ask.process)) start.window = window_from(now(), ask.window);
    const bool stays = is_turned_away(ground_.act(start)) || is_requested(ask.process) ||
                       ask.patience == Patience::None;
    return {.trouble = {}, .rest = stays ? Rest::Reached : wait_for(ask.target, ground_, alarm_)};
  }

  Performed operator()(const Postpone& postpone) {
    model::Reschedule reschedule{.target = postpone.target,
                                 .window = window_from(now(), postpone.window),
                                 .role = postpone.role};
    if (postpone.restore_point) {
      reschedule.restore_point = now() + *postpone.restore_point;
      const EnvironmentId source = ground_.world()[postpone.target].movement.source;
      reschedule.backup = ground_.backup(source, *reschedule.restore_point);
    }
    ground_.act(reschedule);
    return {};
  }

  Performed operator()(const GoBack& back) {
    const auto events = ground_.act(model::Rollback{.target = back.target, .role = back.role});
    if (is_turned_away(events) || back.patience == Patience::None) return {};
    return {.trouble = {}, .rest = wait_for(back.target, ground_, alarm_)};
  }

  Performed operator()(const Pay& pay) {
    ground_.act(model::Settle{pay.environment, pay.debt});
    return {.trouble = {}, .rest = wait_for_post_step(pay.environment, ground_)};
  }

  Performed operator()(const UserChange& change) {
    return {.trouble = ground_.write(change), .rest = Rest::Reached};
  }
  Performed operator()(const Deploy& deploy) {
    return {.trouble = ground_.customize(deploy), .rest = Rest::Reached};
  }
  Performed operator()(const PutBlob& put) {
    ground_.put_blob(put);
    return {};
  }

  Performed operator()(const RenameChannels& rename) {
    const model::NameId database = ground_.intern(rename.database);
    const model::NameId group = ground_.intern(rename.group);
    return act(model::RenameChannels{
        .environment = rename.environment, .database = database, .group = group});
  }

  Performed operator()(const ProvisionAdmin& provision) {
    const model::NameId account = ground_.intern(provision.account);
    const model::NameId domain = ground_.intern(model::domain_of(provision.account));
    return act(model::ProvisionAdmin{
        .environment = provision.environment, .account = account, .domain = domain});
  }

  Performed operator()(const Redeploy& redeploy) {
    const model::EnvironmentState before = ground_.world()[redeploy.environment];
    const model::NameId account = ground_.intern(redeploy.account);
    const model::NameId domain = ground_.intern(model::domain_of(redeploy.account));
    return act(model::Redeploy{
        .environment = redeploy.environment,
        .account = account,
        .domain = domain,
        .tenant = redeploy.tenant ? ground_.intern(*redeploy.tenant) : before.tenant,
        .application_release = redeploy.application_release.value_or(before.application_release)});
  }

  Performed operator()(const RestoreBackup& restore) {
    const model::NameId name = ground_.intern(restore.name);
    return act(model::RestoreBackup{.environment = restore.environment, .name = name});
  }

  Performed operator()(const RenameDatabase& rename) {
    const model::NameId from = ground_.intern(rename.from);
    const model::NameId to = ground_.intern(rename.to);
    return act(model::RenameDatabase{.environment = rename.environment, .from = from, .to = to});
  }

  Performed operator()(const DownloadPackage& download) {
    const PackageName name = read_package_name(download.package);
    return act(model::DownloadPackage{.environment = download.environment,
                                      .package = ground_.intern(download.package),
                                      .version = name.version,
                                      .is_upgrade_package = name.is_for_upgrades,
                                      .in_temp = is_temp_folder(download.folder)});
  }

  Performed operator()(const GenerateRunbook& generate) {
    const model::NameId runbook = ground_.intern(generate.runbook);
    const model::NameId file = ground_.intern(generate.file);
    return act(model::GenerateRunbook{.environment = generate.environment,
                                      .runbook = runbook,
                                      .file = file,
                                      .finds_topology = generate.finds_topology,
                                      .finds_service_model = generate.finds_service_model});
  }

  Performed operator()(const ImportRunbook& import) {
    const model::NameId file = ground_.intern(import.file);
    return act(model::ImportRunbook{.environment = import.environment, .file = file});
  }

  Performed operator()(const Execute& execute) {
    const auto events =
        ground_.act(model::ExecuteRunbook{.environment = execute.environment,
                                          .runbook = ground_.intern(execute.runbook),
                                          .rerun_step = execute.rerun_step});
    if (is_turned_away(events) || execute.patience == Patience::None) return {};
    return {.trouble = {}, .rest = wait_for(execute.environment, ground_, alarm_)};
  }

  Performed operator()(const RunStatement& run) {
    return {.trouble = ground_.run_sql(run), .rest = Rest::Reached};
  }

  Performed operator()(const Advance& advance) {
    ground_.advance(now() + advance.by);
    return {};
  }

  Performed operator()(const model::Action& action) { return act(action); }

 private:
  model::Instant now() const { return ground_.world().now; }
  Performed act(const model::Action& action) {
    ground_.act(action);
    return {};
  }

  Ground& ground_;
  const Alarm* alarm_;
};

}  // namespace

std::string_view operation_kind(const model::Action& action, const model::World& world) {
  if (const std::string_view kind = std::visit(KindOf(), action); !kind.empty()) return kind;
  if (const auto* start = std::get_if<model::Start>(&action)) return to_string(start->process);
  const auto subject = subject_of(action);
  return subject ? to_string(world[*subject].movement.process) : "time";
}

Witness Alarm::witness(Witness further) {
  return [this, further = std::move(further)](const sim::Occurrence& occurrence) {
    hear(occurrence);
    if (further) further(occurrence);
  };
}

void Alarm::hear(const sim::Occurrence& occurrence) {
  ++actions_;
  const bool is_fine = occurrence.broken.none() && occurrence.discrepancies.empty();
  const auto add_to = [&](std::vector<Breach>& breaches, std::string_view id) {
    Breach breach{std::string(id),
                  std::string(operation_kind(occurrence.action, occurrence.world))};
    if (std::ranges::count(breaches, breach) == 0) breaches.push_back(std::move(breach));
  };
  if (!is_fine) {
    for (std::size_t index = 0; index < model::invariants().size(); ++index) {
      if (occurrence.broken.test(index)) add_to(all_, model::invariants()[index].id);
    }
    for (const sim::Discrepancy& discrepancy : occurrence.discrepancies)
      add_to(all_, discrepancy.id);
  }
  for (const Claim& claim : claims_) {
    if (!claim.holds(occurrence)) add_to(all_, claim.id);
  }
  if (occurrence.compared == nullptr) return;
  if (const std::string_view id = difference_of(occurrence); !id.empty()) add_to(differences_, id);
}

bool Alarm::has(const Breach& breach) const {
  return std::ranges::count(is_difference(breach) ? differences_ : all_, breach) > 0;
}

void Alarm::reset() {
  all_.clear();
  differences_.clear();
  actions_ = 0;
}

Performed perform(const Act& act, Ground& ground, const Alarm* alarm) {
  return std::visit(Performer(ground, alarm), act);
}

Rest let_settle(Ground& ground) {
  for (std::uint32_t count = 0; count < advances_max; ++count) {
    if (!ground.advance_to_next()) return Rest::Reached;
  }
  return Rest::GaveUp;
}

std::vector<Breach> unfinished(Ground& ground) {
  std::vector<Breach> found;
  for (std::uint16_t index = 0; index < ground.world().environments.size(); ++index) {
    if (!has_failed_upgrade(ground.world()[{index}])) continue;
    bring_to_end({index}, ground);
    if (!is_upgraded(ground.world()[{index}]))
      found.push_back({"INV-48", std::string(to_string(model::Process::DataUpgrade))});
  }
  const model::World& world = ground.world();
  for (const model::EnvironmentState& environment : world.environments) {
    const model::Movement& movement = environment.movement;
    const bool is_requested = model::is_requested(movement.process);
    const bool is_left = is_requested && movement.phase == model::Phase::Failed;
    if (pending_effect(movement) == model::EffectKind::None && !is_left) continue;
    found.push_back({is_requested ? "INV-45" : "INV-43", std::string(to_string(movement.process))});
  }
  return found;
}

bool is_difference(const Breach& breach) { return breach.id == looser || breach.id == otherwise; }

std::string sentence_of(std::string_view id, std::span<const Claim> claims) {
  if (id == looser) return "is judged less strictly by the rules than under the shipped policy";
  if (id == otherwise) return "leads to something else than under the shipped policy";
  if (const Statement* statement = statement_of_invariant(id)) return statement->sentence;
  for (const Claim& claim : claims) {
    if (claim.id == id) return claim.sentence;
  }
  return "what the model knows of a database is true of its rows";
}

}  // namespace rehearse::scenarios
