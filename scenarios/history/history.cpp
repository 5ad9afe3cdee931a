#include "rehearse/scenarios/history/history.h"

#include <fmt/format.h>

#include <array>

namespace rehearse::scenarios {

using model::DataFact;

std::span<const UserStatement> user_statements() {
  static constexpr auto all = std::to_array<UserStatement>({
      {"UPDATE CustTable SET creditMax = creditMax + 1", {}},
      {"UPDATE CustTable SET AccountNum = 'C-001' WHERE recId = 2", {}, true},
      {"UPDATE UserInfo SET enable = 1", {DataFact::UsersDisabled}},
      {"UPDATE BatchJob SET status = 1", {DataFact::BatchWithheld}},
      {"UPDATE LogisticsElectronicAddress SET locator = 'new@contoso.com' WHERE type = 2",
       {DataFact::NoEmailAddresses}},
      {"UPDATE SysEmailParameters SET SMTPRelayServerName = 'smtp.contoso.com'",
       {DataFact::NoSmtpRelay}},
  });
  return all;
}

std::span<const DeveloperStatement> developer_statements() {
  static constexpr auto all = std::to_array<DeveloperStatement>({
      {"UPDATE CustTable SET Name = Name || ' ' WHERE recId = 1"},
      {"INSERT OR IGNORE INTO LedgerJournalTrans_Asset(recId, refRecId, assetId) "
       "VALUES (3, 99, 'VAN-03')",
       Ailment::OrphanedLine},
      {"INSERT OR IGNORE INTO InventDim(recId, inventDimId, configId, inventSizeId, inventSiteId, "
       "sha1Hash) VALUES (5, 'DIM-005', 'EXTENDED-CONFIGURATION', 'L', '2', 'old-5')",
       Ailment::TwinDimension},
      {"DELETE FROM LedgerJournalTrans_Asset WHERE refRecId NOT IN "
       "(SELECT recId FROM LedgerJournalTrans)",
       Ailment::None, Ailment::OrphanedLine},
      {"DELETE FROM InventDim WHERE recId = 5", Ailment::None, Ailment::TwinDimension},
  });
  return all;
}

std::span<const std::string_view> requirements() {
  static constexpr auto all = std::to_array<std::string_view>({
      "CREATE INDEX CustomersByName ON CustTable(Name)",
      "CREATE UNIQUE INDEX CustomersByAccount ON CustTable(AccountNum)",
      "ALTER TABLE CustTable ADD COLUMN segment TEXT",
  });
  return all;
}

namespace {

using Into = std::optional<model::EnvironmentId>;

struct NeedsMovement {
  Into operator()(const Postpone& postpone) const { return postpone.target; }
  Into operator()(const GoBack& back) const { return back.target; }
  Into operator()(const model::Action& action) const { return std::visit(*this, action); }
  Into operator()(const model::Accept& accept) const { return accept.target; }
  Into operator()(const model::Cancel& cancel) const { return cancel.target; }
  Into operator()(const model::DownloadLogs& download) const { return download.target; }
  template <typename T>
  Into operator()(const T&) const {
    return std::nullopt;
  }
};

struct AsksForMovement {
  Into operator()(const Ask& ask) const { return ask.target; }
  Into operator()(const Execute& execute) const { return execute.environment; }
  template <typename T>
  Into operator()(const T&) const {
    return std::nullopt;
  }
};

/// In words; the fleet gives the names.
class Teller {
 public:
  explicit Teller(const model::Fleet& fleet) : fleet_(fleet) {}

  std::string operator()(const Ask& ask) const {
    std::string text = fmt::format("{} of {}", to_string(ask.process), name(ask.target));
    if (ask.source != ask.target) text += " from " + name(ask.source);
    if (ask.page != ask.target) text += ", started from the page of " + name(ask.page);
    if (ask.role != model::Role::ProjectOwner) text += fmt::format(", as {}", to_string(ask.role));
    if (ask.via == model::Via::Api) text += ", through the API";
    if (!ask.warnings_reviewed) text += ", warnings not reviewed";
    if (ask.database != model::RequestedDatabase::Application)
      text += fmt::format(", of database {}", to_string(ask.database));
    if (ask.acknowledgements != 3 || !ask.all_acknowledged) text += ", not all acknowledged";
    return ask.patience == Patience::None ? text + ", not waited for" : text;
  }
  std::string operator()(const Postpone& postpone) const {
    return "reschedule the request for " + name(postpone.target);
  }
  std::string operator()(const GoBack& back) const { return "roll back " + name(back.target); }
  std::string operator()(const Pay& pay) const {
    return fmt::format("settle {} in {}", to_string(pay.debt), name(pay.environment));
  }
  std::string operator()(const UserChange& change) const {
    return fmt::format("{} in {}: {}", to_string(change.account), name(change.environment),
                       user_statements()[change.statement].sql);
  }
  std::string operator()(const Deploy& deploy) const {
    return fmt::format("customize {}: {}", name(deploy.environment),
                       requirements()[deploy.requirement]);
  }
  std::string operator()(const PutBlob& put) const {
    return fmt::format("put {} into {}", put.name, name(put.environment));
  }
  std::string operator()(const RenameChannels& rename) const {
    return "rename the channels of " + name(rename.environment);
  }
  std::string operator()(const ProvisionAdmin& provision) const {
    return fmt::format("make {} Admin of {}", provision.account, name(provision.environment));
  }
  std::string operator()(const Redeploy& redeploy) const {
    return "redeploy " + name(redeploy.environment);
  }
  std::string operator()(const RestoreBackup& restore) const {
    return fmt::format("restore the backup in {} as {}", name(restore.environment), restore.name);
  }
  std::string operator()(const RenameDatabase& rename) const {
    return fmt::format("rename {} of {} to {}", rename.from, name(rename.environment), rename.to);
  }
  std::string operator()(const DownloadPackage& download) const {
    return fmt::format("download {} to {} of {}", download.package, download.folder,
                       name(download.environment));
  }
  std::string operator()(const GenerateRunbook& generate) const {
    std::string text =
        fmt::format("generate runbook {} in {}", generate.runbook, name(generate.environment));
    if (!generate.finds_topology) text += ", naming another topology file";
    if (!generate.finds_service_model) text += ", naming another service model file";
    return text;
  }
  std::string operator()(const ImportRunbook& import) const {
    return fmt::format("import {} in {}", import.file, name(import.environment));
  }
  std::string operator()(const Execute& execute) const {
    std::string text =
        fmt::format("execute runbook {} in {}", execute.runbook, name(execute.environment));
    if (execute.rerun_step) text += fmt::format(", rerunning step {}", *execute.rerun_step);
    return execute.patience == Patience::None ? text + ", not waited for" : text;
  }
  std::string operator()(const RunStatement& run) const {
    return fmt::format("a developer in {}: {}", name(run.environment),
                       developer_statements()[run.statement].sql);
  }
  std::string operator()(const Advance& advance) const {
    return fmt::format("the clock moves on by {}", to_string(advance.by));
  }
  std::string operator()(const model::Action& action) const {
    model::Names names;
    return describe(action, world_of(fleet_, {}, names), names);
  }

 private:
  const std::string& name(model::EnvironmentId id) const {
    return fleet_.environments[id.value].name;
  }
  const model::Fleet& fleet_;
};

}  // namespace

std::optional<model::EnvironmentId> asks_for_movement_into(const Act& act) {
  return std::visit(AsksForMovement(), act);
}

std::optional<model::EnvironmentId> needs_movement_into(const Act& act) {
  return std::visit(NeedsMovement(), act);
}

bool is_well_formed(const History& history) {
  std::vector<bool> asked(history.fleet->environments.size());
  for (const Act& act : history.acts) {
    if (const auto target = asks_for_movement_into(act)) asked[target->value] = true;
    if (const auto target = needs_movement_into(act); target && !asked[target->value]) return false;
  }
  return true;
}

std::string describe(const Act& act, const model::Fleet& fleet) {
  return std::visit(Teller(fleet), act);
}

}  // namespace rehearse::scenarios
