#include "rehearse/scenarios/story/drawn_sql.h"

#include <algorithm>
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

std::span<const Requirement> requirements() {
  static constexpr auto all = std::to_array<Requirement>({
      {"CREATE INDEX CustomersByName ON CustTable(Name)"},
      {"CREATE UNIQUE INDEX CustomersByAccount ON CustTable(AccountNum)"},
      {"ALTER TABLE CustTable ADD COLUMN segment TEXT"},
  });
  return all;
}

namespace {

template <typename Statement>
Statement find_statement(std::span<const Statement> all, std::string_view sql) {
  const auto found = std::ranges::find(all, sql, &Statement::sql);
  return found == all.end() ? Statement{.sql = sql} : *found;
}

}  // namespace

UserStatement user_statement(std::string_view sql) {
  return find_statement(user_statements(), sql);
}

DeveloperStatement developer_statement(std::string_view sql) {
  return find_statement(developer_statements(), sql);
}

}  // namespace rehearse::scenarios
