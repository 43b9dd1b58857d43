// What the registry keeps, as plain values: batches, documents, dossiers, runs of letters, and what a search finds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/contact.h"
#include "pipeline/record.h"

namespace pli {

struct BatchEntry {
  std::string name, digest;              ///< digest of all inputs and of the settings that change results
  std::string received, received_source;
  std::string folder;                    ///< where its documents stand
  bool complete = false;
};

struct InputEntry {
  std::string path, sha256;
  int pages = 0;
};

struct DocumentEntry {
  std::string id, batch;                 ///< batch "" for a letter of ours and for an attached file
  int position = 0;                      ///< in the batch or run, from 0
  std::string direction = "inbound", received, dossier, joined_by, service, kind, date, subject;  // joined_by also: letter, operator
  std::string sender;                    ///< of an outbound document: whom it went to
  std::string piece;
  std::string path;                      ///< SERVICE/ID inside the batch folder; RUN/letters/ID.pdf; attachments/ID.pdf beside the registry
  std::string pages_digest;              ///< equal for documents made of the same source pages
  std::string duplicate_of;
  std::string record_sha256;             ///< "" until emitted; without a record (letter, attachment): of its PDF
  std::vector<std::string> reasons;      ///< why a person must look; empty: nobody needs to
  bool emitted = false;
  std::string origin = "batch";          ///< batch, run, file
  int pages = 0;                         ///< sheet sides that are not blank; 0 for what came before they were counted
  std::string first_service;             ///< what Pli itself judged, before any person's word
  std::vector<std::string> first_reasons;
  bool review() const { return !reasons.empty(); }
};

struct DossierEntry {
  std::string id, service, subject, opened;  ///< opened: ISO date of receipt of its first document
  std::string state = "open";                ///< open, closed, merged
  std::string merged_into;                   ///< the dossier that took its documents; "" unless merged
  int documents = 0;
};

struct DossierFilter {
  std::string service, state, since;     ///< since: ISO, day it was opened; "" for all
};

/// An open question: `document` was filed elsewhere or nowhere and may belong to `dossier`.
struct OpenQuestion {
  std::string document, dossier, why;
};

/// A page of a letter of ours.
struct LetterPage {
  std::string letter;
  int page = 0;                              ///< from 1
};

/// What a document says of its place in the registry beyond its own facts.
struct Arrival {
  Contact contact;                           ///< its sender
  std::vector<std::string> letters;          ///< letters of ours whose proven codes stand on its pages
  std::vector<DossierCandidate> candidates;  ///< not joined: for a person to decide
  std::vector<LetterPage> pages = {};        ///< pages of letters of ours that it brings back, each proven by its code
  std::optional<Due> due = {};               ///< of a request
};

/// A request and what the law made of it on the day it came.
struct ClockEntry {
  std::string document, dossier, received;
  Due due;
};

/// What a person said of a document, with what follows from it. Values as they stand from now on.
struct DocumentChange {
  std::string service, kind, date, subject, sender;
  std::string path;                      ///< inside the batch's folder
  std::string dossier;                   ///< "" as it is, "new", or a number
  bool settled = false;                  ///< nobody needs to look any more
  std::optional<Due> due;                ///< what the law makes of it now
  std::string by;                        ///< who said so
  std::vector<std::string> keys;         ///< what was changed: names, no values
  std::string correction_sha256;         ///< of correction.json
};

/// A document that a document management system took over.
struct Handover {
  std::string document, date;   ///< date: ISO
  std::string foreign;          ///< its id there, "" when it said none
};

/// A line of the register of mail: numbers of a series follow one another without a gap, year by year, and none is ever taken back.
struct NumberEntry {
  std::string number;            ///< A-YYYY-NNNNNN for what came, D-YYYY-NNNNNN for what went out
  std::string date;              ///< received; of a letter of ours its date
  std::string owner;             ///< the mail piece or the letter; "" for an input that could not be processed
  std::string batch;             ///< or run
  std::string rejected;          ///< path of that input; "" else
  bool outbound() const { return number.starts_with('D'); }
};

struct PieceEntry {
  std::string id, batch, kind_of_mail, tracking;
  std::vector<std::string> flags;
};

struct SearchHit {
  std::string document;                  ///< "" when the dossier itself was found
  std::string dossier;                   ///< "" for a document that is in none
  std::string snippet;                   ///< where the words stand in the text that was read, on one line; "" when they stand in subject or names
};

struct RunEntry {
  std::string name, digest;              ///< digest of template, rows and the settings that change letters
  std::string template_name, date;       ///< date: ISO, of the letters
  std::string folder;                    ///< DIR/RUN, absolute
  bool complete = false;
};

struct LetterEntry {
  std::string id, run;
  int position = 0;                      ///< of its row in the run, from 0
  std::string dossier, template_name, service, subject, recipient, address, date;
  int pages = 0, sheets = 0, weight_g = 0;
  std::string envelope, file;            ///< file: letters/ID.pdf inside the run's folder
  std::string sha256;                    ///< of that file; "" until made
  int print_from = 0, print_to = 0;      ///< pages of print.pdf, from 1; 0 until made
  std::string state = "generated";       ///< generated, signed, posted, returned, answered, cancelled
  std::string posted, tracking, due;     ///< posted and due: ISO dates, "" while there is none
  int answer_days = 0;                   ///< days from posting to `due`; 0: no answer is expected
  bool reminder = false;                 ///< asks again for what an earlier letter of its dossier asked
  std::string number = {};               ///< in the register of mail, given with the run; never set by callers
};

/// A new state of letters. `posted` is required with "posted"; `due` "" is counted from it.
struct LetterChange {
  std::string state, posted, tracking, due;
};

/// What the registry asks of its surroundings: the one place where time and chance come in.
struct RegistryContext {
  std::function<std::string()> now;      ///< UTC, ISO 8601
  std::function<std::string()> new_uuid; ///< for a registry that is being created
  int patience_ms = 30'000;              ///< how long another process that writes is waited for
};

}  // namespace pli
