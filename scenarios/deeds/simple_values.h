#pragma once

#include <array>
#include <span>
#include <string_view>

#include "rehearse/scenarios/story/deed.h"

/// Values that a shrunk history may keep, the simplest first. Only the shrinker needs this.
namespace rehearse::scenarios {

inline constexpr std::array<model::Duration, 7> simple_spans = {
    model::hours(1), model::minutes(30), model::hours(25),  model::days(8),
    model::days(29), model::minutes(1),  model::Duration{1}};
inline constexpr std::array<InstantOf, 6> simple_points = {
    model::Duration{-model::hours(1).ms}, model::Duration{0},
    model::Duration{-model::days(1).ms},  model::hours(1),
    model::Duration{-model::days(40).ms}, model::Duration{-model::minutes(1).ms}};
inline constexpr std::array<WindowOf, 4> simple_windows = {
    {{},
     {.opens = model::hours(23)},
     {.length = model::minutes(30)},
     {.opens = model::hours(23), .length = model::minutes(30)}}};

using SimpleTexts = std::span<const std::string_view>;
inline constexpr std::array<std::string_view, 3> simple_packages = {
    "AX2012DataUpgrade-10.0.26", "AX2012DataUpgrade-10.0.25", "PlatformUpdate-10.0.26"};
inline constexpr std::array<std::string_view, 3> simple_databases = {"AX2012", "AXDB", "AXDB_orig"};
inline constexpr std::array simple_folders = {temp_folder};
inline constexpr std::array simple_runbooks = {runbook_id_default};
inline constexpr std::array simple_files = {runbook_file_default};

}  // namespace rehearse::scenarios
