# find_package(rehearse) for other projects; tests/consumer proves that it works.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(layers rehearse_model rehearse_sim rehearse_fixtures rehearse_scenarios rehearse_reports)

# rehearse::rehearse, all layers at once.
add_library(rehearse_all INTERFACE)
add_library(rehearse::rehearse ALIAS rehearse_all)
set_target_properties(rehearse_all PROPERTIES EXPORT_NAME rehearse)
target_link_libraries(rehearse_all INTERFACE ${layers})

install(TARGETS ${layers} rehearse_all EXPORT rehearse FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS rehearse_cli RUNTIME)
install(EXPORT rehearse NAMESPACE rehearse:: FILE rehearseTargets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
configure_package_config_file(cmake/rehearseConfig.cmake.in ${PROJECT_BINARY_DIR}/rehearseConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rehearseConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rehearseConfig.cmake ${PROJECT_BINARY_DIR}/rehearseConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
