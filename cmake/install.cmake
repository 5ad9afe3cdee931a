# find_package(rehearse) for other projects; tests/consumer proves that it works.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(layers rehearse_model rehearse_sim rehearse_fixtures rehearse_scenarios rehearse_reports)
install(TARGETS ${layers} EXPORT rehearse FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/rehearse)
install(TARGETS rehearse_cli RUNTIME)
install(EXPORT rehearse NAMESPACE rehearse:: FILE rehearseTargets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
configure_package_config_file(cmake/rehearseConfig.cmake.in ${PROJECT_BINARY_DIR}/rehearseConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rehearseConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rehearseConfig.cmake ${PROJECT_BINARY_DIR}/rehearseConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
