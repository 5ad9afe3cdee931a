#pragma once

namespace rehearse::cli {

/// Makes SIGINT and SIGTERM a request to stop at the next scenario; a second one ends the process
/// at once.
void stop_on_signals();

/// The signal that asked to stop, 0 when none did.
int signal_received();

}  // namespace rehearse::cli
