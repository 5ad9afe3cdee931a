#pragma once

#include "rehearse/scenarios/deeds/kind.h"
#include "rehearse/scenarios/story/installer_line.h"

/// The data upgrade from AX 2012, besides its runbook.
namespace rehearse::scenarios {

template <>
struct KindOf<model::PrepareUpgrade> : ActionItself<model::PrepareUpgrade> {
  static constexpr auto forms = called<model::PrepareUpgrade>("prepare-upgrade");
  static void read(Object& step, Resolver&, model::PrepareUpgrade& prepare) {
    step.required("groundwork", prepare.groundwork);
  }
  static void write(const model::PrepareUpgrade& prepare, DeedStep& step) {
    step.put("groundwork", prepare.groundwork);
  }
  static void measure(const model::PrepareUpgrade& prepare, Measure& measure) {
    measure.add(prepare.groundwork);
  }
  static void simplify(const model::PrepareUpgrade& prepare, Simplify& simpler) {
    simpler.each_value(prepare, &model::PrepareUpgrade::groundwork);
  }
  static void ask(const model::PrepareUpgrade&, Questions&) {}
};

template <>
struct KindOf<model::BackUp> : EnvironmentAlone<model::BackUp> {
  static constexpr auto forms = called<model::BackUp>("back-up");
};

template <>
struct KindOf<model::TransferBackup> : ActionItself<model::TransferBackup> {
  static constexpr auto forms = called<model::TransferBackup>("transfer-backup");
  static void read(Object& step, Resolver&, model::TransferBackup& transfer) {
    step.required("through", transfer.route);
  }
  static void write(const model::TransferBackup& transfer, DeedStep& step) {
    step.put("through", transfer.route);
  }
  static void measure(const model::TransferBackup& transfer, Measure& measure) {
    measure.add(transfer.route != model::Route::Storage);
  }
  static void simplify(const model::TransferBackup& transfer, Simplify& simpler) {
    simpler.each_value(transfer, &model::TransferBackup::route);
  }
  static void ask(const model::TransferBackup& transfer, Questions& questions) {
    questions.each_enumerator("through", transfer, &model::TransferBackup::route);
  }
};

template <>
struct KindOf<RestoreBackup> {
  using Action = model::RestoreBackup;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<RestoreBackup>("restore-backup");

  static void read(Object& step, Resolver&, RestoreBackup& restore) {
    step.required("name", database_name(restore.name));
  }
  static Expected<void> perform(const RestoreBackup& restore, Stage& stage) {
    stage.act(Action{.environment = restore.environment, .name = stage.intern(restore.name)});
    return {};
  }
  static std::string tell(const RestoreBackup& restore, const model::Fleet& fleet) {
    return fmt::format("restore the backup in {} as {}", name_in(fleet, restore.environment),
                       restore.name);
  }
  static void write(const RestoreBackup& restore, DeedStep& step) { step["name"] = restore.name; }
  static void measure(const RestoreBackup& restore, Measure& measure) {
    measure.add_text(restore.name, simple_databases);
  }
  static void simplify(const RestoreBackup& restore, Simplify& simpler) {
    simpler.each_text(restore, &RestoreBackup::name, simple_databases);
  }
  static void ask(const RestoreBackup&, Questions&) {}
};

/// All five, unless it says which.
template <typename T>
struct OfServices : ActionItself<T> {
  static void read(Object& step, Resolver&, T& deed) { step.optional("services", deed.services); }
  static void write(const T& deed, DeedStep& step) { step.services(deed.services); }
  static void ask(const T&, Questions&) {}
};

template <>
struct KindOf<model::StopServices> : OfServices<model::StopServices> {
  static constexpr auto forms = called<model::StopServices>("stop-services");
  static void measure(const model::StopServices& stop, Measure& measure) {
    measure.add(model::EnumSet<model::Service>::all().without(stop.services).bits());
  }
  static void simplify(const model::StopServices& stop, Simplify& simpler) {
    simpler.add(model::StopServices{stop.environment});
  }
};

template <>
struct KindOf<model::StartServices> : OfServices<model::StartServices> {
  static constexpr auto forms = called<model::StartServices>("start-services");
  static void measure(const model::StartServices& start, Measure& measure) {
    measure.add(start.services.bits());
  }
  static void simplify(const model::StartServices& start, Simplify& simpler) {
    simpler.add(model::StartServices{start.environment, {model::Service::ManagementReporter}});
  }
};

template <>
struct KindOf<model::Reboot> : EnvironmentAlone<model::Reboot> {
  static constexpr auto forms = called<model::Reboot>("reboot");
};

template <>
struct KindOf<RenameDatabase> {
  using Action = model::RenameDatabase;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<RenameDatabase>("rename-database");

  static void read(Object& step, Resolver&, RenameDatabase& rename) {
    step.required("from", database_name(rename.from));
    step.required("to", database_name(rename.to));
  }
  static Expected<void> perform(const RenameDatabase& rename, Stage& stage) {
    const model::NameId from = stage.intern(rename.from);
    const model::NameId to = stage.intern(rename.to);
    stage.act(Action{.environment = rename.environment, .from = from, .to = to});
    return {};
  }
  static std::string tell(const RenameDatabase& rename, const model::Fleet& fleet) {
    return fmt::format("rename {} of {} to {}", rename.from, name_in(fleet, rename.environment),
                       rename.to);
  }
  static void write(const RenameDatabase& rename, DeedStep& step) {
    step["from"] = rename.from;
    step["to"] = rename.to;
  }
  static void measure(const RenameDatabase& rename, Measure& measure) {
    measure.add_text(rename.from, simple_databases);
    measure.add_text(rename.to, simple_databases);
  }
  static void simplify(const RenameDatabase& rename, Simplify& simpler) {
    simpler.each_text(rename, &RenameDatabase::from, simple_databases);
    simpler.each_text(rename, &RenameDatabase::to, simple_databases);
  }
  static void ask(const RenameDatabase&, Questions&) {}
};

template <>
struct KindOf<DownloadPackage> {
  using Action = model::DownloadPackage;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<DownloadPackage>("download-package");

  static void read(Object& step, Resolver&, DownloadPackage& download) {
    step.required("package", NonEmpty{download.package});
    step.optional("folder", NonEmpty{download.folder});
  }
  static Expected<void> perform(const DownloadPackage& download, Stage& stage) {
    const PackageName name = read_package_name(download.package);
    stage.act(Action{.environment = download.environment,
                     .package = stage.intern(download.package),
                     .version = name.version,
                     .is_upgrade_package = name.is_for_upgrades,
                     .in_temp = is_temp_folder(download.folder)});
    return {};
  }
  static std::string tell(const DownloadPackage& download, const model::Fleet& fleet) {
    return fmt::format("download {} to {} of {}", download.package, download.folder,
                       name_in(fleet, download.environment));
  }
  static void write(const DownloadPackage& download, DeedStep& step) {
    step["package"] = download.package;
    step.text_unless(temp_folder, "folder", download.folder);
  }
  static void measure(const DownloadPackage& download, Measure& measure) {
    measure.add_text(download.folder, simple_folders);
    measure.add_text(download.package, simple_packages);
  }
  static void simplify(const DownloadPackage& download, Simplify& simpler) {
    simpler.each_text(download, &DownloadPackage::folder, simple_folders);
    simpler.each_text(download, &DownloadPackage::package, simple_packages);
  }
  static void ask(const DownloadPackage&, Questions&) {}
};

template <>
struct KindOf<model::UnblockPackage> : EnvironmentAlone<model::UnblockPackage> {
  static constexpr auto forms = called<model::UnblockPackage>("unblock-package");
};

template <>
struct KindOf<model::ExtractPackage> : EnvironmentAlone<model::ExtractPackage> {
  static constexpr auto forms = called<model::ExtractPackage>("extract-package");
};

template <>
struct KindOf<model::OpenPrompt> : ActionItself<model::OpenPrompt> {
  static constexpr auto forms = called<model::OpenPrompt>("open-prompt");
  static void read(Object& step, Resolver&, model::OpenPrompt& open) {
    bool elevated = true;
    step.optional("elevated", elevated);
    open.prompt = elevated ? model::Prompt::Elevated : model::Prompt::Ordinary;
  }
  static void write(const model::OpenPrompt& open, DeedStep& step) {
    if (open.prompt != model::Prompt::Elevated) step["elevated"] = false;
  }
  static void measure(const model::OpenPrompt& open, Measure& measure) {
    measure.add(open.prompt != model::Prompt::Elevated);
  }
  static void simplify(const model::OpenPrompt& open, Simplify& simpler) {
    simpler.each_value(open, &model::OpenPrompt::prompt);
  }
  static void ask(const model::OpenPrompt&, Questions&) {}
};

/// A developer's own SQL on the database called AXDB.
template <>
struct KindOf<RunSql> {
  using Action = model::RunSql;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<RunSql>("run-sql");

  static void read(Object& step, Resolver&, RunSql& run) { step.required("sql", text(run.sql)); }
  static Expected<void> perform(const RunSql& run, Stage& stage) { return stage.run_sql(run); }
  static std::string tell(const RunSql& run, const model::Fleet& fleet) {
    return fmt::format("a developer in {}: {}", name_in(fleet, run.environment), *run.sql);
  }
  static void write(const RunSql& run, DeedStep& step) { step["sql"] = *run.sql; }
  static void measure(const RunSql& run, Measure& measure) {
    measure.add_statement(*run.sql, developer_statements());
  }
  static void simplify(const RunSql& run, Simplify& simpler) {
    simpler.earlier_statements(run, &RunSql::sql, developer_statements());
  }
  static void ask(const RunSql&, Questions&) {}
};

}  // namespace rehearse::scenarios
