// pli: a mailroom on the command line.
int main() { return 2; }
