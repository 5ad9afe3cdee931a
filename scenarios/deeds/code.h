#pragma once

#include "rehearse/scenarios/deeds/kind.h"

/// What is done to the code and the set-up of an environment.
namespace rehearse::scenarios {

template <>
struct KindOf<Customize> {
  using Action = model::Customize;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<Customize>("customize");

  static void read(Object& step, Resolver&, Customize& customize) {
    step.required("require", text(customize.require));
  }
  static Expected<void> perform(const Customize& customize, Stage& stage) {
    return stage.customize(customize);
  }
  static std::string tell(const Customize& customize, const model::Fleet& fleet) {
    return fmt::format("customize {}: {}", name_in(fleet, customize.environment),
                       *customize.require);
  }
  static void write(const Customize& customize, DeedStep& step) {
    step["require"] = *customize.require;
  }
  static void measure(const Customize& customize, Measure& measure) {
    measure.add_statement(*customize.require, requirements());
  }
  static void simplify(const Customize& customize, Simplify& simpler) {
    simpler.earlier_statements(customize, &Customize::require, requirements());
  }
  static void ask(const Customize&, Questions&) {}
};

template <>
struct KindOf<model::RemoveCustomizations> : EnvironmentAlone<model::RemoveCustomizations> {
  static constexpr auto forms = called<model::RemoveCustomizations>("remove-customizations");
};

template <>
struct KindOf<model::SaveUpdate> : EnvironmentAlone<model::SaveUpdate> {
  static constexpr auto forms = called<model::SaveUpdate>("save-update");
};

template <>
struct KindOf<model::ApplyUpdate> : ActionItself<model::ApplyUpdate> {
  static constexpr auto forms = called<model::ApplyUpdate>("apply-update");
  static void read(Object& step, Resolver&, model::ApplyUpdate& update) {
    step.required("component", update.component);
    step.required("path", update.path);
    step.required("version", update.version);
  }
  static void write(const model::ApplyUpdate& update, DeedStep& step) {
    step.put("component", update.component);
    step.put("path", update.path);
    step.put("version", update.version);
  }
  static void measure(const model::ApplyUpdate& update, Measure& measure) {
    measure.add(update.component, update.path, update.version.packed());
  }
  static void simplify(const model::ApplyUpdate&, Simplify&) {}
  static void ask(const model::ApplyUpdate&, Questions&) {}
};

template <>
struct KindOf<model::InstallHotfix> : ActionItself<model::InstallHotfix> {
  static constexpr auto forms = called<model::InstallHotfix>("install-hotfix");
  static void read(Object& step, Resolver&, model::InstallHotfix& install) {
    step.required("hotfix", install.hotfix);
  }
  static void write(const model::InstallHotfix& install, DeedStep& step) {
    step.put("hotfix", install.hotfix);
  }
  static void measure(const model::InstallHotfix& install, Measure& measure) {
    measure.add(install.hotfix);
  }
  static void simplify(const model::InstallHotfix&, Simplify&) {}
  static void ask(const model::InstallHotfix&, Questions&) {}
};

template <>
struct KindOf<RenameChannels> {
  using Action = model::RenameChannels;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<RenameChannels>("rename-channels");

  static void read(Object& step, Resolver&, RenameChannels& rename) {
    step.required("database", NonEmpty{rename.database});
    step.required("group", NonEmpty{rename.group});
  }
  static Expected<void> perform(const RenameChannels& rename, Stage& stage) {
    const model::NameId database = stage.intern(rename.database);
    const model::NameId group = stage.intern(rename.group);
    stage.act(Action{.environment = rename.environment, .database = database, .group = group});
    return {};
  }
  static std::string tell(const RenameChannels& rename, const model::Fleet& fleet) {
    return "rename the channels of " + name_in(fleet, rename.environment);
  }
  static void write(const RenameChannels& rename, DeedStep& step) {
    step["database"] = rename.database;
    step["group"] = rename.group;
  }
  static void measure(const RenameChannels&, Measure&) {}
  static void simplify(const RenameChannels&, Simplify&) {}
  static void ask(const RenameChannels&, Questions&) {}
};

template <>
struct KindOf<model::PrepareTool> : ActionItself<model::PrepareTool> {
  static constexpr auto forms = called<model::PrepareTool>("prepare-tool");
  static void read(Object& step, Resolver&, model::PrepareTool& prepare) {
    step.required("step", proper(prepare.step));
  }
  static void write(const model::PrepareTool& prepare, DeedStep& step) {
    step.put("step", prepare.step);
  }
  static void measure(const model::PrepareTool& prepare, Measure& measure) {
    measure.add(prepare.step);
  }
  static void simplify(const model::PrepareTool&, Simplify&) {}
  static void ask(const model::PrepareTool&, Questions&) {}
};

template <>
struct KindOf<ProvisionAdmin> {
  using Action = model::ProvisionAdmin;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<ProvisionAdmin>("provision-admin");

  static void read(Object& step, Resolver&, ProvisionAdmin& provision) {
    step.required("account", NonEmpty{provision.account});
  }
  static Expected<void> perform(const ProvisionAdmin& provision, Stage& stage) {
    const model::NameId account = stage.intern(provision.account);
    const model::NameId domain = stage.intern(model::domain_of(provision.account));
    stage.act(Action{.environment = provision.environment, .account = account, .domain = domain});
    return {};
  }
  static std::string tell(const ProvisionAdmin& provision, const model::Fleet& fleet) {
    return fmt::format("make {} Admin of {}", provision.account,
                       name_in(fleet, provision.environment));
  }
  static void write(const ProvisionAdmin& provision, DeedStep& step) {
    step["account"] = provision.account;
  }
  static void measure(const ProvisionAdmin&, Measure&) {}
  static void simplify(const ProvisionAdmin&, Simplify&) {}
  static void ask(const ProvisionAdmin&, Questions&) {}
};

template <>
struct KindOf<Redeploy> {
  using Action = model::Redeploy;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<Redeploy>("redeploy");

  static void read(Object& step, Resolver&, Redeploy& redeploy) {
    step.required("account", NonEmpty{redeploy.account});
    if (step.has("tenant")) step.required("tenant", NonEmpty{redeploy.tenant.emplace()});
    step.optional("application_release", redeploy.application_release);
  }
  static Expected<void> perform(const Redeploy& redeploy, Stage& stage) {
    const model::EnvironmentState& before = stage.world()[redeploy.environment];
    const model::NameId tenant = before.tenant;
    const model::Version release = before.application_release;
    const model::NameId account = stage.intern(redeploy.account);
    const model::NameId domain = stage.intern(model::domain_of(redeploy.account));
    stage.act(Action{.environment = redeploy.environment,
                     .account = account,
                     .domain = domain,
                     .tenant = redeploy.tenant ? stage.intern(*redeploy.tenant) : tenant,
                     .application_release = redeploy.application_release.value_or(release)});
    return {};
  }
  static std::string tell(const Redeploy& redeploy, const model::Fleet& fleet) {
    return "redeploy " + name_in(fleet, redeploy.environment);
  }
  static void write(const Redeploy& redeploy, DeedStep& step) {
    step["account"] = redeploy.account;
    if (redeploy.tenant) step["tenant"] = *redeploy.tenant;
    if (redeploy.application_release)
      step.put("application_release", *redeploy.application_release);
  }
  static void measure(const Redeploy& redeploy, Measure& measure) {
    measure.add(redeploy.tenant.has_value(), redeploy.application_release.has_value());
  }
  static void simplify(const Redeploy& redeploy, Simplify& simpler) {
    simpler.vary(redeploy, &Redeploy::tenant, std::optional<std::string>());
    simpler.vary(redeploy, &Redeploy::application_release, std::optional<model::Version>());
  }
  static void ask(const Redeploy&, Questions&) {}
};

}  // namespace rehearse::scenarios
