"""Collect every screen text and bring the translators' files up to date.

`make messages` collects; `make messages L=es` also begins a language. Run in the virtualenv.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "leadtracker" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"

#: Ours beside gettext's own: `N_` marks without translating, `_l` translates when shown.
KEYWORDS = ("N_", "_l", "lazy_gettext", "lazy_ngettext:1,2")


def babel(command: str, *arguments: str | Path) -> None:
    program = Path(sys.executable).with_name("pybabel")
    subprocess.run([program, "-q", command, *map(str, arguments)], cwd=ROOT, check=True)


def collect() -> None:
    """Write the template of all texts, each with the files it stands in."""
    TRANSLATIONS.mkdir(exist_ok=True)
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    about = ("--project", "Leadtracker", "--copyright-holder", "the Leadtracker project")
    layout = ("--add-location=file", "--sort-by-file", "--width=100")
    babel("extract", "-F", "babel.cfg", *keywords, *about, *layout, "-o", TEMPLATE, ".")


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def main(begin: list[str]) -> None:
    collect()
    place = ("-i", TEMPLATE, "-d", TRANSLATIONS, "--width=100")
    for language in begin:
        if language not in languages():
            babel("init", *place, "-l", language)
    for language in languages():
        babel("update", *place, "-l", language, "--previous")
    texts = TEMPLATE.read_text().count("\nmsgid ") - 1
    print(f"{texts} texts; languages: {', '.join(languages()) or 'English alone'}.")


if __name__ == "__main__":
    main(sys.argv[1:])
