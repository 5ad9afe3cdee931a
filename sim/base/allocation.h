#pragma once

/// `REHEARSE_PLAIN_ALLOCATION` is defined under the address sanitizer: memory then comes from the
/// system piece by piece and goes back at once, so that every use after a release is seen.
#if defined(__SANITIZE_ADDRESS__)
#define REHEARSE_PLAIN_ALLOCATION
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REHEARSE_PLAIN_ALLOCATION
#endif
#endif
