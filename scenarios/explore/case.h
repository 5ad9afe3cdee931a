#pragma once

#include "rehearse/scenarios/explore/families.h"
#include "rehearse/scenarios/history/perform.h"

/// One random history: chaos, then heal.
namespace rehearse::scenarios {

/// What all cases of a campaign have in common. All of it must outlive the case.
struct CaseSetting {
  const Territory& territory;
  const SharedFleet& fixture;  ///< the shipped fleet that fleets are variants of
  std::span<const Family> families;
  std::span<const Claim> claims = {};
};

/// How a history went.
struct Ending {
  std::vector<Breach> breaches;      ///< of the first action that broke something; mostly none
  std::optional<Breach> difference;  ///< from the policy that is compared, the first; mostly none
  std::uint32_t actions = 0;
  Rest rest = Rest::Reached;  ///< GaveUp: it did not come to rest within its bound
};

/// A drawn history, played on the model alone while it was drawn: what is proposed depends on what
/// the world has become.
struct Case {
  History history;
  Ending ending;
};

/// Case `index` of the campaign with `seed`: equal arguments give equal cases, whatever was drawn
/// before.
///
/// Swarm: each family, each attribute of the fleet and each fault site is alive in about 60 % of
/// all cases. A site that is alive strikes one in six of its first visits. After the drawn deeds
/// there are no more faults, and people do what the documents tell them, until every movement has
/// settled; if one cannot, that is a breach (INV-43, INV-45).
///
/// Stops at the first breach, but not at differences from a policy that is compared.
Case draw_case(const CaseSetting& setting, model::Seed seed, std::uint64_t index,
               Witness witness = {}, Inquiries inquiries = Inquiries::Omitted);

/// Plays a whole history and lets it settle. Stops at the first breach.
Ending play_history(const History& history, Ground& ground, Alarm& alarm);

/// Whether `breach` is among what the whole history, played on and on, breaks or leaves undone.
bool breaks(const History& history, const Breach& breach, Ground& ground, const Alarm& alarm);

}  // namespace rehearse::scenarios
