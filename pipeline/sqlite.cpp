#include "pipeline/sqlite.h"

#include <sys/stat.h>

#include <fstream>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr int wait_milliseconds = 20;

[[noreturn]] void fail(sqlite3* database) {
  const int code = database ? sqlite3_errcode(database) : SQLITE_NOMEM;
  const char* file = database ? sqlite3_db_filename(database, "main") : "";
  const std::string detail = database ? sqlite3_errmsg(database) : "out of memory";
  const char* kind = code == SQLITE_BUSY || code == SQLITE_LOCKED                      ? "registry-locked"
                     : code == SQLITE_FULL                                             ? "disk-full"
                     : code == SQLITE_READONLY || code == SQLITE_IOERR || code == SQLITE_PERM ? "write-failed"
                                                                                       : "registry-unreadable";
  throw Fatal(kind, {{"file", file ? file : ""}, {"detail", detail}});
}

std::uint32_t number_at(const std::string& head, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(head[i]);
  return value;
}

// SQLite opens a file whose end is missing and fails at the page it looks for, perhaps much later. The header says how long the file was (sqlite.org/fileformat,
// 1.3.7 and 1.3.8); while a journal lies beside it, that one is the truth.
void refuse_a_torn_file(const std::filesystem::path& file) {
  constexpr std::size_t header = 100;
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  if (none || size == 0) return;
  const auto journal = std::filesystem::file_size(file.string() + "-wal", none);
  if (!none && journal > 0) return;
  std::string head(header, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), header);
  const bool whole_head = in.gcount() == static_cast<std::streamsize>(header);
  if (!head.starts_with("SQLite format 3")) return;
  const std::uint32_t stored = static_cast<unsigned char>(head[16]) << 8 | static_cast<unsigned char>(head[17]), page = stored == 1 ? 65536 : stored;
  const bool said = number_at(head, 24) == number_at(head, 92);
  const std::uintmax_t wanted = static_cast<std::uintmax_t>(number_at(head, 28)) * page;
  if (whole_head && (!said || size >= wanted)) return;
  throw Fatal("registry-torn", {{"file", file.string()}, {"bytes", std::to_string(size)}, {"wanted", whole_head ? std::to_string(wanted) : "?"}});
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

Database::Database(const std::filesystem::path& file, int most_milliseconds) {
  make_folder(file.parent_path());
  refuse_a_torn_file(file);
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
