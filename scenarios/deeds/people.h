#pragma once

#include "rehearse/scenarios/deeds/kind.h"

/// What people do with an environment and its data, and the clock.
namespace rehearse::scenarios {

template <>
struct KindOf<model::SignIn> : ActionItself<model::SignIn> {
  static constexpr auto forms = called<model::SignIn>("sign-in");
  static void read(Object& step, Resolver&, model::SignIn& sign_in) {
    step.required("account", sign_in.account);
  }
  static void write(const model::SignIn& sign_in, DeedStep& step) {
    step.put("account", sign_in.account);
  }
  static void measure(const model::SignIn& sign_in, Measure& measure) {
    measure.add(sign_in.account);
  }
  static void simplify(const model::SignIn& sign_in, Simplify& simpler) {
    simpler.each_value(sign_in, &model::SignIn::account);
  }
  static void ask(const model::SignIn&, Questions&) {}
};

template <>
struct KindOf<Write> {
  using Action = model::Write;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<Write>("write");

  static void read(Object& step, Resolver&, Write& write) {
    step.optional("account", write.account);
    step.required("sql", text(write.sql));
  }
  static Expected<void> perform(const Write& write, Stage& stage) { return stage.write(write); }
  static std::string tell(const Write& write, const model::Fleet& fleet) {
    return fmt::format("{} in {}: {}", to_string(write.account), name_in(fleet, write.environment),
                       *write.sql);
  }
  static void write(const Write& write, DeedStep& step) {
    step.put_unless(model::Account::User, "account", write.account);
    step["sql"] = *write.sql;
  }
  static void measure(const Write& write, Measure& measure) {
    measure.add(write.account);
    measure.add_statement(*write.sql, user_statements());
  }
  static void simplify(const Write& write, Simplify& simpler) {
    simpler.earlier_statements(write, &Write::sql, user_statements());
    simpler.vary(write, &Write::account, model::Account::Admin);
  }
  static void ask(const Write& write, Questions& questions) {
    questions.each_enumerator("account", write, &Write::account);
    questions.each_statement(write, &Write::sql, user_statements());
  }
};

template <>
struct KindOf<PutBlob> {
  using Action = model::ChangeBlobs;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<PutBlob>("put-blob");

  static void read(Object& step, Resolver&, PutBlob& put) {
    step.required("name", NonEmpty{put.name});
    step.required("text", put.text);
  }
  static Expected<void> perform(const PutBlob& put, Stage& stage) {
    stage.put_blob(put);
    return {};
  }
  static std::string tell(const PutBlob& put, const model::Fleet& fleet) {
    return fmt::format("put {} into {}", put.name, name_in(fleet, put.environment));
  }
  static void write(const PutBlob& put, DeedStep& step) {
    step["name"] = put.name;
    step["text"] = put.text;
  }
  static void measure(const PutBlob&, Measure&) {}
  static void simplify(const PutBlob&, Simplify&) {}
  static void ask(const PutBlob&, Questions&) {}
};

template <>
struct KindOf<model::ReceiveFile> : EnvironmentAlone<model::ReceiveFile> {
  static constexpr auto forms = called<model::ReceiveFile>("receive-file");
};

template <>
struct KindOf<model::ProcessFiles> : EnvironmentAlone<model::ProcessFiles> {
  static constexpr auto forms = called<model::ProcessFiles>("process-files");
};

template <>
struct KindOf<model::StopJobs> : EnvironmentAlone<model::StopJobs> {
  static constexpr auto forms = called<model::StopJobs>("stop-jobs");
};

template <>
struct KindOf<model::ViewCredentials> : ActionItself<model::ViewCredentials> {
  static constexpr auto forms = called<model::ViewCredentials>("view-credentials");
  static void read(Object& step, Resolver&, model::ViewCredentials& view) {
    step.required("role", view.role);
  }
  static void write(const model::ViewCredentials& view, DeedStep& step) {
    step.put("role", view.role);
  }
  static void measure(const model::ViewCredentials& view, Measure& measure) {
    measure.add(view.role);
  }
  static void simplify(const model::ViewCredentials& view, Simplify& simpler) {
    simpler.each_value(view, &model::ViewCredentials::role);
  }
  static void ask(const model::ViewCredentials& view, Questions& questions) {
    questions.each_enumerator("role", view, &model::ViewCredentials::role);
    questions.each_environment("environment", view, &model::ViewCredentials::environment);
  }
};

/// A step without a `do`: `{ "advance": "PT1H" }`.
template <>
struct KindOf<Advance> {
  using Action = model::PassTime;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr std::array<Form, 0> forms = {};

  static Expected<void> perform(const Advance& advance, Stage& stage) {
    return stage.advance(stage.world().now + advance.by);
  }
  static std::string tell(const Advance& advance, const model::Fleet&) {
    return fmt::format("the clock moves on by {}", to_string(advance.by));
  }
  static void write(const Advance& advance, DeedStep& step) { step.put("advance", advance.by); }
  static void measure(const Advance& advance, Measure& measure) { measure.add_span(advance.by); }
  static void simplify(const Advance& advance, Simplify& simpler) {
    for (const model::Duration span : simple_spans) simpler.vary(advance, &Advance::by, span);
  }
  static void ask(const Advance& advance, Questions& questions) {
    questions.add("length", {Advance{{advance.by.ms / 2}}, Advance{{advance.by.ms * 2}}});
  }
};

}  // namespace rehearse::scenarios
