#include "rehearse/model/world/action.h"

#include <fmt/format.h>

#include <array>

#include "rehearse/model/world/world.h"

namespace rehearse::model {
namespace {

struct Subject {
  std::optional<EnvironmentId> operator()(const PassTime&) const { return std::nullopt; }
  template <typename T>
    requires requires(const T& action) { action.target; }
  std::optional<EnvironmentId> operator()(const T& action) const {
    return action.target;
  }
  template <typename T>
    requires requires(const T& action) { action.environment; }
  std::optional<EnvironmentId> operator()(const T& action) const {
    return action.environment;
  }
};

/// Words for each action; `name` spells an environment.
struct Words {
  const World& world;
  const Names& names;

  const std::string& name(EnvironmentId id) const { return names.text(world[id].name); }
  static std::string_view someone(Account account) {
    return account == Account::User    ? "a user"
           : account == Account::Admin ? "Admin"
                                       : "a service account";
  }

  /// `, as of 2020-03-01T08:00:00Z`.
  static std::string as_of(const std::optional<Instant>& restore_point) {
    return restore_point ? fmt::format(", as of {}", to_string(*restore_point)) : "";
  }
  static std::string between(const Window& window) {
    return fmt::format("between {} and {}", to_string(window.start), to_string(window.end));
  }

  /// `copy`; of an upgrade the sub-step.
  std::string what(EffectKind effect, const SubStepId& sub_step) const {
    return effect == EffectKind::RunSubStep ? names.text(sub_step.name)
                                            : std::string(to_string(effect));
  }

  std::string operator()(const Start& a) const {
    const ProcessDescription& process = description_of(a.process);
    const std::string from = process.in_place ? "" : fmt::format(" from {}", name(a.source));
    const std::string point = as_of(a.restore_point);
    switch (process.conduct) {
      case Conduct::SelfService:
        return fmt::format("{} {}{}{}", process.words.verb, name(a.target),
                           process.in_place ? " in place" : from, point);
      case Conduct::Requested:
        return fmt::format("request a {} of {}{}{}, {}", process.words.noun, name(a.target), from,
                           point, between(a.window));
      case Conduct::Runbook:
        break;  // begins with ExecuteRunbook
    }
    return {};
  }
  std::string operator()(const Accept& a) const {
    return fmt::format("accept the request for {}", name(a.target));
  }
  std::string operator()(const Reschedule& a) const {
    return fmt::format("reschedule the request for {}{}, {}", name(a.target),
                       as_of(a.restore_point), between(a.window));
  }
  std::string operator()(const InstallHotfix& a) const {
    return fmt::format("install {} in {}", to_string(a.hotfix), name(a.environment));
  }
  std::string operator()(const RenameChannels& a) const {
    return fmt::format("name the default channels of {} {} and {}", name(a.environment),
                       names.text(a.database), names.text(a.group));
  }
  std::string operator()(const PrepareTool& a) const {
    return fmt::format("have the reprovisioning tool {} for {}", to_string(a.step),
                       name(a.environment));
  }
  std::string operator()(const EffectFinished& a) const {
    if (a.effect == EffectKind::AwaitWindow)
      return fmt::format("the window of {} is open", name(a.target));
    return fmt::format("{} finishes in {}", what(a.effect, a.sub_step), name(a.target));
  }
  std::string operator()(const EffectFailed& a) const {
    return fmt::format("{} fails in {}", what(a.effect, a.sub_step), name(a.target));
  }
  std::string operator()(const Rollback& a) const {
    return fmt::format("roll back {}", name(a.target));
  }
  std::string operator()(const Cancel& a) const {
    return fmt::format("cancel the movement into {}", name(a.target));
  }
  std::string operator()(const DownloadLogs& a) const {
    return fmt::format("download the runbook logs of {}", name(a.target));
  }
  std::string operator()(const SignIn& a) const {
    return fmt::format("{} signs in to {}", someone(a.account), name(a.environment));
  }
  std::string operator()(const Write& a) const {
    return fmt::format("{} writes to {}", someone(a.account), name(a.environment));
  }
  std::string operator()(const ChangeBlobs& a) const {
    return fmt::format("documents of {} change", name(a.environment));
  }
  std::string operator()(const ReceiveFile& a) const {
    return fmt::format("a recurring job of {} receives a file", name(a.environment));
  }
  std::string operator()(const ProcessFiles& a) const {
    return fmt::format("recurring jobs of {} process their files", name(a.environment));
  }
  std::string operator()(const StopJobs& a) const {
    return fmt::format("stop the recurring jobs of {}", name(a.environment));
  }
  std::string operator()(const Settle& a) const {
    return fmt::format("settle {} in {}", to_string(a.debt), name(a.environment));
  }
  std::string operator()(const Customize& a) const {
    return fmt::format("deploy a customization to {}", name(a.environment));
  }
  std::string operator()(const RemoveCustomizations& a) const {
    return fmt::format("remove the customizations of {}", name(a.environment));
  }
  std::string operator()(const SaveUpdate& a) const {
    return fmt::format("save an update for {}", name(a.environment));
  }
  std::string operator()(const ApplyUpdate& a) const {
    return fmt::format("bring {} of {} to {} by {}", to_string(a.component), name(a.environment),
                       to_string(a.version), to_string(a.path));
  }
  std::string operator()(const ProvisionAdmin& a) const {
    return fmt::format("make {} the admin in {}'s web.config", names.text(a.account),
                       name(a.environment));
  }
  std::string operator()(const Redeploy& a) const {
    return fmt::format("redeploy {} for {}", name(a.environment), names.text(a.account));
  }
  std::string operator()(const ViewCredentials& a) const {
    return fmt::format("a {} opens the credentials of {}", to_string(a.role), name(a.environment));
  }
  std::string operator()(const PrepareUpgrade& a) const {
    constexpr std::array<std::string_view, enum_count<Groundwork>> done = {
        "complete the pre-upgrade checklist of AX 2012 for {}",
        "answer the findings of the Upgrade analyzer for {}",
        "apply the latest quality update to {}"};
    return fmt::format(fmt::runtime(done[static_cast<std::size_t>(a.groundwork)]),
                       name(a.environment));
  }
  std::string operator()(const BackUp& a) const {
    return fmt::format("back up AX 2012 for {}", name(a.environment));
  }
  std::string operator()(const TransferBackup& a) const {
    return fmt::format("bring the backup to {} through the {}", name(a.environment),
                       to_string(a.route));
  }
  std::string operator()(const RestoreBackup& a) const {
    return fmt::format("restore AX 2012 in {} as {}", name(a.environment), names.text(a.name));
  }
  std::string operator()(const StopServices& a) const {
    return fmt::format("stop services of {}: {}", name(a.environment), to_string(a.services));
  }
  std::string operator()(const StartServices& a) const {
    return fmt::format("start services of {}: {}", name(a.environment), to_string(a.services));
  }
  std::string operator()(const Reboot& a) const {
    return fmt::format("reboot {}", name(a.environment));
  }
  std::string operator()(const RenameDatabase& a) const {
    return fmt::format("rename database {} of {} to {}", names.text(a.from), name(a.environment),
                       names.text(a.to));
  }
  std::string operator()(const DownloadPackage& a) const {
    return fmt::format("download {} to {}", names.text(a.package), name(a.environment));
  }
  std::string operator()(const UnblockPackage& a) const {
    return fmt::format("unblock the package in {}", name(a.environment));
  }
  std::string operator()(const ExtractPackage& a) const {
    return fmt::format("extract the package in {}", name(a.environment));
  }
  std::string operator()(const OpenPrompt& a) const {
    return fmt::format("open an {} PowerShell in {}", to_string(a.prompt), name(a.environment));
  }
  std::string operator()(const GenerateRunbook& a) const {
    return fmt::format("generate runbook {} of {} as {}", names.text(a.runbook),
                       name(a.environment), names.text(a.file));
  }
  std::string operator()(const ImportRunbook& a) const {
    return fmt::format("import runbook file {} in {}", names.text(a.file), name(a.environment));
  }
  std::string operator()(const ExecuteRunbook& a) const {
    const std::string rerun =
        a.rerun_step ? fmt::format(", rerunning step {}", *a.rerun_step) : std::string();
    return fmt::format("execute runbook {} in {}{}", names.text(a.runbook), name(a.environment),
                       rerun);
  }
  std::string operator()(const SubStepStarted& a) const {
    return fmt::format("{} begins in {}", names.text(a.sub_step.name), name(a.target));
  }
  std::string operator()(const RunSql& a) const {
    return fmt::format("a developer runs SQL in AXDB of {}", name(a.environment));
  }
  std::string operator()(const PassTime& a) const {
    return fmt::format("it is {}", to_string(a.until));
  }
};

}  // namespace

std::optional<EnvironmentId> subject_of(const Action& action) {
  return std::visit(Subject{}, action);
}

std::string describe(const Action& action, const World& world, const Names& names) {
  return std::visit(Words{world, names}, action);
}

}  // namespace rehearse::model
