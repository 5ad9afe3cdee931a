# Run by rehearse_embed: writes the files named in MANIFEST into OUTPUT as raw string literals.
file(STRINGS ${MANIFEST} files)
list(LENGTH files count)
set(entries "")
foreach(file IN LISTS files)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} text)
  string(APPEND entries "    {\"${name}\", R\"rehearse(${text})rehearse\"sv},\n")
endforeach()
# sv: the compiler knows the length; counting it in constant expressions has a limit in clang.
# The pragma: -Wpedantic reminds us that another compiler need not take a literal of more than 65,536 characters.
file(WRITE ${OUTPUT} "#include <array>\n\n#include \"rehearse/fixtures/data/embedded.h\"\n\n"
  "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\nnamespace rehearse::fixtures {\n\n"
  "using namespace std::string_view_literals;\n\nstd::span<const EmbeddedFile> ${FUNCTION}() {\n"
  "  static constexpr std::array<EmbeddedFile, ${count}> files = {{\n${entries}  }};\n"
  "  return files;\n}\n\n}  // namespace rehearse::fixtures\n")
