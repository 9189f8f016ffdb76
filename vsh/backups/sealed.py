"""A stream of bytes sealed with a key: encrypted and checked piece by piece, in flat memory.

Format: `VSHB1\\n`, 16 bytes of salt, then pieces of 4 bytes length and ciphertext
(AES-256-GCM). The nonce is the piece's number; it and whether the piece is the last are checked
with it, so that pieces cannot be exchanged, repeated or cut off unnoticed. The key comes from the
passphrase by scrypt.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"VSHB1\n"
SALT_BYTES = 16
NONCE_BYTES = 12
PIECE_BYTES = 1024 * 1024
LAST, MORE = b"last", b"more"


class SealError(Exception):
    """The key is wrong, or the file is damaged or not a backup."""


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")


class Sealer:
    """A writable stream that seals what is written to it; `finish` makes it whole."""

    def __init__(self, output: BinaryIO, *, key: str) -> None:
        self.output = output
        salt = os.urandom(SALT_BYTES)
        self.cipher = _cipher(key, salt)
        self.number = 0
        self.waiting = bytearray()
        output.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE_BYTES:
            self._seal(bytes(self.waiting[:PIECE_BYTES]), MORE)
            del self.waiting[:PIECE_BYTES]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self.waiting), LAST)

    def _seal(self, piece: bytes, mark: bytes) -> None:
        sealed = self.cipher.encrypt(_nonce(self.number), piece, mark)
        self.output.write(len(sealed).to_bytes(4, "big") + sealed)
        self.number += 1


class Unsealer:
    """A readable stream of what was sealed; every piece is checked before it is given out."""

    def __init__(self, source: BinaryIO, *, key: str) -> None:
        self.source = source
        if source.read(len(MAGIC)) != MAGIC:
            raise SealError("This file is not a backup of this system.")
        self.pieces = self._open(_cipher(key, source.read(SALT_BYTES)))
        self.waiting = bytearray()

    def _open(self, cipher: AESGCM) -> Iterator[bytes]:
        number = 0
        size = self.source.read(4)
        while size:
            sealed = self.source.read(int.from_bytes(size, "big"))
            size = self.source.read(4)
            try:
                yield cipher.decrypt(_nonce(number), sealed, MORE if size else LAST)
            except InvalidTag:
                raise SealError(
                    "Wrong BACKUP_KEY: this backup was made with another key, or is damaged."
                    if number == 0
                    else "The backup is damaged or incomplete."
                ) from None
            number += 1
        if number == 0:
            raise SealError("The backup is damaged or incomplete.")

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.waiting) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.waiting += piece
        taken = bytes(self.waiting if size < 0 else self.waiting[:size])
        del self.waiting[: len(taken)]
        return taken
