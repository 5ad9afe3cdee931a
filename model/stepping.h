#pragma once

#include "model/inputs.h"
#include "model/step.h"

/// How `step` is made. Nobody else needs this.
namespace rehearse::model {

/// One call of `step`: an overload of `apply` for each action. Movements are in step.cpp, what
/// users and engineers do in step_people.cpp.
class Stepping {
 public:
  Stepping(const Policy& policy, Step& step) : policy_(policy), step_(step) {}

  void take(const Action& action);

 private:
  // Movements.
  void apply(const StartRefresh& start);
  void apply(const EffectFinished& outcome);
  void apply(const EffectFailed& outcome);
  void apply(const Rollback& rollback);
  void apply(const Cancel& cancel);
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
  void apply(const Customize& customize);
  void apply(const RemoveCustomizations& remove);
  void apply(const SaveUpdate& save);
  void apply(const ApplyUpdate& update);
  void apply(const ProvisionAdmin& provision);
  void apply(const Redeploy& redeploy);
  void apply(const ViewCredentials& view);
  void apply(const PassTime& pass);

  void begin(const StartRefresh& start);
  void settle_effect(EnvironmentId target, EffectKind effect, Trigger trigger);

  /// Takes the transition `row`: changes, phase, availability, events, and the effect that it asks
  /// for.
  void follow(const Transition& row, EnvironmentId target);
  void change(Change change, EnvironmentId target);
  void replace(EnvironmentId target);
  void note_failure(EnvironmentState& environment) const;
  void set_available(Availability availability, EnvironmentId target);
  void announce(Phase phase, EnvironmentId target);

  /// Signs `account` in, or refuses and returns false.
  bool enter(EnvironmentId id, Account account);

  /// The application database of `id` gets a state of its own.
  Content& commit(EnvironmentId id);
  void carry_out(Debt debt, EnvironmentId id);

  /// Ordinary users can enter from now on; notes it when the clean-up is still owed (REF-49).
  void let_users_in(EnvironmentId id);

  /// Servicing must wait while a movement into `id` is unresolved or its databases are being read
  /// (G10); refuses and returns false then.
  bool serviceable(EnvironmentId id);
  void deploy(const Redeploy& redeploy);

  /// Asks the policy's rules; notes a denial and returns false when they do not allow it.
  bool decide(Operation operation, const InputValues& inputs, EnvironmentId environment);

  struct Detail {
    Phase phase = Phase::None;
    Debt debt = Debt::AdminCleanUp;
    std::uint16_t count = 0;
  };
  void note(EventKind kind, EnvironmentId environment) { note(kind, environment, Detail()); }
  void note(EventKind kind, EnvironmentId environment, Detail detail) {
    step_.events.push_back(
        {kind, environment, detail.phase, Refusal::None, detail.debt, detail.count});
  }
  void refuse(EnvironmentId environment, Refusal refusal) {
    step_.events.push_back(
        {.kind = EventKind::Refused, .environment = environment, .refusal = refusal});
  }

  EnvironmentState& at(EnvironmentId id) { return step_.world[id]; }

  const Policy& policy_;
  Step& step_;
};

}  // namespace rehearse::model
