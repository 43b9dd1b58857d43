#include "stages/export_seda.h"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "pipeline/sha512.h"
#include "stages/export_sidecar.h"

namespace pli {
namespace {

constexpr const char* seda_namespace = "fr:gouv:culture:archivesdefrance:seda:v2.1";

// The standard wants its elements in its own order: what is written here stands in that order.
class Manifest {
 public:
  Manifest(const ExportProfile& profile, const std::string& part, const std::string& received, const std::vector<ExportDocument>& documents)
      : profile_(profile), terms_(profile.seda), part_(part), received_(received), documents_(documents) {}

  std::string xml() {
    pugi::xml_node head = xml_.append_child(pugi::node_declaration);
    head.append_attribute("version") = "1.0";
    head.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = xml_.append_child("ArchiveTransfer");
    root.append_attribute("xmlns") = seda_namespace;
    say(root, "Comment", fill(terms_.comment, batch_values()));
    say(root, "Date", received_ + "T00:00:00Z");
    say(root, "MessageIdentifier", part_);
    say(root, "ArchivalAgreement", terms_.archival_agreement);
    pugi::xml_node lists = root.append_child("CodeListVersions");
    for (const auto& [name, version] : terms_.code_lists) say(lists, name.c_str(), version);
    pugi::xml_node package = root.append_child("DataObjectPackage");
    for (const ExportDocument& document : documents_) add_object(package, document);
    add_units(package.append_child("DescriptiveMetadata"));
    add_management(package.append_child("ManagementMetadata"));
    say(root.append_child("ArchivalAgency"), "Identifier", terms_.archival_agency);
    say(root.append_child("TransferringAgency"), "Identifier", terms_.transferring_agency);
    std::ostringstream out;
    xml_.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
  }

 private:
  static pugi::xml_node say(pugi::xml_node node, const char* name, const std::string& text) {
    if (text.empty()) return {};
    pugi::xml_node child = node.append_child(name);
    child.text().set(xml_text(text).c_str());
    return child;
  }

  static std::string value(const ExportDocument& document, const char* name) {
    const auto found = document.texts.find(name);
    return found == document.texts.end() ? "" : found->second;
  }

  ExportTexts batch_values() const {
    ExportTexts values = documents_.empty() ? ExportTexts{} : ExportTexts{{"batch", value(documents_.front(), "batch")}};
    values["part"] = part_, values["received"] = received_, values["year"] = received_.substr(0, 4), values["documents"] = std::to_string(documents_.size());
    return values;
  }

  void add_object(pugi::xml_node package, const ExportDocument& document) const {
    pugi::xml_node group = package.append_child("DataObjectGroup");
    group.append_attribute("id") = ("group-" + document.entry.id).c_str();
    pugi::xml_node object = group.append_child("BinaryDataObject");
    object.append_attribute("id") = ("object-" + document.entry.id).c_str();
    say(object, "DataObjectVersion", "BinaryMaster_1");
    say(object, "Uri", seda_uri(document));
    say(object, "MessageDigest", sha512_file(document.pdf)).append_attribute("algorithm") = "SHA-512";
    say(object, "Size", std::to_string(std::filesystem::file_size(document.pdf)));
    pugi::xml_node format = object.append_child("FormatIdentification");
    say(format, "FormatLitteral", terms_.format_name);
    say(format, "MimeType", "application/pdf");
    say(format, "FormatId", terms_.format_id);
    pugi::xml_node file = object.append_child("FileInfo");
    say(file, "Filename", document.entry.id + ".pdf");
    say(file, "LastModified", document.entry.received + "T00:00:00Z");
  }

  // Documents of one dossier are in one unit, which stands where its first document does.
  void add_units(pugi::xml_node metadata) const {
    std::map<std::string, pugi::xml_node> dossiers;
    for (const ExportDocument& document : documents_) {
      const std::string dossier = document.entry.dossier;
      if (dossier.empty()) {
        add_document(metadata, document);
        continue;
      }
      pugi::xml_node& unit = dossiers[dossier];
      if (!unit) {
        unit = metadata.append_child("ArchiveUnit");
        unit.append_attribute("id") = ("dossier-" + dossier).c_str();
        pugi::xml_node content = unit.append_child("Content");
        say(content, "DescriptionLevel", "File");
        say(content, "Title", "Dossier " + dossier);
        say(content, "OriginatingAgencyArchiveUnitIdentifier", dossier);
      }
      add_document(unit, document);
    }
  }

  void add_document(pugi::xml_node parent, const ExportDocument& document) const {
    pugi::xml_node unit = parent.append_child("ArchiveUnit");
    unit.append_attribute("id") = ("unit-" + document.entry.id).c_str();
    add_appraisal(unit.append_child("Management"), document);
    pugi::xml_node content = unit.append_child("Content");
    say(content, "DescriptionLevel", "Item");
    say(content, "Title", value(document, "title").empty() ? document.entry.id : value(document, "title"));
    say(content, "OriginatingAgencyArchiveUnitIdentifier", document.entry.id);
    say(content, "Description", fill(terms_.description, document.texts));
    say(content, "DocumentType", value(document, "kind_label"));
    say(content, "Language", terms_.language);
    if (const std::string sender = value(document, "sender"); !sender.empty()) say(content.append_child("Writer"), "FullName", sender);
    say(content.append_child("Addressee"), "Corpname", terms_.addressee);
    const std::string received = document.entry.received, date = value(document, "date");
    say(content, "ReceivedDate", received);
    // What was read wrongly must not turn time round: a letter is written before it comes.
    say(content, "StartDate", !date.empty() && date <= received ? date : received);
    say(content, "EndDate", received);
    say(unit.append_child("DataObjectReference"), "DataObjectGroupReferenceId", "group-" + document.entry.id);
  }

  const Appraisal& appraisal_of(const ExportDocument& document) const {
    const auto fits = [](const std::vector<std::string>& list, const std::string& code) { return list.empty() || std::find(list.begin(), list.end(), code) != list.end(); };
    for (const Appraisal& one : profile_.appraisal)
      if (fits(one.services, document.entry.service) && fits(one.kinds, document.entry.kind)) return one;
    return profile_.appraisal.back();
  }

  static void say_appraisal(pugi::xml_node node, const Appraisal& appraisal, const std::string& start) {
    pugi::xml_node rule = node.append_child("AppraisalRule");
    say(rule, "Rule", appraisal.rule);
    say(rule, "StartDate", start);
    say(rule, "FinalAction", appraisal.final_action);
  }

  void add_appraisal(pugi::xml_node management, const ExportDocument& document) const { say_appraisal(management, appraisal_of(document), document.entry.received); }

  void add_management(pugi::xml_node management) const {
    say(management, "ArchivalProfile", terms_.archival_profile);
    say(management, "AcquisitionInformation", terms_.acquisition_information);
    say(management, "LegalStatus", terms_.legal_status);
    say(management, "OriginatingAgencyIdentifier", terms_.originating_agency);
    say(management, "SubmissionAgencyIdentifier", terms_.submission_agency);
    say_appraisal(management, profile_.appraisal.back(), received_);
  }

  const ExportProfile& profile_;
  const SedaTerms& terms_;
  const std::string &part_, &received_;
  const std::vector<ExportDocument>& documents_;
  pugi::xml_document xml_;
};

}  // namespace

std::string seda_uri(const ExportDocument& document) { return "content/" + document.entry.id + ".pdf"; }

std::string seda_manifest(const ExportProfile& profile, const std::string& part, const std::string& received, const std::vector<ExportDocument>& documents) {
  return Manifest(profile, part, received, documents).xml();
}

}  // namespace pli
