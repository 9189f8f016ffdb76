"""Sealed streams: what goes in comes out, and nothing changed, cut or exchanged goes unnoticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vsh.backups import sealed
from vsh.backups.sealed import MAGIC, SALT_BYTES, Sealer, SealError, Unsealer

KEY = "a long passphrase for this test"
START = len(MAGIC) + SALT_BYTES


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sealed, "PIECE_BYTES", 16)


def seal(data: bytes, *, key: str = KEY) -> bytes:
    output = io.BytesIO()
    sealer = Sealer(output, key=key)
    sealer.write(data)
    sealer.finish()
    return output.getvalue()


def unseal(data: bytes, *, key: str = KEY) -> bytes:
    return Unsealer(io.BytesIO(data), key=key).read()


def pieces(data: bytes) -> list[bytes]:
    found, at = [], START
    while at < len(data):
        size = 4 + int.from_bytes(data[at : at + 4], "big")
        found.append(data[at : at + size])
        at += size
    return found


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 33, 100])
def test_round_trip(length):
    data = bytes(range(length))
    assert unseal(seal(data)) == data


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 40)), st.integers(1, 40))
def test_reads_and_writes_of_any_size_agree(sizes, reading):
    data = b"".join(bytes([number % 256]) * size for number, size in enumerate(sizes))
    output = io.BytesIO()
    sealer = Sealer(output, key=KEY)
    at = 0
    for size in sizes:
        sealer.write(data[at : at + size])
        at += size
    sealer.finish()
    reader = Unsealer(io.BytesIO(output.getvalue()), key=KEY)
    assert b"".join(iter(lambda: reader.read(reading), b"")) == data


def test_the_sealed_bytes_do_not_show_the_data():
    assert b"Amara" not in seal(b"Amara Okafor" * 10)


def test_same_data_is_sealed_differently_each_time():
    assert seal(b"data") != seal(b"data")


def test_wrong_key_is_named():
    with pytest.raises(SealError, match="Wrong BACKUP_KEY"):
        unseal(seal(b"data"), key="another long passphrase")


def test_something_else_is_no_backup():
    with pytest.raises(SealError, match="not a backup"):
        unseal(b"%PDF-1.7 and so on")


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_missing_pieces_at_the_end_are_noticed(keep):
    data = seal(bytes(100))
    cut = data[:START] + b"".join(pieces(data)[:keep])
    with pytest.raises(SealError):
        unseal(cut)


def test_every_cut_is_noticed():
    data = seal(bytes(20))
    for length in range(START, len(data)):
        with pytest.raises(SealError):
            unseal(data[:length])


def test_exchanged_pieces_are_noticed():
    data = seal(bytes(100))
    first, second, *rest = pieces(data)
    with pytest.raises(SealError):
        unseal(data[:START] + b"".join([second, first, *rest]))


def test_a_changed_byte_is_noticed():
    data = bytearray(seal(bytes(100)))
    data[START + 40] ^= 1
    with pytest.raises(SealError):
        unseal(bytes(data))
