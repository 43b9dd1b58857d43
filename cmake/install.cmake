# `cmake --install build --prefix P`: the program finds its data in P/share/pli, beside its own folder, wherever P is.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE) # what is installed is built by its own targets, not by all of the tree
install(TARGETS pli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY templates/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pli/templates
  PATTERN "*.h" EXCLUDE PATTERN "*.cpp" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE PATTERN "README.md" EXCLUDE)
install(FILES LICENSE README.md CHANGELOG.md cmake/package/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Manual pages in both languages and the completion script are made by the program itself.
set(manual ${PROJECT_BINARY_DIR}/manual)
file(GLOB manual_words CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/templates/manual/*.toml ${PROJECT_SOURCE_DIR}/templates/console/*.toml)
add_custom_command(OUTPUT ${manual}/pli.bash
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${manual}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${manual}/man/fr
  COMMAND env -u PLI_CONFIG $<TARGET_FILE:pli> manual --data ${PROJECT_SOURCE_DIR} --ui en --write ${manual}/man
  COMMAND env -u PLI_CONFIG $<TARGET_FILE:pli> manual --data ${PROJECT_SOURCE_DIR} --ui fr --write ${manual}/man/fr
  COMMAND gzip -9nr ${manual}/man
  COMMAND env -u PLI_CONFIG $<TARGET_FILE:pli> manual --data ${PROJECT_SOURCE_DIR} --ui en --completion > ${manual}/pli.bash
  DEPENDS pli ${manual_words} VERBATIM)
add_custom_target(pli-manual ALL DEPENDS ${manual}/pli.bash)
install(DIRECTORY ${manual}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${manual}/pli.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME pli)
install(FILES cmake/package/pli-in.service cmake/package/pli-in.timer DESTINATION lib/systemd/system)
