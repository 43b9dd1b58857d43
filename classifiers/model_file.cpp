// The model's file: a line with the schema, then counts and tables in little-endian bytes, then the SHA-256 of all before it.
#include <bit>
#include <cstring>

#include "classifiers/text_model_state.h"
#include "pipeline/digest.h"
#include "pipeline/errors.h"

namespace pli {
namespace {

constexpr std::string_view schema = "pli.text-model/1\n";
constexpr std::size_t seal = 64;  // hex digits of the SHA-256
constexpr std::uint64_t most_codes = 200;

class Writer {
 public:
  void number(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) bytes += static_cast<char>(n | 0x80);
    bytes += static_cast<char>(n);
  }
  void real(float value) {
    auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i, bits >>= 8) bytes += static_cast<char>(bits & 0xFF);
  }
  void text(std::string_view s) {
    number(s.size());
    bytes += s;
  }
  std::string bytes;
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& file) : left_(bytes), file_(file) {}

  [[noreturn]] void fail(const char* detail) const { throw Fatal("model-invalid", {{"file", file_}, {"detail", detail}}); }

  std::uint64_t number() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (!(byte & 0x80)) return n;
    }
    fail("number too long");
  }
  // A count of things that take at least `each` bytes: more than the bytes left is a lie.
  std::size_t count(std::size_t each = 1) {
    const std::uint64_t n = number();
    if (n > left_.size() / each) fail("count larger than the file");
    return static_cast<std::size_t>(n);
  }
  float real() {
    const std::string_view four = take(4);
    std::uint32_t bits = 0;
    for (int i = 3; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>(four[static_cast<std::size_t>(i)]);
    const auto value = std::bit_cast<float>(bits);
    if (!(value > -1e6f && value < 1e6f)) fail("number out of range");
    return value;
  }
  std::string_view take(std::size_t n) {
    if (n > left_.size()) fail("truncated");
    const std::string_view out = left_.substr(0, n);
    left_.remove_prefix(n);
    return out;
  }
  std::string text() { return std::string(take(count())); }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
  const std::string& file_;
};

// Sorted words share most of their beginnings with the word before.
void write_words(Writer& out, const Vocabulary& vocabulary) {
  out.number(vocabulary.words.size());
  std::string_view before;
  for (std::size_t i = 0; i < vocabulary.words.size(); ++i) {
    const std::string_view word = vocabulary.words[i];
    std::size_t shared = 0;
    while (shared < before.size() && shared < word.size() && before[shared] == word[shared]) ++shared;
    out.number(shared);
    out.text(word.substr(shared));
    out.number(vocabulary.word_letters[i]);
    before = word;
  }
}

void read_words(Reader& in, Vocabulary& vocabulary) {
  const std::size_t n = in.count(3);
  std::string before;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t shared = in.number();
    if (shared > before.size()) in.fail("word");
    std::string word = before.substr(0, static_cast<std::size_t>(shared)) + in.text();
    if (word.size() > 200 || (i > 0 && word <= before)) in.fail("words not in order");
    vocabulary.words.push_back(word);
    vocabulary.word_letters.push_back(static_cast<std::uint32_t>(in.number()));
    before = std::move(word);
  }
}

void write_grams(Writer& out, const Vocabulary& vocabulary) {
  out.number(vocabulary.grams.size());
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < vocabulary.grams.size(); ++i) {
    out.number(vocabulary.grams[i] - before);
    out.number(vocabulary.gram_letters[i]);
    before = vocabulary.grams[i];
  }
}

void read_grams(Reader& in, Vocabulary& vocabulary) {
  const std::size_t n = in.count(2);
  std::uint64_t bucket = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t step = in.number();
    if ((i > 0 && step == 0) || step >= gram_buckets) in.fail("n-grams not in order");
    bucket += step;
    if (bucket >= gram_buckets) in.fail("n-gram out of range");
    vocabulary.grams.push_back(static_cast<std::uint32_t>(bucket));
    vocabulary.gram_letters.push_back(static_cast<std::uint32_t>(in.number()));
  }
}

void write_task(Writer& out, const LinearTask& task) {
  out.number(task.codes.size());
  for (std::size_t k = 0; k < task.codes.size(); ++k) {
    out.text(task.codes[k]);
    out.real(task.scale[k]);
    out.real(task.bias[k]);
  }
  out.real(task.temperature);
  out.bytes.append(reinterpret_cast<const char*>(task.weights.data()), task.weights.size());
}

LinearTask read_task(Reader& in, std::size_t features) {
  LinearTask task;
  const std::size_t n = in.count(9);
  if (n > most_codes) in.fail("too many codes");
  for (std::size_t k = 0; k < n; ++k) {
    task.codes.push_back(in.text());
    task.scale.push_back(in.real());
    task.bias.push_back(in.real());
  }
  task.temperature = in.real();
  if (!(task.temperature > 0)) in.fail("temperature");
  const std::string_view weights = in.take(features * n);
  task.weights.assign(weights.begin(), weights.end());
  return task;
}

}  // namespace

std::string serialised_model(const TrainOptions& options, const std::string& trained_on, const Vocabulary& vocabulary, const LinearTask& service,
                             const LinearTask& kind) {
  Writer out;
  out.bytes = schema;
  out.real(static_cast<float>(options.service_cost));
  out.real(static_cast<float>(options.kind_cost));
  out.number(static_cast<std::uint64_t>(options.min_documents));
  out.text(trained_on);
  out.number(vocabulary.letters);
  write_words(out, vocabulary);
  write_grams(out, vocabulary);
  write_task(out, service);
  write_task(out, kind);
  out.bytes += sha256(out.bytes);
  return std::move(out.bytes);
}

void parse_model(const std::string& bytes, const std::string& file, TextModel::State& state) {
  const auto refuse = [&](const char* detail) { throw Fatal("model-invalid", {{"file", file}, {"detail", detail}}); };
  if (bytes.compare(0, schema.size(), schema) != 0) refuse("not a pli.text-model/1 file");
  if (bytes.size() < schema.size() + seal) refuse("truncated");
  const std::string_view content(bytes.data(), bytes.size() - seal);
  if (sha256(content) != std::string_view(bytes).substr(content.size())) refuse("its SHA-256 does not match");
  Reader in(content.substr(schema.size()), file);
  state.options.service_cost = in.real();
  state.options.kind_cost = in.real();
  state.options.min_documents = static_cast<int>(std::min<std::uint64_t>(in.number(), 1000));
  state.trained_on = in.text();
  state.vocabulary.letters = static_cast<std::uint32_t>(in.number());
  read_words(in, state.vocabulary);
  read_grams(in, state.vocabulary);
  state.service = read_task(in, state.vocabulary.features());
  state.kind = read_task(in, state.vocabulary.features());
  if (!in.at_end()) refuse("bytes left over");
  state.bytes = bytes;
  state.digest = sha256(bytes);
}

}  // namespace pli
