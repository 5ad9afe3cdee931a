#include "rehearse/scenarios/explore/case_line.h"

#include <nlohmann/json.hpp>

#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {

std::string to_line(const CasePlayed& played) {
  nlohmann::ordered_json line = {{"case", played.index}, {"actions", played.actions}};
  if (played.breach) line["breach"] = {played.breach->id, played.breach->operation};
  if (played.difference) line["difference"] = {played.difference->id, played.difference->operation};
  if (played.rest == Rest::GaveUp) line["gave_up"] = true;
  if (!played.differs.empty()) line["differs"] = played.differs;
  if (!played.trouble.empty()) line["trouble"] = played.trouble;
  line["hits"] = played.hits;
  return line.dump();
}

Expected<CasePlayed> parse_case_line(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return fail("read the line of a case: it is not whole");
  try {
    CasePlayed played;
    json.at("case").get_to(played.index);
    json.at("actions").get_to(played.actions);
    json.at("hits").get_to(played.hits);
    if (json.contains("breach")) played.breach = Breach{json["breach"].at(0), json["breach"].at(1)};
    if (json.contains("difference"))
      played.difference = Breach{json["difference"].at(0), json["difference"].at(1)};
    if (json.contains("gave_up")) played.rest = Rest::GaveUp;
    played.differs = json.value("differs", "");
    played.trouble = json.value("trouble", "");
    return played;
  } catch (const nlohmann::json::exception& error) {
    return fail("read the line of a case: {}", error.what());
  }
}

}  // namespace rehearse::scenarios
