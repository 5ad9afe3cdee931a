#include "rehearse/tests/tidy/banned.h"

#include <algorithm>
#include <vector>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

constexpr std::string_view different_numbers =
    "the standard does not fix its numbers: another compiler, another run";
constexpr std::string_view own_streams = "the seeded streams of sim, or rc::gen in a property";
constexpr std::string_view wall_clock =
    "a run depends on its seed only, and a test that looks at a clock fails on a busy day";
constexpr std::string_view no_order =
    "its order differs between libraries and runs; iterated, it ends determinism";
constexpr std::string_view ordered = "std::map, std::set or a sorted vector";
constexpr std::string_view inexact =
    "fractions round differently between compilers and optimizations";
constexpr std::string_view integers = "integers: milliseconds, bytes, a ratio of two integers";
constexpr std::string_view output =
    "stdout is the command's data; a library that prints there spoils a pipe";
constexpr std::string_view returned = "a returned text, printed by the command";
constexpr std::string_view locale = "the user's locale would change what is read and written";
constexpr std::string_view simulated = "the virtual clock (sim), or an Instant handed in";

constexpr Ban all_bans[] = {
    {"std::*_distribution", "", different_numbers, own_streams},
    {"std::shuffle", "", different_numbers, own_streams},
    {"std::sample", "", different_numbers, own_streams},
    {"rand(", "", different_numbers, own_streams},
    {"srand(", "", different_numbers, own_streams},
    {"random_device", "", "it never gives the same numbers twice", own_streams},
    {"default_random_engine", "", different_numbers, own_streams},
    {"std::mt19937*", "", "a second generator: streams would no longer split by owner",
     own_streams},
    {"system_clock", "bench cli", wall_clock, simulated},
    {"steady_clock", "bench cli", wall_clock, simulated},
    {"high_resolution_clock", "", wall_clock, simulated},
    {"time(nullptr)", "bench cli", wall_clock, simulated},
    {"time(NULL)", "bench cli", wall_clock, simulated},
    {"clock_gettime", "bench cli", wall_clock, simulated},
    {"sleep_for", "", "nothing here waits for real time", simulated},
    {"sleep_until", "", "nothing here waits for real time", simulated},
    {"__DATE__", "", "the same source would give another program tomorrow", "the version"},
    {"__TIME__", "", "the same source would give another program tomorrow", "the version"},
    {"std::unordered_map", "tests", no_order, ordered},
    {"std::unordered_set", "tests", no_order, ordered},
    {"std::unordered_multi*", "", no_order, ordered},
    {"double", "sim reports cli tests bench", inexact, integers},  // sim: SQL has real numbers
    {"float", "reports cli tests bench", inexact, integers},
    {"using namespace", "", "a reader cannot tell where a name comes from",
     "using std::name, or the qualified name"},
    {"std::endl", "", "it flushes at every line", "\"\\n\""},
    {"std::regex", "", "it recurses over its input and throws on a bad pattern",
     "std::string_view::find or a small parser"},
    {"const_cast", "", "what is const may be shared between threads", "a non-const owner"},
    {"reinterpret_cast", "sim", "only SQLite's C interface needs it", "static_cast, std::bit_cast"},
    {"catch (...)", "cli", "it hides our own bugs", "the exception that the library documents"},
    {"printf(", "cli reports bench", output, returned},
    {"puts(", "cli reports bench", output, returned},
    {"std::cout", "cli reports bench", output, returned},
    {"fmt::print(\"", "cli reports bench", output, returned},
    {"std::locale", "", locale, "fmt without the L flag"},
    {"setlocale", "", locale, "nothing: C is the locale at start"},
    {"getenv", "cli tests bench", "a run depends on its arguments only",
     "an option that the command reads"},
    {"assert(", "", "it vanishes in release builds", "REHEARSE_ASSERT"},
};

/// `// tidy: allow NAME: REASON`
struct Waiver {
  std::size_t line;
  std::string_view name;
  std::string_view reason;
  bool used = false;

  bool covers(std::size_t of_line) const { return of_line == line || of_line == line + 1; }
};

std::vector<Waiver> waivers_of(const Source& source) {
  constexpr std::string_view mark = "tidy: allow ";
  std::vector<Waiver> waivers;
  const auto lines = lines_of(source.comments);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const std::size_t at = lines[index].find(mark);
    if (at == npos || lines[index].find("///") != npos) continue;
    const std::string_view text = lines[index].substr(at + mark.size());
    const std::size_t colon = text.find(": ");
    waivers.push_back({index + 1, trimmed(text.substr(0, colon)),
                       colon == npos ? "" : trimmed(text.substr(colon + 1))});
  }
  return waivers;
}

bool waived(std::vector<Waiver>& waivers, std::string_view pattern, std::size_t line) {
  bool any = false;
  for (Waiver& waiver : waivers) {
    if (!waiver.covers(line) || waiver.name != pattern) continue;
    waiver.used = any = true;
  }
  return any;
}

Findings check_waivers(const Source& source, const std::vector<Waiver>& waivers) {
  Findings findings;
  for (const Waiver& waiver : waivers) {
    if (waiver.reason.empty()) {
      findings.push_back({source.path, waiver.line, "a waiver without a reason",
                          "the next reader cannot tell whether it still holds",
                          "// tidy: allow NAME: REASON"});
    } else if (!waiver.used) {
      findings.push_back({source.path, waiver.line,
                          fmt::format("a waiver for {} that waives nothing", waiver.name),
                          "the next slip on this line would go unseen", "nothing: take it out"});
    }
  }
  return findings;
}

}  // namespace

std::span<const Ban> bans() { return all_bans; }

Findings check_banned(const Source& source) {
  Findings findings;
  auto waivers = waivers_of(source);
  const auto lines = lines_of(source.code);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    for (const Ban& ban : bans()) {
      if (find_pattern(lines[index], ban.pattern) == npos) continue;
      if (find_pattern(ban.except, source.folder()) != npos) continue;
      if (waived(waivers, ban.pattern, index + 1)) continue;
      findings.push_back({source.path, index + 1, fmt::format("{} is banned here", ban.pattern),
                          std::string(ban.why),
                          fmt::format("{} (or, with a good reason, on the line above: "
                                      "// tidy: allow {}: REASON)",
                                      ban.instead, ban.pattern)});
    }
  }
  append(findings, check_waivers(source, waivers));
  return findings;
}

}  // namespace rehearse::tidy
