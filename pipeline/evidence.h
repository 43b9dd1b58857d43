// The evidence log: events that are only ever added, each holding the digest of the one before.
#pragma once

#include <string>

namespace pli {

struct Event {
  long long number = 0;    ///< from 1, without gaps
  std::string at;          ///< UTC, ISO 8601
  std::string kind;        ///< document-emitting, document-emitted, dossier-opened, batch-opened, batch-complete...
  std::string subject;     ///< the id it is about
  std::string facts;       ///< compact JSON: ids, digests, codes; never content
  std::string previous;    ///< digest of the event before; 64 zeros for the first
  std::string digest;
};

/// SHA-256 over every other part of the event, each with its length.
std::string digest_of(const Event&);

}  // namespace pli
