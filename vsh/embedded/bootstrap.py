"""Set a fresh clone up: Python packages, system libraries, style sheet. Standard library only.

`python3 vsh/embedded/bootstrap.py [--tests]` does what is missing and nothing else: each step
leaves a stamp with the hash of what it was made from, so a second run takes a moment.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
OLDEST_PYTHON = (3, 11)

# What WeasyPrint and the wheels' programs load, and the Debian package that holds it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class SetupError(Exception):
    """Something that a person has to do first."""


def say(words: str) -> None:
    print(f"setup: {words}", flush=True)


def fingerprint(paths: Iterable[Path], *others: str) -> str:
    """A hash of files' names and contents, and of words."""
    digest = hashlib.sha256("\0".join(others).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def run(*command: str, what: str) -> None:
    """Run a step; on failure show what it said."""
    started = time.monotonic()
    say(what)
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join(
        [str(ENVIRONMENT / "bin"), environment.get("PATH") or os.defpath]
    )
    environment.update(
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        NODE_USE_SYSTEM_CA="1",  # behind a proxy that opens TLS, as councils have
        DEBIAN_FRONTEND="noninteractive",
    )
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise SetupError(f"{what}: failed (exit {done.returncode}); its output is above.")
    say(f"{what}: done in {time.monotonic() - started:.0f} s")


def install_packages(packages: list[str], why: str) -> None:
    """Install Debian's packages as root, or name them to the person who can."""
    if not packages:
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(
            f"{why}: missing {names}.\n"
            f"On Debian or Ubuntu: sudo apt-get install {names}\n"
            "Elsewhere: install what your system calls these, then try again."
        )
    run("apt-get", "update", "-q", what="reading Debian's list of packages")
    run(
        "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages,
        what=f"installing {names}",
    )  # fmt: skip


def is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """The system's Chromium, for the tests."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def check_system(*, for_tests: bool) -> None:
    """The libraries that no wheel brings, and for tests a browser."""
    missing = [package for library, package in LIBRARIES.items() if not is_loadable(library)]
    install_packages(missing, "PDFs and the embedded servers need system libraries")
    if for_tests and browser() is None:
        install_packages(["chromium"], "The browser tests need Chromium")


def make_environment() -> None:
    """The virtual environment, made anew when its Python has gone."""
    works = PYTHON.exists() and (
        subprocess.run(
            [str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
        == 0
    )
    if works:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        install_packages(
            [f"python3.{sys.version_info.minor}-venv"], "Python cannot make a virtual environment"
        )
    run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT), what="making .venv")


def install_requirements(*, for_tests: bool) -> None:
    """The pinned packages, hashes checked; those for tests include those for running."""
    running, testing = PROJECT / "requirements.lock", PROJECT / "requirements-dev.lock"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    marks = {
        lock: (ENVIRONMENT / f".{lock.name}.stamp", fingerprint([lock], python))
        for lock in (running, testing)
    }
    wanted = testing if for_tests else running
    stamp, mark = marks[wanted]
    if is_stamped(stamp, mark):
        return
    run(
        str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes",
        "--only-binary=:all:", "-r", str(wanted),
        what=f"installing {wanted.name}",
    )  # fmt: skip
    stamp.write_text(mark)
    if for_tests:
        marks[running][0].write_text(marks[running][1])


def build_front_end() -> None:
    """The style sheet and scripts, compiled with the Node that comes as a wheel."""
    modules, build = PROJECT / "node_modules", PROJECT / "static" / "build"
    lock = [PROJECT / "package.json", PROJECT / "package-lock.json"]
    npm = str(ENVIRONMENT / "bin" / "npm")
    mark = fingerprint(lock)
    stamp = modules / ".stamp"
    if not is_stamped(stamp, mark):
        run(
            npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", what="installing npm packages"
        )
        stamp.write_text(mark)
    sources = [path for path in (PROJECT / "static" / "src").rglob("*") if path.is_file()]
    mark = fingerprint([*lock, *sources])
    stamp = build / ".stamp"  # with what it vouches for
    if not is_stamped(stamp, mark):
        run(npm, "run", "build", what="compiling static/build")
        stamp.write_text(mark)


def main() -> int:
    for_tests = "--tests" in sys.argv[1:]
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 or later is needed: make PYTHON=python3.11", file=sys.stderr)
        return 1
    # One at a time: two copies of `make` may start together.
    here = os.open(PROJECT, os.O_RDONLY)
    fcntl.flock(here, fcntl.LOCK_EX)
    try:
        make_environment()
        check_system(for_tests=for_tests)
        install_requirements(for_tests=for_tests)
        build_front_end()
    except SetupError as error:
        print(f"\nsetup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
