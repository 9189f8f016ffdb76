"""Run a server as an ordinary user that dies with its parent, also when root starts it.

PostgreSQL refuses to run as root. Two ways, tried in this order:

1. a user namespace in which root's own files belong to an ordinary user: no file changes hands;
2. where namespaces are forbidden (many containers): the user `nobody`, who is given the data
   folder and keeps one capability, to pass through root's private parent folders.
"""

import ctypes
import os
import signal
import struct
from collections.abc import Callable
from pathlib import Path

from .paths import NOBODY

NAMESPACE_ID = 1000

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAPBSET_READ = 23
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> int:
    result: int = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def enter_user_namespace() -> None:
    """Become an ordinary user to whom root's files belong."""
    uid, gid = os.geteuid(), os.getegid()
    _call("unshare", CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NAMESPACE_ID} {uid} 1\n")
    Path("/proc/self/gid_map").write_text(f"{NAMESPACE_ID} {gid} 1\n")


def become_nobody() -> None:
    """Become the user `nobody`, able to pass through folders but owning only what it was given."""
    wanted = next(
        (
            capability
            for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE)
            if _libc.prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1
        ),
        None,
    )
    _call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if wanted is not None:
        mask = 1 << wanted
        header = ctypes.create_string_buffer(struct.pack("<Ii", CAPABILITY_VERSION, 0))
        sets = ctypes.create_string_buffer(struct.pack("<6I", mask, mask, mask, 0, 0, 0))
        _call("capset", header, sets)
        _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, wanted, 0, 0)


def _works(step: Callable[[], None]) -> bool:
    """Whether a step succeeds, tried in a child process that then ends."""
    child = os.fork()
    if child == 0:
        try:
            step()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class Confinement:
    """How this machine lets a server run as an ordinary user."""

    def __init__(self) -> None:
        self.step: Callable[[], None] | None = None
        if os.geteuid() == 0:
            forced = os.environ.get("VSH_EMBEDDED_USER") == "nobody"
            namespaces = not forced and _works(enter_user_namespace)
            self.step = enter_user_namespace if namespaces else become_nobody

    def hand_over(self, folder: Path) -> None:
        """Give a folder to the user that the server will run as."""
        owner = NOBODY if self.step is become_nobody else os.geteuid()
        if folder.stat().st_uid == owner:
            return
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.lchown(Path(parent, name), owner, owner)
        os.chown(folder, owner, owner)

    def before_exec(self, death_signal: signal.Signals) -> Callable[[], None]:
        """What the child does between fork and exec."""
        parent = os.getpid()

        def prepare() -> None:
            os.setsid()
            os.umask(0o077)
            if self.step is not None:
                self.step()
            # Last, because a change of credentials clears it.
            _call("prctl", PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

        return prepare


def die_with_parent(death_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when the one that started it ends."""
    _call("prctl", PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
