#include "samples/sheet.h"

#include "samples/output.h"
#include "stages/engines/poppler.h"
#include "stages/sheets.h"

namespace pli::samples {

PrintedPage print_sheet(const SheetCode& code, const SheetPaper& paper, double dpi) {
  const std::filesystem::path file = paper.scratch / "sheet.pdf";
  make_folder_for(file);
  save(file, sheets_pdf({code}, paper.words));
  Image image = render_pdf_page(file, 0, dpi);
  std::filesystem::remove(file);
  return {std::move(image), ""};
}

}  // namespace pli::samples
