#include "rehearse/model/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace rehearse {

void assertion_failed(const char* claim, std::source_location where) {
  std::fprintf(stderr, "rehearse: internal error at %s:%u: %s does not hold\n", where.file_name(),
               where.line(), claim);
  std::abort();
}

}  // namespace rehearse
