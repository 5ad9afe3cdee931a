#pragma once

/// How the command ends, for scripts and people. When several apply, the first of this order wins:
/// Internal, Trouble, Findings, Inconclusive, Nothing.
namespace rehearse::cli {

enum class ExitCode : int {
  Clean = 0,         ///< ran, everything as expected
  Findings = 1,      ///< an expectation, an invariant or a refinement failed
  Trouble = 2,       ///< could not run as asked: usage, a file, a disk
  Nothing = 3,       ///< the selection is empty
  Inconclusive = 4,  ///< a budget was used up before the answer was known
  Internal = 70,     ///< a bug of ours
  Interrupted = 130,
  Terminated = 143,
};

}  // namespace rehearse::cli
