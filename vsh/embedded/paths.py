"""Where the embedded servers keep their data, their sockets and their locks."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
NOBODY = 65534
LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes for a socket's whole path


@dataclass(frozen=True, kw_only=True)
class Places:
    """The folders and files of one set of embedded servers."""

    data: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def redis(self) -> Path:
        return self.data / "redis"

    @property
    def locks(self) -> Path:
        return self.data / "locks"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def mail_port(self) -> Path:
        """The port of the mail box, written down while a demonstration runs."""
        return self.data / "mail-port"

    @property
    def sockets(self) -> Path:
        """Beside the data; if that path is too long, in the temporary folder by a short name."""
        beside = self.data / "sockets"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vsh-{os.geteuid()}-{name}"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis"


def data_dir() -> Path:
    """The data folder: `VSH_DATA_DIR`, or `.local` in the project."""
    return Path(os.environ.get("VSH_DATA_DIR") or PROJECT_DIR / ".local").absolute()


def make_folders(places: Places, *folders: Path) -> None:
    """Make the data folder and others that only their owner may enter.

    A data folder that exists keeps its mode, for it may serve something else as well. One that
    belongs to somebody else is refused; root may use anybody's, but no socket folder of theirs.
    """
    user = os.geteuid()
    places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (places.data, *folders):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        is_ours = found.st_uid == user or (
            user == 0 and (folder != places.sockets or found.st_uid == NOBODY)
        )
        if not stat.S_ISDIR(found.st_mode) or not is_ours:
            raise PermissionError(
                f"{folder} belongs to another user: set VSH_DATA_DIR to another folder."
            )
        if folder != places.data and stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
