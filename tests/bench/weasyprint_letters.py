"""Sets FOLDER/one.html with WeasyPrint COUNT times, then FOLDER/all.html (COUNT letters). Prints letters a second of CPU for both."""
import pathlib
import sys
import time

import weasyprint

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
one, run = ((folder / name).read_text(encoding="utf-8") for name in ("one.html", "all.html"))


def letters_a_second(text, times):
    begun = time.process_time()
    for _ in range(times):
        weasyprint.HTML(string=text).write_pdf(folder / "theirs.pdf")
    return count / (time.process_time() - begun)


letters_a_second(one, 1)  # fonts are looked up once
print(letters_a_second(one, count), letters_a_second(run, 1))
