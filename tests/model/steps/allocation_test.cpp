#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <new>

#include "rehearse/model/steps/enabled.h"
#include "rehearse/tests/model/steps/each_option.h"
#include "rehearse/tests/model/steps/plot.h"

// This program counts its allocations: a search makes millions of steps and must not go to the heap
// for any of them.
static std::size_t allocations = 0;

// Not inlined: else an optimizing compiler takes one of them for the library's and warns of the
// pair.
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocations++;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace rehearse::model::test {

BOOST_AUTO_TEST_SUITE(steps_allocation_test)

BOOST_AUTO_TEST_CASE(a_step_with_all_invariants_between_three_environments_allocates_nothing) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  World world = world_of(fleet_of(3), clock_start, names);
  std::vector<Action> actions;
  std::size_t steps = 0;
  for (std::size_t turn = 0; turn < 200; ++turn) {
    actions.clear();
    enabled(world, {.movements_max = 9, .writes_max = 99}, actions);
    const std::size_t before = allocations;
    for (const Action& action : actions) steps += checked_step(policy, world, action).broken.none();
    world = checked_step(policy, std::move(world), actions[(turn * 7) % actions.size()]).step.world;
    BOOST_TEST(allocations == before);
  }
  BOOST_TEST(steps > 1'000U);
}

BOOST_AUTO_TEST_CASE(no_process_allocates_anything) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  for (const Process process : moving_processes()) {
    const Plot plot{.processes = std::vector<Process>(9, process), .source = prod};
    World world = world_of(fleet_of(2), clock_start, names);
    std::vector<Action> actions;
    for (std::size_t turn = 0; turn < 200; ++turn) {
      actions.clear();
      plot(world, actions);
      const std::size_t before = allocations;
      world =
          checked_step(policy, std::move(world), actions[(turn * 40503U >> 8U) % actions.size()])
              .step.world;
      BOOST_TEST(allocations == before, to_string(process));
    }
    BOOST_TEST(world[uat1].movement.ordinal > 1U, to_string(process));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
