// SQLite with values bound, never pasted; used by the registry alone.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pli {

/// A prepared statement; columns count from 0, parameters are bound in order. Errors throw Fatal("registry-...").
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <typename... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }
  bool step();  ///< true while there is a row
  void run() { while (step()) {} }
  std::string text(int column) const;  ///< "" for NULL
  long long integer(int column) const;

 private:
  void bind_one(int index, std::string_view value);
  void bind_one(int index, long long value);
  void bind_one(int index, int value) { bind_one(index, static_cast<long long>(value)); }
  void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
  void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
  void bind_one(int index, const std::optional<std::string>& value);
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  /// Opens or creates, mode 0600, WAL, foreign keys; another that writes is waited for that long. Throws Fatal("registry-torn") when the file is shorter than it says of
  /// itself, before anything is written.
  Database(const std::filesystem::path&, int most_milliseconds);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  void execute(const char* sql);
  sqlite3* get() { return database_; }
  operator sqlite3*() { return database_; }  // NOLINT: statements are made on it

 private:
  sqlite3* database_ = nullptr;
};

/// BEGIN IMMEDIATE now; commit() keeps, leaving the scope without it rolls back.
class Transaction {
 public:
  explicit Transaction(Database&);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace pli
