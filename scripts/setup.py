"""What make does before there is a virtualenv: `python3 scripts/setup.py STEP...`.

Needs nothing but Python's standard library. This file is written so that an old Python can read it
far enough to say, in one sentence, that it is too old; the steps themselves are in `steps.py`.
"""

import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
IS_NEW_ENOUGH = f"import sys; sys.exit(sys.version_info < {NEEDED})"


def find_newer_python():
    """The path of a Python on the PATH that is new enough and does start, or None."""
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", IS_NEW_ENOUGH], stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def main():
    if sys.version_info < NEEDED:
        newer = find_newer_python()
        if newer:
            os.execv(newer, [newer, *sys.argv])
        sys.exit(
            f"Leadtracker needs Python {NEEDED[0]}.{NEEDED[1]} or newer, and this is Python "
            f"{sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}); "
            "name another with `make PYTHON=/path/to/python3`."
        )
    import steps

    steps.main(sys.argv[1:])


if __name__ == "__main__":
    main()
