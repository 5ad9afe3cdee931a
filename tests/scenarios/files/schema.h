#pragma once

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "rehearse/fixtures/data/embedded.h"

/// The published JSON Schemas, for the tests that hold something against them.
namespace rehearse::tests {

/// JSON as our files have it: comments are allowed.
inline nlohmann::json parsed(std::string_view text) {
  return nlohmann::json::parse(text, nullptr, true, true);
}

/// A published schema.
class Schema {
 public:
  explicit Schema(std::string_view name) {
    for (const fixtures::EmbeddedFile& file : fixtures::schemas()) {
      if (!file.name.ends_with(name)) continue;
      const nlohmann::json document = parsed(file.text);
      valijson::SchemaParser(valijson::SchemaParser::kDraft7)
          .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_);
      is_there_ = true;
    }
    BOOST_REQUIRE_MESSAGE(is_there_, "there is no schema " << name);
  }

  /// Empty when `text` is valid; else all that is wrong.
  std::string complaints(std::string_view text) const {
    const nlohmann::json document = parsed(text);
    valijson::ValidationResults results;
    valijson::Validator validator;
    if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &results))
      return {};
    std::string all = "not valid";
    for (valijson::ValidationResults::Error error; results.popError(error);)
      all += "; " + error.description;
    return all;
  }

  bool accepts(std::string_view text) const { return complaints(text).empty(); }

 private:
  valijson::Schema schema_;
  bool is_there_ = false;
};

}  // namespace rehearse::tests
