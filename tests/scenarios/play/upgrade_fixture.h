#pragma once

#include <string>
#include <string_view>

#include "rehearse/tests/scenarios/play/fixture.h"

/// Upgrades from AX 2012 on the shipped stand-in, policy and fleet.
namespace rehearse::scenarios {

inline constexpr model::EnvironmentId machine{0};

/// Everything before `execute`.
inline constexpr std::string_view prepared = R"json(
    { "do": "prepare-upgrade", "environment": "DEV1", "groundwork": "checklist" },
    { "do": "prepare-upgrade", "environment": "DEV1", "groundwork": "upgrade-analyzer" },
    { "do": "prepare-upgrade", "environment": "DEV1", "groundwork": "quality-update" },
    { "do": "back-up", "environment": "DEV1" },
    { "do": "transfer-backup", "environment": "DEV1", "through": "storage" },
    { "do": "restore-backup", "environment": "DEV1", "name": "AX2012" },
    { "do": "stop-services", "environment": "DEV1" },
    { "do": "rename-database", "environment": "DEV1", "from": "AXDB", "to": "AXDB_orig" },
    { "do": "rename-database", "environment": "DEV1", "from": "AX2012", "to": "AXDB" },
    { "do": "download-package", "environment": "DEV1", "package": "AX2012DataUpgrade-10.0.26" },
    { "do": "unblock-package", "environment": "DEV1" },
    { "do": "extract-package", "environment": "DEV1" },
    { "do": "open-prompt", "environment": "DEV1" },
    { "do": "generate-runbook", "environment": "DEV1" },
    { "do": "import-runbook", "environment": "DEV1" })json";

inline constexpr std::string_view upgrade_head =
    R"("policy": "data-upgrade", "fleet": "contoso-ax2012", "clock": "2022-05-20T06:28:01.020Z", )";

/// A scenario that is prepared and then takes `steps`.
inline Scenario upgrade_of(std::string_view steps, std::string_view head = "") {
  const std::string text =
      file_of(fmt::format("{},\n{}", prepared, steps), fmt::format("{}{}", upgrade_head, head));
  return need(stage().reader.read(text, "upgrade.json"));
}

/// As it is after the last step, which must not have been the scenario's fault.
inline std::unique_ptr<Rehearsal> played_to_the_end(const Scenario& scenario) {
  auto rehearsal =
      need(stage().runner.run_until(scenario, static_cast<std::uint32_t>(scenario.steps.size())));
  BOOST_TEST(rehearsal->violations() == 0U);
  return rehearsal;
}

inline const sim::Image& axdb_of(const Rehearsal& rehearsal) {
  return rehearsal.simulation().image(machine, model::Database::Application);
}

}  // namespace rehearse::scenarios
