#include "stages/code_letter.h"

#include "pipeline/code.h"
#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/reference.h"

namespace pli {

CodeLetter register_letter(Registry& registry, const SiteKeys& keys, const std::string& dossier, int pages, const std::string& date, const std::string& folder) {
  if (!valid_dossier_id(dossier)) throw UsageError("bad-dossier-id", {{"id", dossier}});
  const auto known = registry.dossier(dossier);
  if (!known) throw UsageError("unknown-dossier", {{"id", dossier}});
  if (known->state == "merged") throw UsageError("dossier-merged", {{"id", dossier}, {"into", known->merged_into}});
  if (known->state != "open") throw UsageError("dossier-closed", {{"id", dossier}});
  if (keys.newest.empty()) throw UsageError("key-missing");

  LetterEntry letter;
  letter.dossier = dossier;
  letter.service = known->service;
  letter.subject = known->subject;
  letter.pages = pages;
  Sha256 digest;
  digest.add_field(registry.uuid()).add_field(dossier).add_field(std::to_string(registry.letters_of_dossier(dossier).size())).add_field(std::to_string(pages)).add_field(date);
  letter.id = base32(digest.binary(), 12);
  const RunEntry run{"C-" + letter.id, letter.id, "code", date, folder, false};
  letter = registry.open_run(run, {letter}).front();

  CodeLetter made{letter.id, letter.dossier, {}};
  Sha256 signed_codes;
  for (int page = 1; page <= pages; ++page) {
    made.payloads.push_back(signed_payload({keys.newest, dossier, letter.id, page, pages, "", ""}, *keys.find(keys.newest)));
    signed_codes.add_field(made.payloads.back());
  }
  letter.sha256 = signed_codes.hex();  // its file is the word processor's: there is no other proof of it here
  registry.letter_made(letter);
  return made;
}

}  // namespace pli
