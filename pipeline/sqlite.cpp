#include "pipeline/sqlite.h"

#include <sys/stat.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr int most_milliseconds = 30'000, wait_milliseconds = 20;

[[noreturn]] void fail(sqlite3* database) {
  const int code = database ? sqlite3_errcode(database) : SQLITE_NOMEM;
  const char* file = database ? sqlite3_db_filename(database, "main") : "";
  const std::string detail = database ? sqlite3_errmsg(database) : "out of memory";
  const char* kind = code == SQLITE_BUSY || code == SQLITE_LOCKED ? "registry-locked" : code == SQLITE_FULL ? "disk-full" : "registry-unreadable";
  throw Fatal(kind, {{"file", file ? file : ""}, {"detail", detail}});
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
  if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) != SQLITE_OK) fail(database);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(database_);
  return result == SQLITE_ROW;
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

long long Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

void Statement::bind_one(int index, std::string_view value) {
  sqlite3_bind_text(statement_, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
}

void Statement::bind_one(int index, long long value) { sqlite3_bind_int64(statement_, index, value); }

void Statement::bind_one(int index, const std::optional<std::string>& value) {
  if (value) bind_one(index, std::string_view(*value));
  else sqlite3_bind_null(statement_, index);
}

Database::Database(const std::filesystem::path& file) {
  make_folder(file.parent_path());
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
  if (sqlite3_open_v2(file.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
    const std::string detail = database_ ? sqlite3_errmsg(database_) : "out of memory";
    sqlite3_close(database_);
    throw Fatal("registry-unreadable", {{"file", file.string()}, {"detail", detail}});
  }
  ::chmod(file.c_str(), 0600);
  sqlite3_busy_timeout(database_, most_milliseconds);
  try {
    // Two that make one file at the same moment: SQLite refuses the second the change of journal at once, without waiting as it does elsewhere.
    for (int waits = 0; sqlite3_exec(database_, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr) != SQLITE_OK; ++waits) {
      if (sqlite3_errcode(database_) != SQLITE_BUSY || waits == most_milliseconds / wait_milliseconds) fail(database_);
      sqlite3_sleep(wait_milliseconds);
    }
    execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
  } catch (...) {
    sqlite3_close(database_);
    throw;
  }
}

Database::~Database() { sqlite3_close(database_); }

void Database::execute(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_);
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace pli
