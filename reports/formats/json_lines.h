#pragma once

#include <memory>

#include "rehearse/reports/out/renderer.h"
#include "rehearse/reports/out/sink.h"
#include "rehearse/reports/record/lines.h"

namespace rehearse::reports {

/// The record itself, one line for each (record/lines.h). Each line reaches the operating system
/// before the next record is taken: after Ctrl-C or a kill the file is a readable beginning, at
/// worst with a torn last line.
std::unique_ptr<Renderer> json_lines_renderer(std::unique_ptr<Sink> sink, HostInformation host);

}  // namespace rehearse::reports
