#include "rehearse/model/world/operation.h"

#include <boost/test/unit_test.hpp>
#include <string_view>

#include "rehearse/model/world/process_kind.h"

namespace rehearse::model::tests {

BOOST_AUTO_TEST_SUITE(world_operation_test)

BOOST_AUTO_TEST_CASE(operations_are_called_as_in_policy_files) {
  BOOST_TEST(to_string(Operation::Refresh) == "refresh");
  BOOST_TEST(to_string(Operation::ApplyUpdate) == "apply-update");
  BOOST_TEST(to_string(Operation::ViewCredentials) == "view-credentials");
  BOOST_TEST((parse_enum<Operation>("View-Credentials") == Operation::ViewCredentials));
  BOOST_TEST((parse_enum<Operation>("upgrade") == std::nullopt));
  BOOST_TEST(fmt::format("{}", Operation::Refresh) == "refresh");
}

BOOST_AUTO_TEST_CASE(starting_a_process_is_asked_about_under_the_name_of_the_process) {
  for (std::size_t index = 0; index < enum_count<Process>; ++index) {
    const auto process = static_cast<Process>(index);
    const bool is_started = moves_databases(process);  // not executed, after many other steps
    BOOST_TEST(to_string(operation_of(process)) ==
               (is_started ? to_string(process) : "execute-runbook"));
  }
}

BOOST_AUTO_TEST_CASE(a_set_holds_what_was_put_into_it) {
  const OperationSet set = {Operation::Refresh, Operation::ViewCredentials};
  BOOST_TEST(set.contains(Operation::Refresh));
  BOOST_TEST(!set.contains(Operation::ApplyUpdate));
  BOOST_TEST(fmt::format("{}", set) == "refresh, view-credentials");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
