"""Everything together: files of all kinds, folders of them, standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import logging
import os
import random
import sys
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.domain.captures import Link
from app.domain.dates import DateBasis
from app.errors import SetupError, UnreadableSource
from app.readers import Limits, read, walking
from app.readers.recognition import Kind
from tests.readers.pages import CONSENT, JSON_LD, PARAGRAPHS, TITLE, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.readers.material import Material

LIMITS = Limits(max_text_bytes=50_000, max_document_bytes=2_000_000, max_seconds=10)
TEXT = "Minister Refuses Talks\n\n“We will not go,” Ada Moreau said on Monday.\n"
PAGE = page(head=JSON_LD % TITLE)
FEED = """<rss version="2.0"><channel><title>The Paper</title><item><title>Talks</title>
<link>https://p.example/a</link></item></channel></rss>"""
SITEMAP = "<urlset><url><loc>https://p.example/b</loc></url></urlset>"
MAIL = (
    "From: The Paper <news@p.example>\nSubject: Talks fail\nMIME-Version: 1.0\n"
    "Date: Thu, 04 Sep 2025 10:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n" + "\n\n".join(PARAGRAPHS)
)
TABLE = "url,title,text,publish_date\nhttps://p.example/c,Talks,“We stay” she said.,2025-09-04\n"


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def found(source: Path | str, limits: Limits = LIMITS) -> list[tuple[str, type]]:
    """What is found, each by the last part of its name."""
    return [(name(each).rpartition("/")[2], type(each)) for each in read(source, limits=limits)]


def name(each: Article | Link | UnreadableSource) -> str:
    if isinstance(each, Article):
        return each.file
    return each.address if isinstance(each, Link) else each.source


def one(source: Path) -> Article:
    (article,) = read(source, limits=LIMITS)
    assert isinstance(article, Article), article
    return article


def test_a_folder_with_every_kind_in_it(tmp_path: Path) -> None:
    files = {
        "a.txt": TEXT.encode(),
        "b.md": f"---\ntitle: Talks\n---\n{TEXT}".encode(),
        "c.html": PAGE.encode(),
        "d.xml": FEED.encode(),
        "e.xml": SITEMAP.encode(),
        "f.eml": MAIL.encode(),
        "g.csv": TABLE.encode(),
        "h.html.gz": gzip.compress(PAGE.encode()),
        "i.txt.bz2": bz2.compress(TEXT.encode()),
        "j.zip": zipped({"k.txt": TEXT.encode(), "l.html": PAGE.encode()}),
        "m.png": b"\x89PNG\r\n\x1a\n",
        "n.html": CONSENT.encode(),
        ".hidden.html": PAGE.encode(),
    }
    for each, content in files.items():
        (tmp_path / each).write_bytes(content)
    everything = found(tmp_path)
    kinds = dict(everything)
    assert len(everything) == 13
    assert [each for each, kind in everything if kind is Link] == ["a", "b"]
    assert {each for each, kind in everything if kind is UnreadableSource} == {"m.png", "n.html"}
    assert kinds["c.html"] is Article
    assert sum(kind is Article for _, kind in everything) == 9


def test_a_kind_is_told_by_content_whatever_the_name_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    (tmp_path / "b.html").write_text(TEXT, "utf-8")
    (tmp_path / "c.pdf").write_bytes(gzip.compress(PAGE.encode()))
    page_, text, packed = read(tmp_path, limits=LIMITS)
    assert isinstance(page_, Article)
    assert isinstance(text, Article)
    assert isinstance(packed, Article)
    assert (page_.title, text.body, packed.title) == (TITLE, TEXT, TITLE)


def test_what_articles_yaml_says_of_a_page_goes_before_what_it_says_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "articles.yaml").write_text(
        "articles:\n- file: a.html\n  outlet: Another\n  published: 2025-08\n"
        "  published_basis: inferred\n",
        "utf-8",
    )
    article = one(tmp_path / "a.html")
    assert (article.outlet, article.title, article.language) == ("Another", TITLE, "en-GB")
    assert (article.published.edtf, article.published.basis) == ("2025-08", DateBasis.INFERRED)
    assert article.published_note == ""


def test_of_a_file_with_several_articles_only_outlet_and_language_can_be_said(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.txt": TEXT.encode(), "c.html": PAGE.encode()}))
    (tmp_path / "articles.yaml").write_text(
        "articles:\n- file: a.zip\n  outlet: Another\n  language: de\n  title: No\n"
        "  published: 2025-08-01\n",
        "utf-8",
    )
    text, page_ = read(tmp_path, limits=LIMITS)
    assert isinstance(text, Article)
    assert isinstance(page_, Article)
    assert (text.outlet, text.language, text.title) == ("Another", "de", "Minister Refuses Talks")
    assert not text.published.known
    assert (page_.outlet, page_.language) == ("The Freedonia Times", "en-GB")


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    content = TEXT.encode()
    for depth in range(6):
        (tmp_path / f"{depth}").write_bytes(content)
        content = zipped({"a": content}) if depth % 2 else gzip.compress(content)
    kinds = [found(tmp_path / f"{depth}")[0][1] for depth in range(6)]
    assert kinds == [Article] * 4 + [UnreadableSource] * 2


def test_a_bomb_takes_neither_memory_nor_time(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a" * 200_000_000, 9)
    (tmp_path / "a.txt.gz").write_bytes(bomb)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<html><p>" + b"a " * 50_000_000))
    (tmp_path / "c.gz").write_bytes(gzip.compress(bomb))
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(TEXT.encode())[:-9])
    started = time.monotonic()
    reasons = [each.reason for each in read(tmp_path, limits=LIMITS) if isinstance(each, Exception)]
    assert time.monotonic() - started < 60
    assert len(reasons) == 4
    assert reasons[0].startswith("It is larger than 50,000 bytes")
    assert reasons[1].startswith("It is larger than 2,000,000 bytes")


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """What can be written to, and is standard input when it is rewound."""
    content = io.BytesIO()

    class Input:
        buffer = content

    monkeypatch.setattr(sys, "stdin", Input)
    return content


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (TEXT.encode(), "Minister Refuses Talks"),
        (PAGE.encode(), TITLE),
        (gzip.compress(PAGE.encode()), TITLE),
        (zipped({"a.html": PAGE.encode()}), TITLE),
        (PAGE.encode().replace(b"</main>", b" " * 200_000 + b"</main>"), TITLE),
    ],
    ids=["text", "page", "gzip", "zip", "long"],
)
def test_standard_input(piped: io.BytesIO, content: bytes, title: str) -> None:
    piped.write(content)
    piped.seek(0)
    (article,) = read("-", limits=LIMITS)
    assert isinstance(article, Article)
    assert article.title == title
    assert article.file.startswith("standard input")


def test_standard_input_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1 << 20
            self.read_so_far += size
            return b"word " * (size // 5) + b" " * (size % 5)

    class Input:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Input)
    ((_, kind),) = found("-")
    assert kind is UnreadableSource
    assert Input.buffer.read_so_far < 3_000_000


def test_an_empty_standard_input(piped: io.BytesIO) -> None:
    (problem,) = read("-", limits=LIMITS)
    assert isinstance(problem, UnreadableSource)
    assert (problem.source, problem.reason) == ("standard input", "It is empty.")


def failing(error: Exception) -> dict[Kind, tuple[str, str]]:
    def read_it(material: Material, limits: Limits) -> Iterator[Article]:
        yield Article("Words", material.name)
        raise error

    setattr(walking, "_failing", read_it)  # noqa: B010 - put where the table looks for it
    return {Kind.TEXT: ("walking", "_failing")}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UnreadableSource("x", "Why."), "Why."),
        (KeyError("x"), "On Record failed on it (KeyError); please report this."),
        (EOFError(), "It is damaged, or not whole."),
        (OSError("bad gzip"), "It is damaged, or not whole."),
        (OSError(5, "Input/output error"), "It cannot be read: Input/output error."),
        (MemoryError(), "Reading it takes more memory than there is."),
        (RecursionError(), "Reading it takes more memory than there is."),
    ],
)
def test_a_reader_that_fails_costs_its_file_only(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    monkeypatch.setattr(logging.getLogger("app"), "disabled", True)
    monkeypatch.setattr(walking, "_READERS", walking._READERS | failing(error))
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    given = list(read(tmp_path, limits=LIMITS))
    assert [type(each) for each in given] == [Article, UnreadableSource, Article]
    assert isinstance(given[1], UnreadableSource)
    assert given[1].reason == reason


def test_an_installation_that_is_not_complete_is_no_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = walking._READERS | failing(SetupError("Something is missing."))
    monkeypatch.setattr(walking, "_READERS", table)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(SetupError):
        list(read(tmp_path, limits=LIMITS))


def test_every_kind_has_its_reader() -> None:
    for kind in Kind:
        assert callable(walking._reader(kind))


def test_files_cut_off_anywhere_or_damaged_give_a_value(tmp_path: Path) -> None:
    choose = random.Random(3)  # noqa: S311 - repeatable, and no secret
    whole = [
        PAGE.encode(),
        FEED.encode(),
        SITEMAP.encode(),
        MAIL.encode(),
        TABLE.encode(),
        gzip.compress(PAGE.encode()),
        bz2.compress(TEXT.encode()),
        zipped({"a.html": PAGE.encode(), "b.txt": TEXT.encode()}),
    ]
    for number, content in enumerate(whole):
        for turn in range(6):
            cut = content[: choose.randrange(1, len(content))]
            spoiled = bytearray(content)
            for _ in range(5):
                spoiled[choose.randrange(len(spoiled))] = choose.randrange(256)
            (tmp_path / f"{number}-{turn}-cut").write_bytes(cut)
            (tmp_path / f"{number}-{turn}-spoiled").write_bytes(bytes(spoiled))
    given = list(read(tmp_path, limits=LIMITS))
    sources = {os.path.basename(name(each)).partition(":")[0] for each in given}  # noqa: PTH119
    told = [each.reason for each in given if isinstance(each, UnreadableSource)]
    assert not [reason for reason in told if "please report" in reason]
    assert len({each for each in sources if "-" in each}) > 60
