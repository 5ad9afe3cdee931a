# rehearse_precompile(target SET): the sources of `target` begin with foreign headers that are parsed once for all
# targets that name the same SET:
#
#   common  the standard library, fmt and small_vector, which nearly every source sees through our own headers
#   json    common and nlohmann/json
#   tests   common and Boost.Test
#
# A source still includes what it uses. That our headers do is verified without this.
set(rehearse_headers_common
  <algorithm> <array> <charconv> <compare> <cstddef> <cstdint> <expected> <functional> <initializer_list>
  <limits> <map> <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>
  <boost/container/small_vector.hpp> <fmt/format.h>)
set(rehearse_headers_link_common Boost::headers fmt::fmt)
set(rehearse_headers_json ${rehearse_headers_common} <nlohmann/json.hpp>)
set(rehearse_headers_link_json ${rehearse_headers_link_common} nlohmann_json::nlohmann_json)
set(rehearse_headers_tests ${rehearse_headers_common} <boost/test/unit_test.hpp>)
set(rehearse_headers_link_tests ${rehearse_headers_link_common} Boost::unit_test_framework)
set(rehearse_headers_define_tests BOOST_TEST_DYN_LINK)  # as those who use it: else it would not fit them
set(rehearse_precompiled_source ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)

function(rehearse_precompile target set)
  if(NOT TARGET rehearse_precompiled_${set})
    add_library(rehearse_precompiled_${set} OBJECT ${rehearse_precompiled_source})
    target_link_libraries(rehearse_precompiled_${set} PRIVATE ${rehearse_headers_link_${set}})
    target_compile_definitions(rehearse_precompiled_${set} PRIVATE ${rehearse_headers_define_${set}})
    target_precompile_headers(rehearse_precompiled_${set} PRIVATE ${rehearse_headers_${set}})
    rehearse_developer_mode(rehearse_precompiled_${set})
  endif()
  target_precompile_headers(${target} REUSE_FROM rehearse_precompiled_${set})
endfunction()
