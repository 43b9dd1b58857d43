#include "pipeline/attach_file.h"

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/validators.h"

namespace pli {

DocumentEntry attach_file(Registry& registry, const fs::path& file, const Attachment& attachment) {
  if (day_number(attachment.date) == unknown_day) throw UsageError("bad-date", {{"value", attachment.date}});
  const std::string dossier = registry.lead(attachment.dossier);
  if (dossier.empty()) throw UsageError("unknown-dossier", {{"id", attachment.dossier}});
  std::error_code error;
  if (!fs::is_regular_file(file, error)) throw UsageError("source-missing", {{"file", file.string()}});
  if (static_cast<long long>(fs::file_size(file)) > attachment.most_bytes)
    throw UsageError("input-too-large", {{"file", file.string()}, {"limit", std::to_string(attachment.most_bytes >> 20)}});
  const std::string bytes = read_file(file);
  if (bytes.substr(0, 1024).find("%PDF-") == std::string::npos) throw UsageError("not-a-pdf", {{"file", file.string()}});

  DocumentEntry document;
  document.record_sha256 = sha256(bytes);
  document.id = short_id("attachment/" + document.record_sha256 + '/' + dossier);
  if (const auto known = registry.document(document.id)) throw UsageError("document-there", {{"document", known->id}, {"id", known->dossier}});
  document.direction = attachment.direction;
  document.received = document.date = attachment.date;
  document.dossier = dossier;
  document.subject = attachment.subject;
  document.kind = "autre";
  document.path = "attachments/" + document.id + ".pdf";
  make_folder(registry.attachments_folder());
  fs::permissions(registry.attachments_folder(), fs::perms::owner_all);
  write_file(registry.attachments_folder() / (document.id + ".pdf"), bytes, Access::owner_only);
  registry.add_attachment(document);
  return *registry.document(document.id);
}

}  // namespace pli
