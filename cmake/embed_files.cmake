# Run by rehearse_embed: writes the files named in MANIFEST into OUTPUT as raw string literals.
file(STRINGS ${MANIFEST} files)
set(entries "")
foreach(file IN LISTS files)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} text)
  string(APPEND entries "    {\"${name}\", R\"rehearse(${text})rehearse\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"fixtures/embedded.h\"\n\nnamespace rehearse::fixtures {\n\n"
  "std::span<const EmbeddedFile> ${FUNCTION}() {\n  static constexpr EmbeddedFile files[] = {\n${entries}  };\n"
  "  return files;\n}\n\n}  // namespace rehearse::fixtures\n")
