"""What was packed comes out whole, piece by piece, and never larger than allowed."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fetching.failures import Failed
from app.fetching.unpacking import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": lambda data: (
        gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :])
    ),
    "deflate": zlib.compress,
    "Deflate": lambda data: zlib.compress(data)[2:-4],
    "": lambda data: data,
}


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.binary(max_size=500), st.sampled_from(sorted(PACKINGS)), st.integers(1, 40))
def test_it_comes_out_whole_however_it_is_cut(data: bytes, packing: str, size: int) -> None:
    packed = PACKINGS[packing](data)
    assert b"".join(unpack(pieces(packed, size), packing, 1000)) == data


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "x-gzip"]), st.data())
def test_what_is_cut_off_is_never_taken_for_whole(
    data: bytes, name: str, draw: st.DataObject
) -> None:
    packed = gzip.compress(data)
    kept = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(Failed) as caught:
        list(unpack(pieces(packed[:kept], 7), name, 1000))
    assert caught.value.again


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "identity", "br"]))
def test_anything_gives_bytes_or_a_reason(data: bytes, packing: str) -> None:
    out = b""
    with contextlib.suppress(Failed):
        out = b"".join(unpack(pieces(data, 11), packing, 100))
    assert len(out) <= 101 or packing == "identity"


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_no_piece_is_larger_than_allowed(packing: str) -> None:
    bomb = PACKINGS[packing](b"\0" * 5_000_000)
    out = list(unpack([bomb], packing, 1000))
    assert sum(map(len, out)) == 1001


def test_many_bombs_in_a_row_are_one() -> None:
    bomb = gzip.compress(b"\0" * 600)
    assert sum(map(len, unpack([bomb * 50], "gzip", 1000))) == 1001


def test_nothing_more_is_asked_for_when_there_is_enough() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        bomb = gzip.compress(b"\0" * 100_000)
        while True:
            taken.append(1)
            yield bomb

    list(unpack(endless(), "gzip", 1000))
    assert len(taken) == 1
