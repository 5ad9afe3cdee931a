#include "model/inputs.h"

#include <algorithm>

namespace rehearse::model {
namespace {

struct EnvironmentAttribute {
  std::string_view name;
  Type type;
  std::span<const std::string_view> enumerators;
  std::string_view meaning;
};

constexpr std::array<EnvironmentAttribute, environment_attribute_count> environment_attributes = {{
    {"name", Type::Text, {}, "the environment's name"},
    {"kind", Type::Enumeration, enum_names<EnvironmentKind>, "production, sandbox or developer"},
    {"hosting", Type::Enumeration, enum_names<Hosting>, "where its databases are hosted"},
    {"tenant", Type::Text, {}, "identity of its directory, not the text after an @"},
    {"region", Type::Text, {}, "Azure geographic region of its databases"},
    {"application_release", Type::Version, {}, "release of the application"},
    {"platform_update", Type::Integer, {}, "number of the platform update"},
    {"financial_reporting_version", Type::Version, {}, "version of component MRApplicationService"},
    {"allocated_capacity", Type::Capacity, {}, "database capacity in use"},
    {"maximum_capacity", Type::Capacity, {}, "largest database capacity it may have"},
    {"jobs_processed", Type::Boolean, {}, "no file of a recurring import or export job waits"},
    {"jobs_stopped", Type::Boolean, {}, "its recurring import and export jobs are stopped"},
    {"operation_unresolved",
     Type::Boolean,
     {},
     "a movement into it runs, or failed and was not rolled back"},
    {"being_copied", Type::Boolean, {}, "a running movement copies its databases"},
    {"admin_account", Type::Text, {}, "the administrator in its web.config"},
    {"admin_domain", Type::Text, {}, "the part of that account after the @"},
    {"lcs_administrator", Type::Text, {}, "the Environment Administrator that LCS shows"},
    {"available", Type::Boolean, {}, "users can reach it"},
    {"update_saved", Type::Boolean, {}, "an update for it waits in the asset library"},
}};

constexpr std::array<Attribute, request_attribute_count> request_attributes = {{
    {"request",
     "page",
     Type::Text,
     {},
     "the environment whose details page the action was started from"},
    {"request", "purpose", Type::Enumeration, enum_names<Purpose>, "what the copied data are for"},
    {"request",
     "warnings_reviewed",
     Type::Boolean,
     {},
     "warnings and the not-copied list were reviewed"},
    {"request", "role", Type::Enumeration, enum_names<Role>, "the LCS role of whoever asks"},
    {"request", "update_path", Type::Enumeration, enum_names<UpdatePath>,
     "how an update reaches the environment"},
}};

constexpr auto all_attributes = [] {
  std::array<Attribute, attribute_count> all{};
  auto next = all.begin();
  for (const std::string_view subject : {"source", "target"}) {
    for (const auto& [name, type, enumerators, meaning] : environment_attributes) {
      *next++ = {subject, name, type, enumerators, meaning};
    }
  }
  std::ranges::copy(request_attributes, next);
  return all;
}();

/// `value`, or `missing` when the inventory does not state it.
template <typename T>
std::int64_t stated(const EnvironmentState& environment, Unstated property, T value) {
  return environment.unstated.contains(property) ? missing : static_cast<std::int64_t>(value);
}

/// In the order of `environment_attributes`.
void fill(const EnvironmentState& environment, std::int64_t* out) {
  const std::int64_t values[environment_attribute_count] = {
      environment.name.value,
      static_cast<std::int64_t>(environment.kind),
      static_cast<std::int64_t>(environment.hosting),
      stated(environment, Unstated::Tenant, environment.tenant.value),
      stated(environment, Unstated::Region, environment.region.value),
      stated(environment, Unstated::ApplicationRelease, environment.application_release.packed()),
      stated(environment, Unstated::PlatformUpdate, environment.platform_update),
      stated(environment, Unstated::FinancialReportingVersion,
             environment.financial_reporting_version.packed()),
      stated(environment, Unstated::AllocatedCapacity, environment.allocated_capacity.bytes),
      stated(environment, Unstated::MaximumCapacity, environment.maximum_capacity.bytes),
      waiting_files(environment) == 0,
      environment.jobs_stopped,
      is_unresolved(environment.movement.phase),
      environment.copies_out > 0,
      environment.web_config_admin.value,
      environment.admin_domain.value,
      environment.lcs_administrator.value,
      environment.available,
      environment.update_saved,
  };
  std::ranges::copy(values, out);
}

}  // namespace

Vocabulary vocabulary() { return all_attributes; }

InputValues inputs_of(const EnvironmentState* source, const EnvironmentState& target,
                      const RequestInputs& request) {
  InputValues values;
  if (source != nullptr) {
    fill(*source, values.data());
  } else {
    std::fill_n(values.begin(), environment_attribute_count, missing);
  }
  fill(target, values.data() + environment_attribute_count);
  const std::array<std::int64_t, request_attribute_count> asked = {
      request.page, request.purpose, request.warnings_reviewed, request.role, request.update_path};
  std::ranges::copy(asked, values.begin() + 2 * environment_attribute_count);
  return values;
}

InputValues inputs_of(const World& world, const StartRefresh& start) {
  return inputs_of(&world[start.source], world[start.target],
                   {.page = start.page.value,
                    .purpose = static_cast<std::int64_t>(start.purpose),
                    .warnings_reviewed = start.warnings_reviewed});
}

}  // namespace rehearse::model
