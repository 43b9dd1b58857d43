#include "stages/engines/qpdf_join.h"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <memory>

#include "pipeline/errors.h"
#include "pipeline/text.h"

namespace pli {
namespace {

std::string metadata(const std::string& title) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
         "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         escaped_html(title) + "</rdf:li></rdf:Alt></dc:title><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

/// What makes a PDF an archive's: the colour intent of the letters, and metadata that say so.
void describe(QPDF& joined, QPDF& like, const std::string& title) {
  QPDFObjectHandle from = like.getRoot(), to = joined.getRoot();
  if (from.hasKey("/OutputIntents")) {
    QPDFObjectHandle intents = from.getKey("/OutputIntents");
    to.replaceKey("/OutputIntents", joined.copyForeignObject(intents.isIndirect() ? intents : like.makeIndirectObject(intents)));
  }
  if (from.hasKey("/Lang")) to.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(from.getKey("/Lang").getUTF8Value()));
  QPDFObjectHandle xmp = QPDFObjectHandle::newStream(&joined, metadata(title));
  xmp.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  xmp.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
  to.replaceKey("/Metadata", xmp);
}

QPDFPageObjectHelper empty_page(QPDF& joined, QPDFPageObjectHelper like) {
  QPDFObjectHandle page = QPDFObjectHandle::parse("<< /Type /Page /Resources << >> >>");
  page.replaceKey("/MediaBox", like.getAttribute("/MediaBox", false).shallowCopy());
  page.replaceKey("/Contents", QPDFObjectHandle::newStream(&joined, ""));
  return QPDFPageObjectHelper(joined.makeIndirectObject(page));
}

}  // namespace

JoinedPdf join_pdfs(const std::vector<std::filesystem::path>& files, bool sheets, const std::string& title) {
  try {
    QPDF joined;
    joined.emptyPDF();
    joined.setSuppressWarnings(true);
    std::vector<std::unique_ptr<QPDF>> sources;  // their streams are read when the whole is written
    int pages = 0;
    for (const auto& file : files) {
      sources.push_back(std::make_unique<QPDF>());
      sources.back()->processFile(file.c_str());
      const auto found = QPDFPageDocumentHelper(*sources.back()).getAllPages();
      for (const QPDFPageObjectHelper& page : found) QPDFPageDocumentHelper(joined).addPage(page, false);
      pages += static_cast<int>(found.size());
      if (!sheets || found.size() % 2 == 0) continue;
      QPDFPageDocumentHelper(joined).addPage(empty_page(joined, found.back()), false);
      ++pages;
    }
    if (!sources.empty()) describe(joined, *sources.front(), title);
    QPDFWriter writer(joined);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setNewlineBeforeEndstream(true);
    writer.setMinimumPDFVersion("1.4");
    writer.write();
    const std::unique_ptr<Buffer> bytes(writer.getBuffer());
    return {std::string(reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()), pages};
  } catch (const std::exception& error) {
    throw Fatal("pdf-failed", {{"detail", error.what()}});
  }
}

}  // namespace pli
