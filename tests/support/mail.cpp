#include "tests/support/mail.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "pipeline/files.h"
#include "samples/write_scan.h"
#include "tests/support/image_files.h"
#include "tests/support/paper.h"
#include "tests/support/paths.h"
#include "tests/support/town.h"
#include "tests/support/typeset.h"

extern char** environ;

namespace pli::test {

namespace fs = std::filesystem;

Image sheet_of(const ShortLetter& letter) {
  testing::Typeset sheet;
  double y = sheet.text(20, 20, 90, letter.sender);
  sheet.text(120, y + 8, 70, "Monsieur le Maire\nHôtel de Ville\n1 place de la République\n49890 Rivemont");
  y = sheet.text(120, y + 38, 70, "Rivemont, le 16 novembre 2026");
  y = sheet.text(20, y + 10, 170, "Objet : " + letter.subject, 11);
  sheet.text(20, y + 10, 170, "Monsieur le Maire,\n\n" + letter.body + "\n\nJe vous prie d'agréer mes salutations distinguées.", 11);
  return testing::thresholded(sheet.page());
}

const std::vector<ShortLetter>& short_letters() {
  static const std::vector<ShortLetter> letters = {
      {"Odile Ferrandier\n4 rue du Pressoir\n49890 Rivemont", "Permis de construire d'un garage",
       "Je souhaite construire un garage de vingt mètres carrés contre ma maison. Quelles pièces dois-je joindre au permis de construire, et que dit le plan "
       "local d'urbanisme de la hauteur en limite de parcelle ?"},
      {"Barnabé Lecouvreux\n17 allée des Charmes\n49890 Rivemont", "Acte de naissance de ma fille",
       "Je vous demande une copie intégrale de l'acte de naissance de ma fille, née dans votre commune, pour le dossier de son mariage. Vous trouverez une "
       "enveloppe timbrée pour la réponse."},
      {"Sidonie Marchepoil\n2 impasse des Lilas\n49890 Rivemont", "Nid-de-poule devant le lavoir",
       "La chaussée s'est effondrée devant le lavoir et les voitures roulent sur le trottoir. Merci de faire reboucher ce trou par les services de la voirie "
       "avant qu'un vélo n'y tombe."},
      {"Théophile Grangeneuve\n31 chemin de la Levée\n49890 Rivemont", "Inscription à la cantine",
       "Notre fils entre au cours préparatoire à l'école Prévert. Je voudrais l'inscrire à la cantine quatre jours par semaine et à l'accueil du soir, à "
       "partir du retour des vacances scolaires."},
      {"Capucine Villedary\n8 place Saint-Maur\n49890 Rivemont", "Facture d'eau anormale",
       "Ma facture d'eau a triplé sans que notre consommation ait changé. Le compteur tourne robinets fermés. Je demande un contrôle du compteur et un "
       "dégrèvement pour fuite après compteur."},
  };
  return letters;
}

Image empty_sheet() { return testing::thresholded(testing::Typeset().page()); }

std::vector<std::string> Mailroom::command(const std::vector<std::string>& added, const std::string& batch) const {
  std::vector<std::string> all = {"in", scans, "--out", out, "--store", store, "--settle", "0"};
  if (!batch.empty()) all.insert(all.end(), {"--batch", batch});
  all.insert(all.end(), added.begin(), added.end());
  return all;
}

void Mailroom::put(const std::string& name, const std::string& bytes) const {
  make_folder(scans);
  write_file(scans / name, bytes);
}

Json Mailroom::batch_json(const std::string& name) const { return Json::parse(read_file(batch(name) / "batch.json")); }

std::vector<Json> Mailroom::records(const std::string& name) const {
  std::vector<Json> all;
  const Json whole = batch_json(name);
  for (const Json& document : whole.at("documents")) {
    const fs::path file = batch(name) / document.at("path").get<std::string>() / "record.json";
    if (fs::exists(file)) all.push_back(Json::parse(read_file(file)));
  }
  return all;
}

std::string Mailroom::result(const std::string& name) const { return fingerprint(out, {name + "/batch.json", name + "/report.html", ".pli/"}); }

void write_mixed_morning(const Mailroom& mail) {
  std::vector<Image> sheets;
  for (const ShortLetter& letter : short_letters()) sheets.push_back(sheet_of(letter));
  const auto pdf = [](const Image& sheet) { return samples::pdf_bytes({&sheet, 1}); };
  const Image both_sides[] = {sheets[0], empty_sheet()};
  mail.put("a-lettre.tif", samples::tiff_bytes(both_sides));
  // Stored lying on its side; the orientation says how to hold it.
  mail.put("b-photo.jpg", jpeg_file(testing::turned(sheets[1], 270), 80, 300, 6));
  mail.put("c-copie.png", samples::png_bytes(sheets[2]));
  mail.put("d-envoi.pdf", pdf(sheets[3]));
  mail.put("e-guichet.zip", samples::zip_bytes({{"depot.tif", samples::tiff_bytes({&sheets[4], 1})}, {"lisez-moi.txt", "Deux fichiers, dont un qui n'est pas un scan."}}));
  const std::string whole = pdf(sheets[0]);
  mail.put("x1-coupe.pdf", whole.substr(0, whole.size() * 6 / 10));
  mail.put("x2-secret.pdf", locked_pdf(whole, "sesame"));
  mail.put("x3-vide.tif", "");
  mail.put("x4-liste.csv", "nom;rue\nOdile;du Pressoir\n");
}

const MixedMorning& mixed_morning() {
  static MixedMorning* const made = [] {
    static MixedMorning morning;
    write_mixed_morning(morning);
    morning.first = morning.in({"--jobs", "2", "--log", morning.folder / "run.log"});
    morning.log = read_file(morning.folder / "run.log");
    return &morning;
  }();
  return *made;
}

Started::Started(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program().string());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("fork failed");
  if (process_ == 0) {
    setpgid(0, 0);
    const int nowhere = open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
    execve(argv[0], argv.data(), environ);
    _exit(127);
  }
  setpgid(process_, process_);
}

Started::~Started() {
  if (over()) return;
  signal_group(SIGKILL);
  end();
}

bool Started::over() {
  if (!ended_) ended_ = waitpid(process_, &status_, WNOHANG) == process_;
  return ended_;
}

bool Started::until(const std::function<bool()>& reached) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!over() && std::chrono::steady_clock::now() < deadline) {
    if (reached()) return !over();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

void Started::signal(int number) const { kill(process_, number); }
void Started::signal_group(int number) const { kill(-process_, number); }

std::vector<pid_t> Started::workers() const { return children_of(process_); }

std::vector<pid_t> children_of(pid_t process) {
  const std::string id = std::to_string(process);
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> all;
  for (pid_t child; children >> child;) all.push_back(child);
  return all;
}

int Started::end() {
  if (!ended_) waitpid(process_, &status_, 0);
  ended_ = true;
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

int count_files(const fs::path& folder, const std::string& ending) {
  int count = 0;
  std::error_code gone;
  for (fs::recursive_directory_iterator entry(folder, gone), none; !gone && entry != none; entry.increment(gone))
    if (entry->path().filename().string().ends_with(ending)) ++count;
  return count;
}

}  // namespace pli::test
