#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "rehearse/scenarios/explore/case_line.h"
#include "rehearse/scenarios/history/fleet.h"
#include "rehearse/tests/scenarios/explore/fixture.h"

/// Cases, and what a campaign makes of them.
namespace rehearse::scenarios {
namespace {

struct Field {
  explicit Field(const std::string& policy)
      : campaign(Campaign::create(policy, ranges.stand_ins).value()) {}
  tests::Ranges ranges{"current"};  // for its stand-ins
  std::unique_ptr<Campaign> campaign;
};

/// What the deeds of a history are called, a name each; of those that a test asks about.
std::string kind_of(const Deed& deed) {
  if (const auto* ask = std::get_if<Move>(&deed)) return std::string(to_string(ask->process));
  if (std::holds_alternative<Write>(deed)) return "write";
  if (std::holds_alternative<Advance>(deed)) return "advance";
  if (std::holds_alternative<Customize>(deed)) return "customize";
  return "other";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explore_campaign_test)

BOOST_AUTO_TEST_CASE(what_was_found_after_a_wait_in_which_nothing_was_heard_is_found_again) {
  const tests::Folder folder;
  const Field field(folder.write("weak.json", R"({ "policy": "weak", "about": "weak",
    "extends": "requested-2017", "without": ["channel-database-name"] })"));
  const auto search = field.campaign->search({.seed = {156}, .cases = 60});
  if (!search) BOOST_FAIL(to_string(search.error()));
  BOOST_REQUIRE(search->causes.size() == 1U);
  BOOST_TEST(search->causes.front().finding.prevented_by.front() == "rule channel-database-name");
}

BOOST_AUTO_TEST_CASE(equal_seeds_and_indices_give_equal_cases_whatever_was_drawn_before) {
  Field field("current");
  const CasePlayed first = field.campaign->play({7}, 11);
  field.campaign->play({7}, 12);
  field.campaign->play({8}, 11);
  BOOST_CHECK(field.campaign->play({7}, 11) == first);
  BOOST_TEST(field.campaign->compare_runs({7}, 11) == "");
}

BOOST_AUTO_TEST_CASE(each_kind_of_deed_is_absent_from_a_part_of_all_cases) {
  const tests::Ranges ranges("self-service-2020");
  constexpr int cases = 400;
  std::map<std::string, int> present;
  int without_fault = 0;
  for (int index = 0; index < cases; ++index) {
    const History history =
        draw_case(ranges.setting(), {2}, static_cast<std::uint64_t>(index)).history;
    std::map<std::string, bool> seen;
    for (const Deed& deed : history.deeds) seen[kind_of(deed)] = true;
    for (const auto& [kind, ignored] : seen) ++present[kind];
    without_fault += std::ranges::count(history.faults, "copy", &sim::Fault::site) == 0;
  }
  // A kind that is alive need not be drawn in a short history, so more than 40 % lack it.
  for (const char* kind : {"refresh", "restore", "advance"}) {
    BOOST_TEST(present[kind] > cases * 3 / 10, kind);
    BOOST_TEST(present[kind] < cases * 7 / 10, kind);
  }
  BOOST_TEST(without_fault > cases * 3 / 10);
  BOOST_TEST(without_fault < cases * 6 / 10);
}

BOOST_AUTO_TEST_CASE(fleets_lie_on_both_sides_of_every_boundary) {
  const tests::Ranges ranges("self-service-2020");
  const std::int64_t limit = model::gigabytes(250).bytes;
  std::map<std::int64_t, int> capacities;
  std::map<int, int> updates;
  int unstated = 0;
  for (std::uint64_t index = 0; index < 1'500; ++index) {
    const History history = draw_case(ranges.setting(), {2}, index).history;
    const auto& prod = history.fleet->environments.front();
    ++capacities[prod.allocated_capacity.bytes - limit];
    ++updates[prod.platform_update];
    unstated += !prod.unstated.empty();
  }
  for (const std::int64_t beside : {-1, 0, 1}) BOOST_TEST(capacities[beside] > 0, beside);
  for (const int update : {20, 21, 22}) BOOST_TEST(updates[update] > 0, update);
  BOOST_TEST(unstated > 0);
}

BOOST_AUTO_TEST_CASE(what_a_user_claims_is_searched_like_an_invariant) {
  Field field("self-service-2020");
  field.campaign->claim({.id = "OURS-1",
                         .sentence = "nobody refreshes UAT2",
                         .holds = [](const sim::Occurrence& seen) {
                           const auto* start = std::get_if<model::Start>(&seen.action);
                           return start == nullptr || start->target.value != 2 ||
                                  !seen.step.has(model::EventKind::Started);
                         }});
  const Search search =
      field.campaign->search({.seed = {1}, .cases = 300, .causes_max = 1}).value();
  BOOST_REQUIRE_EQUAL(search.causes.size(), 1U);
  const Finding& finding = search.causes.front().finding;
  BOOST_TEST(finding.breach.id == "OURS-1");
  BOOST_TEST(finding.sentence == "nobody refreshes UAT2");
  BOOST_TEST(finding.history.deeds.size() == 1U);
  BOOST_TEST(finding.prevented_by.empty());
  BOOST_TEST(!finding.passes_shipped);
}

BOOST_AUTO_TEST_CASE(what_a_user_does_is_drawn_like_the_other_deeds) {
  Field field("self-service-2020");
  int proposed = 0;
  field.campaign->add(
      {.name = "nightly", .weight = 5, .propose = [&](Scene&, std::vector<Deed>& deeds) {
         ++proposed;
         deeds.emplace_back(model::StopJobs{{1}});
         deeds.emplace_back(Move{.source = {0}, .target = {1}, .page = {1}});
       }});
  BOOST_REQUIRE(field.campaign->search({.seed = {1}, .cases = 20}).has_value());
  BOOST_TEST(proposed > 5);
}

BOOST_AUTO_TEST_CASE(state_that_is_hidden_from_the_seed_is_noticed) {
  Field field("self-service-2020");
  int calls = 0;
  field.campaign->add(
      {.name = "moody", .weight = 1'000, .propose = [&](Scene&, std::vector<Deed>& deeds) {
         deeds.emplace_back(Advance{model::minutes(++calls)});
       }});
  std::string differs;
  for (std::uint64_t index = 0; differs.empty() && index < 20; ++index)
    differs = field.campaign->compare_runs({1}, index);
  BOOST_TEST(differs.starts_with("drawn twice, the histories part at step "), differs);
}

BOOST_AUTO_TEST_CASE(a_line_tells_all_of_a_case) {
  const CasePlayed played{.index = 3,
                          .breach = Breach{"INV-17", "refresh"},
                          .difference = Breach{"looser", "redeploy"},
                          .rest = Rest::GaveUp,
                          .actions = 40,
                          .hits = {{1, 2}, {7, 1}},
                          .differs = "at \"step\" 3",
                          .trouble = "none"};
  BOOST_CHECK(parse_case_line(to_line(played)).value() == played);
  const CasePlayed plain{
      .index = 0, .breach = {}, .difference = {}, .hits = {}, .differs = {}, .trouble = {}};
  BOOST_CHECK(parse_case_line(to_line(plain)).value() == plain);
  for (const char* torn : {"", "{", "[]", R"({"case":1})", R"({"case":"x","actions":1,"hits":[]})"})
    BOOST_CHECK(!parse_case_line(torn).has_value());
}

BOOST_AUTO_TEST_CASE(causes_that_an_entry_prevents_are_one) {
  Field field("self-service-2020");
  tests::Folder folder;
  const std::string path = folder.write(
      "weak.json", R"({ "policy": "weak", "about": "weak", "extends": "self-service-2020",
              "without": ["other-tenant", "clear-attachments", "clear-print-settings"] })");
  const auto campaign = Campaign::create(path, field.ranges.stand_ins).value();
  const Search search = campaign->search({.seed = {1}, .cases = 150}).value();
  std::map<Breach, std::size_t> causes;
  std::uint64_t cases = 0;
  for (const Cause& cause : search.causes) {
    ++causes[cause.finding.breach];
    cases += cause.cases;
    BOOST_TEST(!cause.finding.prevented_by.empty(), cause.finding.text);
  }
  BOOST_TEST(cases > 3 * search.causes.size());
  for (const auto& [breach, count] : causes) BOOST_TEST(count <= 3U, breach.id);
}

/// The causes that a search under a variant of self-service-2020 finds, by entry and breach.
std::map<std::string, std::string> causes_under(const std::string& difference, Scope scope) {
  Field field("self-service-2020");
  tests::Folder folder;
  const std::string path = folder.write(
      "other.json", R"({ "policy": "other", "about": "other", "extends": "self-service-2020", )" +
                        difference + " }");
  const auto campaign = Campaign::create(path, field.ranges.stand_ins).value();
  const Search search = campaign->search({.seed = {1}, .cases = 300, .scope = scope}).value();
  std::map<std::string, std::string> found;
  for (const Cause& cause : search.causes)
    found[fmt::format("{}", fmt::join(cause.finding.prevented_by, ","))] = cause.finding.breach.id;
  return found;
}

BOOST_AUTO_TEST_CASE(what_no_invariant_names_is_found_as_a_difference_from_the_shipped_policy) {
  const std::string fewer = R"("without": ["other-tenant", "warnings-reviewed"])";
  using Found = std::map<std::string, std::string>;
  BOOST_TEST((causes_under(fewer, Scope::Invariants) == Found{{"rule other-tenant", "INV-17"}}));
  // The harm of the other rule has been shown, so it is not told again as a difference.
  BOOST_TEST((causes_under(fewer, Scope::Differences) ==
              Found{{"rule other-tenant", "INV-17"}, {"rule warnings-reviewed", "looser"}}));
}

BOOST_AUTO_TEST_CASE(a_stricter_policy_differs_in_nothing_that_is_told) {
  const std::string more = R"("rules": [{ "id": "quiet", "operations": ["refresh", "restore"],
      "deny_when": "target.kind = 'sandbox'", "because": "nobody moves", "cites": ["B-01"] }])";
  BOOST_TEST(causes_under(more, Scope::Differences).empty());
}

BOOST_AUTO_TEST_CASE(a_transition_that_options_rule_out_is_no_goal) {
  Field automatic("current");
  Field by_hand("self-service-2020");
  const auto has = [](Campaign& campaign, const std::string& name) {
    return std::ranges::count(campaign.tally().goals(), name, &Goal::name) > 0;
  };
  const std::string logs = "refresh: Failed -> Failed on download-logs";
  BOOST_TEST(has(*by_hand.campaign, logs));
  BOOST_TEST(!has(*automatic.campaign, logs));
  BOOST_TEST(!has(*by_hand.campaign, "rule request-open: TRUE is true"));
}

BOOST_AUTO_TEST_CASE(fleets_differ_from_their_fixture_where_they_were_varied) {
  const tests::Ranges ranges("current");
  for (std::size_t attribute = 0; attribute < fleet_attributes().size(); ++attribute) {
    for (const auto simple : fleet_attributes()[attribute].simple) {
      model::Fleet fleet = *ranges.fixture;
      simple(fleet.environments[1]);
      const auto found = differences(fleet, *ranges.fixture);
      BOOST_TEST(
          (found == std::vector<FleetDifference>{{1, static_cast<std::uint16_t>(attribute)}}),
          fleet_attributes()[attribute].name);
      fleet_attributes()[attribute].copy(ranges.fixture->environments[1], fleet.environments[1]);
      BOOST_CHECK(fleet == *ranges.fixture);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
