from __future__ import annotations

import bz2
import gzip
import io
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.errors import UnreadableSource
from app.readers.material import Limits, Material
from app.readers.unpacking import Budget, Part, Unpacked, read_bzip2, read_gzip
from app.readers.zips import read_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = Limits(2_000_000, 50_000_000, 20)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def material(data: bytes, name: str = "in.zip") -> Material:
    return Material(name, io.BytesIO(data))


def contents(data: bytes) -> dict[str, bytes | str]:
    """What is in each file, or why it cannot be read."""
    found: dict[str, bytes | str] = {}
    for each in read_zip(material(data), LIMITS):
        if isinstance(each, UnreadableSource):
            found[each.source] = each.reason
            continue
        try:
            found[each.name] = each.data(LIMITS.max_document_bytes)
        except UnreadableSource as problem:
            found[each.name] = problem.reason
    return found


def deep(data: bytes, levels: int = 0) -> int:
    """How many bytes one gets out of an archive of archives."""
    total = 0

    def walk(one: Material) -> None:
        nonlocal total
        head = one.head()
        if not head.startswith(b"PK"):
            while part := one.stream.read(1 << 16):
                total += len(part)
            return
        for each in read_zip(one, LIMITS):
            if isinstance(each, UnreadableSource):
                raise each
            walk(each)

    with pytest.raises(UnreadableSource, match="unpack"):
        walk(material(data))
    return total


def test_files_are_read_whatever_their_names_point_to() -> None:
    names = ["a.txt", "/etc/passwd", "../../b.txt", "C:\\c.txt", "sub/d\n\u202e.txt", "é.txt"]
    data = zipped({name: name.encode() for name in names})
    found = contents(data)
    assert list(found.values()) == [name.encode() for name in names]
    assert list(found)[4] == "in.zip: sub/d\\n\\u202e.txt"
    assert list(found)[5] == "in.zip: é.txt"


def test_hidden_files_and_folders_are_left_out() -> None:
    data = zipped({"a.txt": b"a", ".DS_Store": b"x", "__MACOSX/._a.txt": b"x", "folder/": b""})
    assert contents(data) == {"in.zip: a.txt": b"a"}


def test_what_is_no_article_by_its_name_is_none_here_either() -> None:
    found = contents(zipped({"in/articles.yaml": b"articles: []", "README.md": b"x", "a": b"a"}))
    assert "unpack the archive first" in str(found["in.zip: in/articles.yaml"])
    assert "By its name" in str(found["in.zip: README.md"])
    assert found["in.zip: a"] == b"a"


def test_an_archive_with_nothing_in_it_says_so() -> None:
    with pytest.raises(UnreadableSource, match="nothing in it"):
        list(read_zip(material(zipped({"folder/": b""})), LIMITS))


def test_one_damaged_file_costs_itself_only() -> None:
    data = bytearray(zipped({"a.txt": b"first" * 99, "b.txt": b"other", "c.txt": b"third"}))
    place = data.index(b"a.txt") + len("a.txt")
    data[place : place + 4] = b"\xff\xff\xff\xff"
    found = contents(bytes(data))
    assert found["in.zip: a.txt"] == "It is damaged and cannot be unpacked."
    assert (found["in.zip: b.txt"], found["in.zip: c.txt"]) == (b"other", b"third")


def flagged(flag: int, method: int) -> bytes:
    """An archive of one file whose flags and method are overwritten in both its headers."""
    data = bytearray(zipped({"a.txt": b"secret"}))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6 : local + 10] = data[central + 8 : central + 12] = struct.pack(
        "<HH", flag, method
    )
    return bytes(data)


def linked() -> bytes:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (flagged(1, 8), "It is protected by a password."),
        (flagged(0, 98), "packed by a method that is not read"),
        (zipped({"a": b"a"}, zipfile.ZIP_LZMA), "packed by a method that is not read"),
        (linked(), "a symbolic link"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, reason: str) -> None:
    (said,) = contents(data).values()
    assert reason in str(said)


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.txt": b"a"})[:-10],
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        # a directory of 2 GB, it says
        b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 65535, 65535, 1 << 31, 0, 0),
    ],
)
def test_what_is_no_archive_is_put_aside(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        list(read_zip(material(data), LIMITS))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"a.txt": bytes(300_000_000)})
    assert len(bomb) < 400_000
    assert deep(bomb) < 150_000_000


def test_a_bomb_of_many_files_is_bounded_in_all() -> None:
    bomb = zipped({f"{number}.txt": bytes(30_000_000) for number in range(10)})
    assert deep(bomb) < 150_000_000


def test_files_that_share_their_bytes_are_bounded_in_all() -> None:
    """David Fifield's bomb: each entry of the directory points to the same packed bytes."""
    whole = zipped({"a": bytes(20_000_000)})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entries = whole[start:end] * 1_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(entries), start, 0)
    started = time.process_time()
    assert deep(whole[:start] + entries + tail) < 150_000_000
    assert time.process_time() - started < 10


def test_archives_in_archives_draw_on_one_budget() -> None:
    level = zipped({"a.txt": bytes(20_000_000)})
    level = zipped({f"{number}.zip": level + bytes([number]) for number in range(8)})
    level = zipped({f"{number}.zip": level for number in range(8)})
    assert deep(level) < 150_000_000


def test_an_archive_that_holds_itself_comes_to_an_end() -> None:
    level = zipped({"a.txt": b"inmost"})
    for _ in range(5):
        level = zipped({"a.zip": level})
    assert in_turn(material(level)) == [
        "in.zip: a.zip: a.zip: a.zip: More than 3 archives lie in one another here."
    ]


def in_turn(one: Material) -> list[str]:
    """The names of what cannot be read, for archives in one another are too many."""
    found = []
    try:
        for each in read_zip(one, LIMITS):
            assert isinstance(each, Material)
            found += in_turn(each)
    except UnreadableSource as problem:
        found.append(f"{problem}")
    return found


@pytest.mark.parametrize(
    ("pack", "read", "name"),
    [(gzip.compress, read_gzip, "a.txt.gz"), (bz2.compress, read_bzip2, "a.txt.bz2")],
)
def test_what_is_compressed_is_read_in_pieces_and_again(
    pack: Callable[[bytes], bytes],
    read: Callable[[Material, Limits], Iterator[Material]],
    name: str,
) -> None:
    data = pack(b"first " * 20_000) + pack(b"second")
    for inner in read(material(data, name), LIMITS):
        assert inner.name == "a.txt"
        assert inner.head().startswith(b"first ")
        assert inner.data(1_000_000) == b"first " * 20_000 + b"second"
        inner.stream.seek(-6, io.SEEK_END)
        assert inner.stream.read() == b"second"
        assert inner.stream.tell() == 120_006


def test_what_was_cut_off_is_read_as_far_as_it_goes_and_says_so() -> None:
    whole = "".join(f"line {number}\n" for number in range(50_000)).encode()
    data = gzip.compress(whole)[:-3_000]
    lines: list[bytes] = []
    for inner in read_gzip(material(data), LIMITS):
        with pytest.raises(UnreadableSource, match="It is cut off"):
            lines.extend(iter(inner.stream.readline, b""))
    assert len(lines) > 20_000


def test_a_compressed_bomb_is_bounded_also_when_it_is_read_again_and_again() -> None:
    bomb = gzip.compress(bytes(90_000_000))
    for inner in read_gzip(material(bomb), LIMITS):
        inner.stream.seek(80_000_000)
        inner.stream.seek(0)
        with pytest.raises(UnreadableSource, match="far more"):
            inner.stream.seek(80_000_000)


def test_an_archive_within_is_read_in_any_order() -> None:
    inner = zipped({f"{number}.txt": b"%d" % number * 1000 for number in range(50)})
    outer = zipped({"in.zip": inner})
    for each in read_zip(material(outer), LIMITS):
        assert isinstance(each, Material)
        assert not isinstance(each.stream, Unpacked)
        found = {part.name: part for part in read_zip(each, LIMITS) if isinstance(part, Material)}
        assert len(found) == 50


def test_a_part_in_memory_draws_on_the_budget_of_its_whole() -> None:
    budget = Budget(10)
    budget.left = 5_000
    bomb = Material("mail.eml: a.zip", Part(zipped({"a.txt": bytes(10_000)}), budget))
    parts = read_zip(bomb, LIMITS)
    problem = next(parts)
    assert isinstance(problem, UnreadableSource)
    assert "far more" in problem.reason
    with pytest.raises(UnreadableSource, match="The rest of it"):
        next(parts)
