"""The set-up: what it pins, what it says when a system library is missing, and that it stops."""

import re
import subprocess
import sys

import pytest

from vsh.embedded import bootstrap
from vsh.embedded.paths import PROJECT_DIR

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_every_package_with_hashes_and_name_no_registry(name):
    text = (PROJECT_DIR / name).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry
    assert "://" not in text


def test_the_npm_lock_names_no_registry():
    text = (PROJECT_DIR / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_locks_agree_where_they_overlap():
    pinned = [
        dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,]+\])?==(\S+)", text, re.MULTILINE))
        for text in ((PROJECT_DIR / name).read_text() for name in LOCKS)
    ]
    assert pinned[0].items() <= pinned[1].items()


def test_a_missing_library_is_named_with_its_package_to_who_is_not_root():
    code = (
        "import os, sys; os.geteuid = lambda: 1000\n"
        "sys.path.insert(0, 'vsh/embedded')\n"
        "import bootstrap\n"
        "bootstrap.LIBRARIES = {'libno-such-thing.so.9': 'libno-such-thing-9'}\n"
        "try:\n    bootstrap.check_system(for_tests=False)\n"
        "except bootstrap.SetupError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=PROJECT_DIR, capture_output=True, text=True
    )
    assert "sudo apt-get install libno-such-thing-9" in done.stdout, done.stderr


def test_the_set_up_needs_the_standard_library_only():
    """`-I -S`: no site-packages, no environment; the import alone would fail."""
    code = f"import runpy; runpy.run_path({str(bootstrap.__file__)!r}, run_name='imported')"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd="/"
    )
    assert done.returncode == 0, done.stderr


def test_a_file_that_changes_changes_the_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "PROJECT", tmp_path)
    lock = tmp_path / "some.lock"
    lock.write_text("a==1")
    first = bootstrap.fingerprint([lock], "3.11")
    assert bootstrap.fingerprint([lock], "3.11") == first
    assert bootstrap.fingerprint([lock], "3.12") != first
    lock.write_text("a==2")
    assert bootstrap.fingerprint([lock], "3.11") != first
