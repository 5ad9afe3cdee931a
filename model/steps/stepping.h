#pragma once

#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/steps/step.h"

/// How `step` is made. Nobody else needs this.
namespace rehearse::model {

/// One call of `step`: an overload of `apply` for each action. Movements are in step.cpp, what
/// their transitions do in transition.cpp, what users and engineers do in people.cpp.
class Stepping {
 public:
  Stepping(const Policy& policy, Step& step) : policy_(policy), step_(step) {}

  void take(const Action& action);

 private:
  // Movements.
  void apply(const Start& start);
  void apply(const EffectFinished& outcome);
  void apply(const EffectFailed& outcome);
  void apply(const Accept& accept);
  void apply(const Reschedule& reschedule);
  void apply(const Cancel& cancel);
  void apply(const Rollback& rollback);
  void apply(const DownloadLogs& download);

  // Users and their data.
  void apply(const SignIn& sign_in);
  void apply(const Write& write);
  void apply(const ChangeBlobs& change);
  void apply(const ReceiveFile& receive);
  void apply(const ProcessFiles& process);
  void apply(const StopJobs& stop);
  void apply(const Settle& settle);

  // Code, accounts, access and time.
  void apply(const InstallHotfix& install);
  void apply(const RenameChannels& rename);
  void apply(const PrepareTool& prepare);
  void apply(const Customize& customize);
  void apply(const RemoveCustomizations& remove);
  void apply(const SaveUpdate& save);
  void apply(const ApplyUpdate& update);
  void apply(const ProvisionAdmin& provision);
  void apply(const Redeploy& redeploy);
  void apply(const ViewCredentials& view);
  void apply(const PassTime& pass);

  // Preparation of an upgrade.
  void apply(const PrepareUpgrade& prepare);
  void apply(const BackUp& back_up);
  void apply(const TransferBackup& transfer);
  void apply(const RestoreBackup& restore);
  void apply(const StopServices& stop);
  void apply(const StartServices& start);
  void apply(const Reboot& reboot);
  void apply(const RenameDatabase& rename);
  void apply(const DownloadPackage& download);
  void apply(const UnblockPackage& unblock);
  void apply(const ExtractPackage& extract);
  void apply(const OpenPrompt& open);
  void apply(const RunSql& run);

  // The upgrade itself.
  void apply(const GenerateRunbook& generate);
  void apply(const ImportRunbook& import);
  void apply(const ExecuteRunbook& execute);
  void apply(const SubStepStarted& started);

  void begin(const Start& start);
  void count_start(EnvironmentId target);
  void settle_effect(EnvironmentId target, EffectKind effect, Trigger trigger);

  /// A debt whose payment is work for the outside world.
  void take_time(const Settle& settle);

  static Process process_for(const Movement& movement, Trigger trigger);

  /// The row of the table that `trigger` takes now, or null.
  const Transition* find_row(EnvironmentId target, Trigger trigger) const;

  /// Takes the transition `row`: changes, phase, availability, events, and the effect that it asks
  /// for; then the one that follows at once, if any.
  void follow(const Transition& row, EnvironmentId target);
  void release_source(EnvironmentId target);
  void apply_change(Change change, EnvironmentId target);
  EnumSet<DataFact> established(const EnvironmentState& environment) const;
  void replace(EnvironmentId target);
  void restart_history(EnvironmentId target);
  void restore_pre_image(EnvironmentId target);
  void note_orphans(int before, EnvironmentId target);
  void pay(Debt debt, EnvironmentId target);
  void note_failure(EnvironmentState& environment) const;
  void set_available(Availability availability, EnvironmentId target);
  void announce(Phase before, const Transition& row, EnvironmentId target);

  /// Signs `account` in, or refuses and returns false.
  bool enter(EnvironmentId id, Account account);

  /// The application database of `id` gets a state of its own.
  Content& commit(EnvironmentId id);
  void carry_out(Debt debt, EnvironmentId id);
  void reset_reporting(EnvironmentId id);

  /// Ordinary users can enter from now on; notes it when the clean-up is still owed (REF-49).
  void let_users_in(EnvironmentId id);

  /// Servicing must wait while a movement into `id` is unresolved or its databases are being read
  /// (G10); refuses and returns false then.
  bool serviceable(EnvironmentId id);
  void deploy(const Redeploy& redeploy);

  /// Asks the policy's rules about the action; notes a denial and returns false when they do not
  /// allow it.
  bool decide(EnvironmentId environment);

  /// The machine's part in an upgrade; null, and refused, where people do not work on the machine
  /// themselves.
  Upgrade* machine(EnvironmentId id);

  /// Whether an upgrade runs there; refuses then and returns true.
  bool is_being_upgraded(EnvironmentId id);

  /// Another database is AXDB from now on, or none.
  void change_axdb(EnvironmentId id);
  void set_services(EnvironmentId id, EnumSet<Service> running);
  void refresh_availability(EnvironmentId id);

  void begin_upgrade(EnvironmentId id);

  /// The row that `execute`, with or without `-rerunstep`, takes; null, and refused, when it takes
  /// none.
  const Transition* find_execution(const ExecuteRunbook& execute);

  /// Takes `row` of the upgrade and asks for the sub-step that is next.
  void follow_upgrade(const Transition& row, EnvironmentId id);
  void settle_sub_step(EnvironmentId id, const SubStepId& sub_step, Trigger trigger);
  void complete_sub_step(EnvironmentId id, const SubStepId& sub_step);
  void fail_sub_step(EnvironmentId id, const SubStepId& sub_step);
  void ask_for(EnvironmentId id, std::uint8_t sub_step);

  struct Detail {
    Phase phase = Phase::None;
    Debt debt = Debt::AdminCleanUp;
    std::uint16_t count = 0;
    SubStepId sub_step = {};
  };
  void note(EventKind kind, EnvironmentId environment) { note(kind, environment, Detail()); }
  void note(EventKind kind, EnvironmentId environment, Detail detail) {
    step_.events.push_back({kind, environment, detail.phase, Refusal::None, detail.debt,
                            detail.count, detail.sub_step});
  }
  void refuse(EnvironmentId environment, Refusal refusal) {
    step_.events.push_back(
        {.kind = EventKind::Refused, .environment = environment, .refusal = refusal});
  }

  EnvironmentState& at(EnvironmentId id) { return step_.world[id]; }

  const Policy& policy_;
  Step& step_;
  const Action* action_ = nullptr;
};

}  // namespace rehearse::model
