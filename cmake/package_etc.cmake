# What lies outside /usr: put into the package's tree before it is packed.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
file(COPY ${CPACK_PLI_FILES}/pli.toml DESTINATION ${root}/etc/pli)
file(MAKE_DIRECTORY ${root}/etc/cron.d ${root}/etc/logrotate.d)
configure_file(${CPACK_PLI_FILES}/pli.cron ${root}/etc/cron.d/pli COPYONLY)
configure_file(${CPACK_PLI_FILES}/pli.logrotate ${root}/etc/logrotate.d/pli COPYONLY)
