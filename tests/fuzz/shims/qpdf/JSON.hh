// Stands before qpdf's own JSON.hh in builds with clang: clang-19 can't read that one with Debian 12's libstdc++ in C++20 (a class with members of its own incomplete
// type), and Pli uses nothing of it.
#ifndef JSON_HH
#define JSON_HH
class JSON;
#endif
