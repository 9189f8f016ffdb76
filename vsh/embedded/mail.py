"""A mail box for the demonstration: receives by SMTP and keeps each message as a file.

`python -m vsh.embedded.mail FOLDER --fd N` serves on a listening socket that it inherits.
"""

import argparse
import asyncio
import os
import signal
import socket
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MESSAGE = 25 * 1024 * 1024


class MailBox:
    """Writes every accepted message to a file of its own, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self.count += 1
        name = f"{time.time_ns()}-{os.getpid()}-{self.count}"
        unfinished = self.folder / f".{name}"
        with open(unfinished, "wb") as message:
            message.write(f"X-Rcpt-To: {', '.join(envelope.rcpt_tos)}\r\n".encode())
            message.write(content)
            message.flush()
            os.fsync(message.fileno())
        unfinished.rename(self.folder / f"{name}.eml")
        return "250 OK"


async def serve(folder: Path, listening: socket.socket) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    box = MailBox(folder)
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    server = await loop.create_server(
        lambda: SMTP(box, data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, loop=loop),
        sock=listening,
    )
    async with server:
        await stopping.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fd", type=int, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.folder, socket.socket(fileno=given.fd)))


if __name__ == "__main__":
    main()
