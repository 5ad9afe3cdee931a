#pragma once

#include <memory>

#include "rehearse/reports/out/renderer.h"
#include "rehearse/reports/out/sink.h"
#include "rehearse/reports/record/lines.h"

namespace rehearse::reports {

/// JUnit XML, as GitLab, Jenkins and Azure DevOps read it; nothing is written before `finish`.
///
/// - A `testsuite` for each group, in the order of the run, with `seed`, `policy`, `policy.digest`
///   and `version` as properties. A `testcase` for each scenario, in the order of `index`,
///   whatever the order of arrival; `classname` is `group.file-stem`. Where two would have one
///   name in one class, later ones are numbered, since GitLab drops duplicates.
/// - `failure` when a claim does not hold: its type is `invariant:INV-28`, `expectation` or
///   `refinement` after the first violation; its text has all of them and the command that shows
///   the history. `error` when the scenario could not be carried out or did not end.
/// - Of a run that was interrupted, the scenarios that never ran are one `skipped` test case, so
///   that its report cannot pass for a whole one.
/// - Totals are the sums of their parts, `time` included: seconds, `0.000` without host
///   information. Control characters and escape sequences never get into the file: in sentences
///   they are visible as `\x1B`, from names of files and groups they are taken out.
std::unique_ptr<Renderer> junit_renderer(std::unique_ptr<Sink> sink, HostInformation host);

}  // namespace rehearse::reports
