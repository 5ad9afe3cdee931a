#include <array>
#include <string_view>

#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/property.h"

/// INV-50 on the shipped policies: whatever makes a request harder to grant never grants it.
namespace rehearse::scenarios {
namespace {

using model::EnvironmentState;
using model::Process;
using model::World;

/// What is asked, when, and in which world; drawn so that limits are near.
struct Question {
  World world;
  model::Start start;
};

struct Setup {
  model::Names names;
  model::Policy policy;
  Process process;
  World world;

  Setup(std::string_view policy_name, std::string_view fleet_name, Process asked)
      : policy(load_policy(std::string(policy_name), names).value().policy),
        process(asked),
        world(world_of(load_fleet(std::string(fleet_name)).value(),
                       model::parse_instant("2020-03-02T09:00:00Z").value(), names)) {}

  bool is_allowed(const Question& question) const {
    const auto inquiry = inquiry_of(policy, question.world, question.start);
    return policy.rules.verdicts(inquiry->operation, inquiry->inputs).allowed;
  }

  Question draw() const {
    Question question{.world = world, .start = {.process = process, .source = {0}, .target = {1}}};
    if (process == Process::RequestedRestore) question.start.source = {1};
    EnvironmentState& target = question.world.environments[1];
    question.start.page = target.name;
    target.maximum_capacity = {world.environments[0].allocated_capacity.bytes +
                               *rc::gen::inRange<std::int64_t>(-2, 3)};
    target.platform_update = *rc::gen::inRange<std::uint16_t>(18, 24);
    question.world.environments[0].platform_update = target.platform_update;
    const auto reporting = *rc::gen::inRange<std::int64_t>(-2, 3);
    target.financial_reporting_version =
        model::Version::from_packed(target.financial_reporting_version.packed() + reporting);
    const auto age = *rc::gen::inRange<std::int64_t>(0, 40 * 24);
    question.start.restore_point = world.now - model::hours(age);
    question.start.backup = {.contents = target.contents,
                             .application_release = target.application_release,
                             .platform_update = target.platform_update,
                             .exists = true};
    const auto lead = *rc::gen::inRange<std::int64_t>(20, 30);
    question.start.window = {.start = world.now + model::hours(lead),
                             .end = world.now + model::hours(lead + 2)};
    return question;
  }
};

/// Makes one thing of the question harder.
Question tightened(Question question) {
  EnvironmentState& target = question.world.environments[1];
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      target.maximum_capacity.bytes -= *rc::gen::inRange<std::int64_t>(0, 4);
      break;
    case 1:
      target.financial_reporting_version = model::Version::from_packed(
          target.financial_reporting_version.packed() - *rc::gen::inRange<std::int64_t>(0, 4));
      break;
    case 2:
      target.platform_update =
          static_cast<std::uint16_t>(target.platform_update - *rc::gen::inRange(0, 4));
      break;
    case 3:
      question.start.restore_point =
          *question.start.restore_point - model::hours(*rc::gen::inRange<std::int64_t>(0, 400));
      break;
    default:
      question.world.now = question.world.now + model::hours(*rc::gen::inRange<std::int64_t>(0, 8));
      break;
  }
  return question;
}

struct Shipped {
  std::string_view policy;
  std::string_view fleet;
  Process process;
};

constexpr std::array shipped = {
    Shipped{"requested-2017", "contoso-2017", Process::RequestedRefresh},
    Shipped{"requested-2017", "contoso-2017", Process::RequestedRestore},
    Shipped{"self-service-2020", "contoso", Process::Refresh},
    Shipped{"self-service-2020", "contoso", Process::Restore},
    Shipped{"current", "contoso", Process::Refresh},
    Shipped{"current", "contoso", Process::Restore},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(play_monotony_test)

BOOST_AUTO_TEST_CASE(a_request_that_is_harder_to_grant_is_not_granted_for_that) {
  for (const Shipped& each : shipped) {
    const Setup setup(each.policy, each.fleet, each.process);
    int granted = 0;
    rehearse::tests::check_property("INV-50", 50,
                                    [&] {
                                      const Question question = setup.draw();
                                      const Question harder = tightened(question);
                                      const bool is_allowed = setup.is_allowed(question);
                                      granted += is_allowed;
                                      RC_ASSERT(is_allowed || !setup.is_allowed(harder));
                                    },
                                    {.cases = 500});
    BOOST_TEST((0 < granted && granted < 500),
               granted << " of 500 granted under " << each.policy);  // both sides of the limits
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
