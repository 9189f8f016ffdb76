"""The folders of the embedded servers: private where ours, left alone where not."""

import os
import stat
from pathlib import Path

import pytest

from vsh.embedded.paths import Places, make_folders


def mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_new_folders_are_private(tmp_path):
    places = Places(data=tmp_path / "data")
    make_folders(places, places.locks, places.logs)
    assert [mode_of(f) for f in (places.data, places.locks, places.logs)] == [0o700] * 3


def test_a_data_folder_that_exists_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    places = Places(data=tmp_path)
    make_folders(places, places.locks)
    assert mode_of(tmp_path) == 0o755
    assert mode_of(places.locks) == 0o700


def test_a_loose_folder_of_ours_is_closed(tmp_path):
    places = Places(data=tmp_path)
    places.locks.mkdir(mode=0o755)
    make_folders(places, places.locks)
    assert mode_of(places.locks) == 0o700


def test_a_link_in_the_place_of_the_sockets_is_refused(tmp_path):
    places = Places(data=tmp_path / ("a" * 60) / ("b" * 60))
    assert places.sockets.parent == Path(os.environ.get("TMPDIR", "/tmp"))
    places.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(PermissionError, match="VSH_DATA_DIR"):
            make_folders(places, places.sockets)
    finally:
        places.sockets.unlink()


def test_two_data_folders_never_share_their_sockets(tmp_path):
    deep = tmp_path / ("a" * 80)
    assert Places(data=deep / "one").sockets != Places(data=deep / "two").sockets
