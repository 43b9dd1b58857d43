// A stack of sheets as it comes off a duplex scanner: letters, separator sheets and blank backs in one stream, with the truth of what belongs together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/code.h"
#include "samples/degrade.h"
#include "samples/letter.h"
#include "samples/sheet.h"
#include "samples/typeset.h"

namespace pli::samples {

enum class Role { sheet, letter, annex, envelope, blank };
const char* role_name(Role);

struct Side {
  PrintedPage printed;
  Role role;
  std::string code;    ///< of a sheet: its payload
  int document;        ///< counted from 1; 0 for what belongs to none
};

struct StackDocument {
  const SampleLetter* letter;
  std::string sheet_service;             ///< what a service sheet says, "" without one
  std::vector<std::string> attributes;   ///< of sheets, as codes write them: REGISTERED...
};

/// Lays sides on one another, fronts and backs. Every sheet of paper has two sides when `duplex`.
class Stack {
 public:
  Stack(bool duplex, double dpi, SheetPaper paper) : duplex_(duplex), dpi_(dpi), paper_(std::move(paper)) {}

  void sheet(const std::string& kind, const std::string& service = "");
  /// A letter of its own; what the sheets just laid say holds for it.
  void letter(const SampleLetter&, const LetterStyle&, Random&);
  void annex(Annex, Random&);
  void envelope(const std::string& iso, Random&);
  void blank_sheet();

  const std::vector<Side>& sides() const { return sides_; }
  const std::vector<StackDocument>& documents() const { return documents_; }

  /// As scanned with that wear (skew and place differ from side to side); the back of each sheet shines through its front.
  std::vector<Image> scan(const Wear&, Level, Random&, std::vector<Wear>& wear) const;
  /// {file, sides: [{number, role, code, document, rotate, skew, text}], documents: [{document, service, sheet_service, attributes, letter}]}
  Json truth(const std::string& file, const std::vector<Wear>& wear) const;

 private:
  void add(std::vector<PrintedPage>, Role, const std::string& code, int document);

  bool duplex_;
  double dpi_;
  SheetPaper paper_;
  std::vector<Side> sides_;
  std::vector<StackDocument> documents_;
  std::vector<SheetCode> header_;
};

struct StackSet {
  std::uint64_t seed = 1;
  int count = 8;            ///< documents
  Level level = Level::clean;
  bool duplex = true;
  std::string received = "2026-11-23";
  SheetWords words;
};

/// Writes OUT/stack-SEED.tif and a line in OUT/stack-truth.jsonl.
void write_stack(const std::vector<SampleLetter>&, const StackSet&, const std::filesystem::path& out);

}  // namespace pli::samples
