"""Make the environment of the course: `.venv`, filled from the hashed requirements.txt.

Run by `make setup` with whatever Python the machine has, before anything is installed: hence
the standard library alone, in a syntax that an old Python can read far enough to be refused.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
READY = ENVIRONMENT / ".ready"  # written last: the environment is whole
UNFINISHED = ENVIRONMENT / ".unfinished"  # written first: a set-up began and did not end
NEEDED = (3, 11)

# What pip calls a setting, and the variable in which uv reads the same. The user's registry is
# the user's business: it is handed on, never chosen here. As pip does, uv then takes the best
# match of all indexes; the hashes decide what may be installed.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}


def main():
    """Make or mend `.venv`; return the exit code."""
    try:
        refuse_unfit_python()
        make_environment()
        install_uv()
        install_requirements()
        install_project()
    except SetUpError as error:
        print(f"make setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nmake setup: interrupted; the next call starts afresh.", file=sys.stderr)
        return 130
    READY.write_text(str(ROOT), encoding="utf-8")
    UNFINISHED.unlink()
    return 0


class SetUpError(Exception):
    """Something the user has to mend, said in words."""


def refuse_unfit_python(version=None, find_module=__import__):
    """Raise `SetUpError` if this Python is too old or cannot make environments."""
    version = version or sys.version_info
    if tuple(version[:2]) < NEEDED:
        raise SetUpError(
            f"Python {NEEDED[0]}.{NEEDED[1]} or newer is needed and this one ({sys.executable}) is "
            f"{version[0]}.{version[1]}; install a newer one and name it, as in "
            "`make setup PYTHON=python3.11`."
        )
    try:
        find_module("venv")
        find_module("ensurepip")
    except ImportError:
        raise SetUpError(
            "Python's venv module is missing; install it (on Debian and Ubuntu: "
            f"`apt install python3-venv`, or python{version[0]}.{version[1]}-venv), "
            "then call this again."
        ) from None


def make_environment():
    """Make `.venv`, or keep a whole one; an unfinished or broken one is made afresh."""
    if UNFINISHED.exists() or not is_usable():
        if ENVIRONMENT.exists():
            print("make setup: the environment in .venv is unfinished or broken; making it afresh")
            shutil.rmtree(ENVIRONMENT)
        ENVIRONMENT.mkdir()
        UNFINISHED.touch()
        base_python = getattr(sys, "_base_executable", None) or sys.executable
        run([base_python, "-m", "venv", ENVIRONMENT], "Python could not make .venv")
    READY.unlink(missing_ok=True)
    UNFINISHED.touch()


def is_usable():
    """Say whether `.venv` has a Python that runs, is new enough, and has pip."""
    program = f"import sys, pip; sys.exit(sys.version_info < {NEEDED})"
    try:
        return subprocess.run([python(), "-c", program], capture_output=True).returncode == 0
    except OSError:
        return False


def install_uv():
    """Install the locked uv by pip, unless that very version is there; pip checks its hash."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entry = re.search(r"^uv==(\S+).*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    if entry is None or installed_uv() == entry[1]:
        return
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(entry[0], encoding="utf-8")
        command = ["install", "--quiet", "--require-hashes", "--no-deps", "-r", only_uv]
        # A platform without a wheel of uv falls back to pip: slower, the same result.
        subprocess.run([python(), "-m", "pip", "--disable-pip-version-check", *command])


def installed_uv():
    """Return the version of the uv inside `.venv`, or None."""
    try:
        answer = subprocess.run([uv(), "--version"], capture_output=True, text=True)
    except OSError:
        return None
    return answer.stdout.split()[1] if answer.returncode == 0 else None


def install_requirements():
    """Install the lock by uv; where uv cannot, by pip, which reads its own configuration."""
    lock = ["--require-hashes", "-r", ROOT / "requirements.txt"]
    if installed_uv():
        command = [uv(), "pip", "install", "--python", python(), *lock]
        if subprocess.run(list(map(str, command)), env=uv_environment()).returncode == 0:
            return
        print("make setup: uv could not install the packages; trying pip", file=sys.stderr)
    run(
        [python(), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", *lock],
        "the packages of requirements.txt could not be installed; the lines above say why "
        "(no network, or a registry that your pip configuration does not reach?)",
    )


def install_project():
    """Install course_lib, course_tools and the command `course`, editable, without a fetch."""
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    if installed_uv():
        command = [uv(), "pip", "install", "--python", python(), *flags]
        run(command, "the course itself could not be installed", env=uv_environment())
    else:
        command = [python(), "-m", "pip", "--disable-pip-version-check", "install", *flags]
        run(command, "the course itself could not be installed")


def uv_environment(folder=None):
    """Return the environment for uv: the user's own, and what only pip was told.

    `folder` holds the programs to ask, uv and a Python with pip: those of `.venv` if not given.
    """
    python_program, uv_program = program("python", folder), program("uv", folder)
    environment = {**pip_configuration_for_uv(python_program), **os.environ}
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    environment.pop("VIRTUAL_ENV", None)
    cache = subprocess.run([uv_program, "cache", "dir"], capture_output=True, text=True)
    cache = cache.stdout.strip()
    if cache and device(Path(cache)) != device(ENVIRONMENT):
        environment.setdefault("UV_LINK_MODE", "copy")  # links do not cross file systems
    return environment


def pip_configuration_for_uv(python_program):
    """Return pip's settings as uv's variables; nothing if uv has a configuration of its own."""
    own = [Path(folder) / "uv" / "uv.toml" for folder in configuration_folders()]
    if any(file.exists() for file in own) or any(
        "INDEX" in n for n in os.environ if n[:3] == "UV_"
    ):
        return {}
    listing = subprocess.run(
        [python_program, "-m", "pip", "config", "list"], capture_output=True, text=True
    )
    return translate(listing.stdout)


def translate(listing):
    """Translate the lines of `pip config list` into uv's environment variables.

    >>> translate("global.index-url='file:///mirror'\\n:env:.default-timeout='9'")
    {'UV_DEFAULT_INDEX': 'file:///mirror', 'UV_INDEX_STRATEGY': 'unsafe-best-match', \
'UV_HTTP_TIMEOUT': '9'}
    """
    found = {}
    # `pip config list` gives sections in alphabetical order; the environment wins over a
    # command's section, that over the global one.
    rank = {"global": 0, "install": 1, ":env:": 2}
    lines = [re.match(r"(global|install|:env:)\.([\w-]+)=(.*)", s) for s in listing.splitlines()]
    for line in sorted(filter(None, lines), key=lambda line: rank[line[1]]):
        variable, value = PIP_TO_UV.get(line[2]), ast.literal_eval(line[3])
        if variable:
            separator = "," if variable == "UV_FIND_LINKS" else " "
            found[variable] = separator.join(value.split())
            if variable in ("UV_DEFAULT_INDEX", "UV_INDEX"):
                found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return found


def configuration_folders():
    """Return the folders in which uv looks for the user's and the system's uv.toml."""
    folders = [os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config"), "/etc"]
    return folders + [os.environ[n] for n in ("APPDATA", "PROGRAMDATA") if os.environ.get(n)]


def device(path):
    """Return the number of the file system that holds `path` or its nearest parent."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


def program(name, folder=None):
    """Return the path of a program, in `.venv` or in another folder of programs."""
    in_environment = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    return str((folder or in_environment) / (name + (".exe" if os.name == "nt" else "")))


def python():
    """Return the path of the environment's Python."""
    return program("python")


def uv():
    """Return the path of the environment's uv."""
    return program("uv")


def run(command, failure, env=None):
    """Run a command whose output the user sees; raise `SetUpError` with `failure` if it fails."""
    if subprocess.run(list(map(str, command)), env=env, cwd=str(ROOT)).returncode != 0:
        raise SetUpError(failure)


if __name__ == "__main__":
    sys.exit(main())
