#include <fmt/format.h>

#include <cstdio>

#include <rehearse/fixtures/data/embedded.h>
#include <rehearse/model/base/values.h>

/// What a stranger does first: reads two versions, compares them, and looks for the policy that
/// came with the library.
int main() {
  using rehearse::model::Version;
  const auto older = Version::parse("10.0.9");
  const auto newer = Version::parse("10.0.10");
  if (!older || !newer || *older >= *newer) return 1;
  if (rehearse::fixtures::policies().empty()) return 1;

  fmt::print("{} is before {}\n", *older, *newer);
  for (const auto& policy : rehearse::fixtures::policies())
    fmt::print("{}: {} bytes\n", policy.name, policy.text.size());
}
