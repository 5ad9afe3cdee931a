# Sources are included as "rehearse/model/world/world.h", installed or not. In the source tree no folder of that name
# stands above the layers, so the build has one, with a link to each of our folders. Nobody, neither we nor a project
# that adds ours to its own, ever has a folder on the include path that holds generic names such as model/.
set(rehearse_include ${PROJECT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${rehearse_include}/rehearse)
foreach(folder model sim fixtures scenarios reports cli tests bench)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${rehearse_include}/rehearse/${folder} SYMBOLIC)
endforeach()

# rehearse_add_layer(model LINK fmt::fmt): one folder, one library rehearse::model, made of every source file in its
# rooms, the folders below it.
#
# PRECOMPILE names a set of heavy foreign headers that most of its sources see anyway (precompile.cmake).
function(rehearse_add_layer name)
  cmake_parse_arguments(layer "" "PRECOMPILE" "LINK;SOURCES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS */*.cpp)
  file(GLOB headers RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS */*.h)
  list(TRANSFORM headers PREPEND ${rehearse_include}/rehearse/${name}/)

  add_library(rehearse_${name} STATIC ${sources} ${layer_SOURCES})
  add_library(rehearse::${name} ALIAS rehearse_${name})
  set_target_properties(rehearse_${name} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON)
  target_compile_features(rehearse_${name} PUBLIC cxx_std_23)
  target_sources(rehearse_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${rehearse_include} FILES ${headers})
  target_link_libraries(rehearse_${name} PUBLIC ${layer_LINK})
  rehearse_developer_mode(rehearse_${name})
  if(layer_PRECOMPILE)
    rehearse_precompile(rehearse_${name} ${layer_PRECOMPILE})
  endif()
endfunction()

# Warnings, and the sanitizers that a preset chose: on our own targets only, never public.
function(rehearse_developer_mode target)
  if(REHEARSE_DEVELOPER)
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-align -Wformat=2 -Wnon-virtual-dtor
      -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror
      # What g++ 12 believes to see in inlined std::string and fmt at -O3. The sanitizers look for the real thing.
      $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds
        -Wno-stringop-overflow -Wno-stringop-overread>
      # Else a precompiled header bears its time of birth, and ccache never finds what was built with another one.
      "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>"
      # std::stable_sort of libstdc++ 12 calls what it deprecates itself; only clang says so.
      $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
  endif()
  if(REHEARSE_SANITIZERS)
    target_compile_options(${target} PRIVATE -fsanitize=${REHEARSE_SANITIZERS} -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC $<BUILD_INTERFACE:-fsanitize=${REHEARSE_SANITIZERS}>)
  endif()
endfunction()
