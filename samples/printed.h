// Letters of ours on paper, as the composer makes them for people of samples/letters, and pages that only look like them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/code.h"
#include "samples/letter.h"
#include "samples/typeset.h"
#include "stages/laid_letter.h"

namespace pli::samples {

struct SiteKey {
  std::string id, bytes;
};
/// A key made of a name: for samples only.
SiteKey sample_key(const std::string& name);

/// A square on a page, mm from its top left.
struct CodePlace {
  double x = 0, y = 0, side = 0;
};

/// One printed side, what its code says (of a foreign page: claims), and where that code stands.
struct PrintedSheet {
  Image image;                     ///< RGB, 300 dpi
  LetterCode code;
  std::vector<CodePlace> places;
};

/// What can lie in the post that is no page of this town's letters.
enum class Foreign { other_town, forged, altered, other_code, no_code };
inline constexpr int foreign_kinds = 5;
const char* foreign_name(Foreign);

class PostOffice {
 public:
  /// `templates` is the folder of that name, the shipped letters in it; `scratch` a folder in which a PDF may stand for a moment.
  PostOffice(std::vector<SampleLetter>, const std::filesystem::path& templates, const std::filesystem::path& scratch);
  ~PostOffice();

  /// The letter with that number, one page to four: the shipped letters and people in turn, equal numbers give equal letters.
  LaidLetter letter(int number, const std::string& dossier, const SiteKey&) const;
  std::vector<PrintedSheet> print(const LaidLetter&) const;
  /// The pages of a PDF of ours; their codes are read from the paper. Pages without one (backs of a print run) are left out.
  std::vector<PrintedSheet> print(const std::filesystem::path& pdf, int pages) const;
  /// A page that must join nothing; a forged or altered one claims to be of that dossier under that key.
  PrintedSheet foreign(Foreign, int number, const std::string& dossier, const SiteKey&) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli::samples
