// pli: a mailroom on the command line.
#include "bin/command.h"

int main(int argc, char** argv) {
  return pli::run_program(argc, argv,
                          {pli::add_in, pli::add_out, pli::add_review, pli::add_correct, pli::add_handover, pli::add_register, pli::add_stats, pli::add_dossier, pli::add_code, pli::add_sheets, pli::add_classify, pli::add_train, pli::add_learn, pli::add_evaluate, pli::add_keygen, pli::add_config, pli::add_verify, pli::add_qc, pli::add_seal, pli::add_doctor});
}
