#define BOOST_TEST_MODULE campaign
#include <boost/test/unit_test.hpp>

#include <rehearse/scenarios/explore/campaign.h>

/// Campaigns as ordinary test cases: with an invariant, a deed and a process of our own.
using namespace rehearse;
using namespace rehearse::scenarios;

BOOST_AUTO_TEST_CASE(the_shipped_rules_hold_while_our_nightly_refresh_runs) {
  auto campaign = Campaign::create("self-service-2020").value();
  // A process of ours: the jobs stop, UAT1 is refreshed, and the users are let in again.
  campaign->add({.name = "nightly refresh", .weight = 5, .propose = [](Scene&, std::vector<Deed>& deeds) {
    deeds.emplace_back(model::StopJobs{{1}});
    deeds.emplace_back(Move{.source = {0}, .target = {1}, .page = {1}});
    deeds.emplace_back(Settle{.environment = {1}, .debt = model::Debt::Users});
  }});
  const Search search = campaign->search({.seed = {1}, .cases = 200}).value();
  for (const Cause& cause : search.causes) BOOST_ERROR(cause.finding.text);
}

BOOST_AUTO_TEST_CASE(an_invariant_of_ours_is_searched_and_shrunk) {
  auto campaign = Campaign::create("self-service-2020").value();
  campaign->claim({"OURS-1", "no sandbox is copied into another", [](const sim::Occurrence& seen) {
    const auto* start = std::get_if<model::Start>(&seen.action);
    return start == nullptr || !seen.step.has(model::EventKind::Started) ||
           seen.world[start->source].kind == model::EnvironmentKind::Production;
  }});
  const Search search = campaign->search({.seed = {1}, .cases = 500, .causes_max = 1}).value();
  BOOST_REQUIRE_EQUAL(search.causes.size(), 1);  // the shipped policy does allow it
  BOOST_TEST(search.causes[0].finding.history.deeds.size() == 1);
  BOOST_TEST_MESSAGE(search.causes[0].finding.text);
}
