// The printed frames of a form's zones on a scan: they say where each zone stands to a tenth of a millimetre, and where the sheet lies when marks are cut or bent.
#pragma once

#include <vector>

#include "stages/register_form.h"

namespace pli {

/// A box with so much more (or less) on each side, mm.
inline BoxMm grown(const BoxMm& box, double by) { return {box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by}; }

class FormFrames {
 public:
  /// All outlive it. `number`: the page of the form.
  FormFrames(ImageView page, const FormPlace& place, const FormLayout& form, int number) : page_(page), place_(place), form_(form), number_(number) {}

  /// The place corrected by the frames themselves, for a page that has no marks left: they are looked for farther off. False when most of them don't agree. `size_known`: of the copy, so that a few frames, or none on a page of text, are enough.
  bool settle(bool size_known);
  /// Looks for every frame, and mends the place where they agree that it is askew. False when they are not where this layout has them: farther off than `most_residual` mm, mean, or not a third of the boxes seen.
  bool find(double most_residual);

  const FormPlace& place() const { return place_; }
  double residual() const { return residual_; }  ///< mm: mean of how far frames stand from where their neighbours put them
  double most() const { return most_; }          ///< mm: the farthest
  /// Where a zone of the layout stands on this page's sheet, by its own frame or the nearest.
  BoxMm found(const BoxMm&) const;
  Box on_page(const BoxMm&) const;

 private:
  /// Where a frame was found against where the marks put it.
  struct Seen {
    BoxMm box;
    bool black;      // a box's, not a comb's light one
    FrameOffset offset;
    PlanePoint by;   // what is believed: the frame's own place where it agrees with its neighbours
  };
  struct OffsetPlane;

  void refine();
  void see(const BoxMm& box, bool black, double reach, double per_mm);
  void see_all(double reach, double per_mm);
  double telling() const;
  std::vector<Seen> telling_frames() const;
  static PlanePoint middle_offset(const std::vector<Seen>&);
  PointPair where_found(const Seen&) const;
  OffsetPlane offset_plane() const;

  ImageView page_;
  FormPlace place_;
  const FormLayout& form_;
  int number_;
  std::vector<Seen> frames_;
  double residual_ = 0, most_ = 0;
};

}  // namespace pli
