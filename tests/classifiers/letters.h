// Small invented letters to learn from, and the ones that Pli ships.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "classifiers/text_model.h"
#include "tests/support/paths.h"

using pli::test::source_folder;

inline std::vector<pli::TrainingLetter> shipped_letters() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() / "samples/letters"))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<pli::TrainingLetter> all;
  for (const auto& file : files)
    for (pli::TrainingLetter& letter : pli::load_training_letters(file)) all.push_back(std::move(letter));
  return all;
}

/// Two services whose letters share no word, told by two authors.
inline std::vector<pli::TrainingLetter> few_letters() {
  const std::vector<std::string> water{"La fuite du compteur a gonflé ma facture et la canalisation coule toujours dans la cave.",
                                       "Votre régie relève le compteur sans voir que la canalisation perd des litres chaque nuit.",
                                       "Mon robinet ne donne plus rien : la canalisation de la rue est gelée, le compteur aussi."};
  const std::vector<std::string> school{"Ma fille entre en maternelle : je voudrais l'inscrire à la cantine dès septembre.",
                                        "La maîtresse demande le certificat pour inscrire notre enfant à la cantine de l'école.",
                                        "Notre garçon change d'école et la cantine refuse son inscription en maternelle."};
  std::vector<pli::TrainingLetter> letters;
  int number = 0;
  for (const std::string author : {"un", "deux"})
    for (int i = 0; i < 3; ++i) {
      const std::string end = author == "un" ? " Salutations distinguées." : " Bien cordialement à vous.";
      letters.push_back({std::to_string(++number), "", "", water[i] + end, "eau-assainissement", "reclamation", "", author});
      letters.push_back({std::to_string(++number), "", "", school[i] + end, "education-enfance", "demande", "", author});
    }
  return letters;
}
