# rehearse_embed(<out-variable> FUNCTION schemas ROOT dir FILES a.json b.json): a source file that defines
# std::span<const EmbeddedFile> rehearse::fixtures::schemas(), the files in the order given, named relative to ROOT.
set(rehearse_embed_script ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(rehearse_embed out)
  cmake_parse_arguments(embed "" "FUNCTION;ROOT" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${embed_FUNCTION}.cpp)
  set(manifest ${CMAKE_CURRENT_BINARY_DIR}/${embed_FUNCTION}.manifest)
  list(JOIN embed_FILES "\n" lines)
  file(CONFIGURE OUTPUT ${manifest} CONTENT "${lines}\n" @ONLY)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DMANIFEST=${manifest} -DROOT=${embed_ROOT} -DFUNCTION=${embed_FUNCTION} -DOUTPUT=${source}
            -P ${rehearse_embed_script}
    DEPENDS ${embed_FILES} ${manifest} ${rehearse_embed_script}
    COMMENT "Embedding ${embed_FUNCTION}" VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
