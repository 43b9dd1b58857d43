#include "stages/plane_map.h"

#include <cmath>
#include <utility>

namespace pli {
namespace {

/// Solves the square system by elimination with pivots; nullopt when it has no single solution.
template <std::size_t N>
std::optional<std::array<double, N>> solved(std::array<std::array<double, N + 1>, N> a) {
  for (std::size_t column = 0; column < N; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < N; ++row)
      if (std::abs(a[row][column]) > std::abs(a[pivot][column])) pivot = row;
    if (std::abs(a[pivot][column]) < 1e-9) return std::nullopt;
    std::swap(a[pivot], a[column]);
    for (std::size_t row = 0; row < N; ++row) {
      if (row == column) continue;
      const double factor = a[row][column] / a[column][column];
      for (std::size_t k = column; k <= N; ++k) a[row][k] -= factor * a[column][k];
    }
  }
  std::array<double, N> out;
  for (std::size_t i = 0; i < N; ++i) out[i] = a[i][N] / a[i][i];
  return out;
}

/// Normal equations, one row of coefficients after the other.
template <std::size_t N>
class LeastSquares {
 public:
  void add(const std::array<double, N>& row, double value, double weight) {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t k = 0; k < N; ++k) a_[i][k] += weight * row[i] * row[k];
      a_[i][N] += weight * row[i] * value;
    }
  }
  std::optional<std::array<double, N>> solve() const { return solved<N>(a_); }

 private:
  std::array<std::array<double, N + 1>, N> a_{};
};

// Millimetres about the middle of A4, in decimetres: keeps the equations well-conditioned.
constexpr double middle_x = 105, middle_y = 148.5, unit = 100;

PlaneMap on_sheet(const std::array<double, 9>& h) {
  // h works on ((x - middle) / unit, (y - middle) / unit).
  PlaneMap map;
  for (std::size_t row = 0; row < 3; ++row) {
    map.m[row * 3] = h[row * 3] / unit;
    map.m[row * 3 + 1] = h[row * 3 + 1] / unit;
    map.m[row * 3 + 2] = h[row * 3 + 2] - (h[row * 3] * middle_x + h[row * 3 + 1] * middle_y) / unit;
  }
  return map;
}

}  // namespace

PlanePoint PlaneMap::at(double x, double y) const {
  const double w = m[6] * x + m[7] * y + m[8];
  return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
}

double PlaneMap::scale_at(double x, double y) const {
  const PlanePoint a = at(x - 1, y - 1), b = at(x + 1, y + 1);
  return std::hypot(b.x - a.x, b.y - a.y) / std::hypot(2.0, 2.0);
}

PlaneMap PlaneMap::shifted(double dx, double dy) const {
  PlaneMap out = *this;
  for (const std::size_t row : {0U, 3U, 6U}) out.m[row + 2] += m[row] * dx + m[row + 1] * dy;
  return out;
}

std::optional<PlaneMap> fit_similar(const std::vector<PointPair>& pairs) {
  if (pairs.size() < 2) return std::nullopt;
  LeastSquares<4> sums;
  for (const PointPair& p : pairs) {
    const double x = (p.sheet.x - middle_x) / unit, y = (p.sheet.y - middle_y) / unit;
    sums.add({x, -y, 1, 0}, p.page.x, p.weight);
    sums.add({y, x, 0, 1}, p.page.y, p.weight);
  }
  const auto s = sums.solve();
  if (!s) return std::nullopt;
  return on_sheet({(*s)[0], -(*s)[1], (*s)[2], (*s)[1], (*s)[0], (*s)[3], 0, 0, 1});
}

std::optional<PlaneMap> fit_affine(const std::vector<PointPair>& pairs) {
  if (pairs.size() < 3) return std::nullopt;
  LeastSquares<6> sums;
  for (const PointPair& p : pairs) {
    const double x = (p.sheet.x - middle_x) / unit, y = (p.sheet.y - middle_y) / unit;
    sums.add({x, y, 1, 0, 0, 0}, p.page.x, p.weight);
    sums.add({0, 0, 0, x, y, 1}, p.page.y, p.weight);
  }
  const auto s = sums.solve();
  if (!s) return std::nullopt;
  return on_sheet({(*s)[0], (*s)[1], (*s)[2], (*s)[3], (*s)[4], (*s)[5], 0, 0, 1});
}

std::optional<PlaneMap> fit_projective(const std::vector<PointPair>& pairs) {
  if (pairs.size() < 4) return std::nullopt;
  LeastSquares<8> sums;
  for (const PointPair& p : pairs) {
    const double x = (p.sheet.x - middle_x) / unit, y = (p.sheet.y - middle_y) / unit, u = p.page.x, v = p.page.y;
    sums.add({x, y, 1, 0, 0, 0, -u * x, -u * y}, u, p.weight);
    sums.add({0, 0, 0, x, y, 1, -v * x, -v * y}, v, p.weight);
  }
  const auto s = sums.solve();
  if (!s) return std::nullopt;
  return on_sheet({(*s)[0], (*s)[1], (*s)[2], (*s)[3], (*s)[4], (*s)[5], (*s)[6], (*s)[7], 1});
}

double mean_miss(const PlaneMap& map, const std::vector<PointPair>& pairs) {
  double sum = 0;
  for (const PointPair& p : pairs) {
    const PlanePoint at = map.at(p.sheet.x, p.sheet.y);
    sum += std::hypot(at.x - p.page.x, at.y - p.page.y);
  }
  return pairs.empty() ? 0 : sum / static_cast<double>(pairs.size());
}

}  // namespace pli
