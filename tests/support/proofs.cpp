#include "tests/support/proofs.h"

#include "pipeline/files.h"
#include "templates/two_d_doc.h"
#include "tests/support/paths.h"

namespace pli::test {

const ProofTable& shipped_proofs() {
  static const ProofTable table = load_proof_table(source_folder() / "templates/two_d_doc.toml");
  return table;
}

std::string proof_file(const std::string& name) {
  std::string text = read_file(source_folder() / "tests/pipeline/two_d_doc" / name);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string proof_v2() {
  return "DC02FR000001125E125B0126FR247500010MME/SPECIMEN/NATACHA\x1D" "22145 AVENUE DES SPECIMENS\x1D\x1F" "54LDD5F7JD4JEFPR6WZYVZVB2JZXPZB73SP7WUTN5N44P3GESXW75JZUZD5FM3G4URAJ6IKDSSUB66Y3OWQIEH22G46QOAGWH7YHJWQ";
}

std::string proof_v3() {
  return "DC03FR000001123F1636010126FR247500010MME/SPECIMEN/NATACHA\x1D" "22145 AVENUE DES SPECIMENS\x1D\x1F" "FEDMPW5SO5BNZFYP7FIQUYZFV5H3OF6QERDMOBN7BZ4CC4KVJ4XWUH6EW3CSWILAGLN4XQE6AKHX6RNOI3OXVW6X3IKJASZGL62FBUQ";
}

std::string proof_card() {
  return "DC03FR000001FFFF180EA301AJEVTC123456789AK0000001A1AA-555-AA\x1D\x1F" "VLBRF7PWKEX5BCCMTKS23PVETBPCOWBFLWPR4ONNMY6UBMMUXZFBKVOR3XHDNKW7F5IABD5QTZY2FTUBW5JNAJ5LSQHJDPTRGWPTTWQ";
}

Certificates test_certificates() {
  Certificates certificates;
  certificates.files["FR000001"] = proof_file("test_cert.pem");
  certificates.digest = "test";
  return certificates;
}

std::string spelt(const std::string& text, const std::string& gs, const std::string& us) {
  std::string out;
  for (const char c : text) out += c == '\x1D' ? gs : c == '\x1F' ? us : std::string(1, c);
  return out;
}

}  // namespace pli::test
