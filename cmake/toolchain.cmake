# How every target is compiled: warnings, sanitizers, and the faster linker and compiler cache where they are installed.
option(PLI_WERROR "Treat warnings as errors" OFF)
set(PLI_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them (address,undefined or thread)")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)
# GCC 12 sees overlapping copies in `"text" + std::string` that aren't there (GCC bug 105651), and strings of moved structs that
# "may be used uninitialized" where they are not.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(PLI_WERROR)
  add_compile_options(-Werror)
endif()
if(PLI_SANITIZE)
  add_compile_options(-fsanitize=${PLI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PLI_SANITIZE})
endif()

find_program(PLI_MOLD mold)
if(PLI_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(PLI_CCACHE ccache)
if(PLI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PLI_CCACHE})
endif()
