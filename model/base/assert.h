#pragma once

#include <source_location>

/// Assertions on our own mistakes. They stay on in release builds: a model that went wrong must not
/// go on.
namespace rehearse {

/// Prints `file:line: claim` on stderr and aborts (the command maps the abort to exit code 70).
[[noreturn]] void assertion_failed(const char* claim, std::source_location where);

}  // namespace rehearse

#define REHEARSE_ASSERT(claim) \
  ((claim) ? void() : ::rehearse::assertion_failed(#claim, std::source_location::current()))
