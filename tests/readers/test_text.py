from __future__ import annotations

import os
import random
import shutil
import socket
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import Article
from app.domain.captures import Link
from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers import Limits, count, read
from app.readers.decoding import decode
from app.readers.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 10_000
LIMITS = Limits(max_text_bytes=LIMIT, max_document_bytes=100_000, max_seconds=10)
ENGLISH = "Minister Refuses Talks\n\n“We will not go,” Ada Moreau said — and that’s final.\n"
POLISH = "Minister odmówił rozmów. Żołnierze nie pojadą, powiedział w środę Łukasz Dąb.\n"
RUSSIAN = "Министр отказался от переговоров. Солдаты не поедут, сказал он в среду в столице.\n"
FRENCH = (
    "Le ministre a refusé. « Nos soldats n’iront pas à l’étranger », a-t-il déclaré mercredi.\n"
)
# Of no encoding, and without a control character.
NOISE = random.Random(1).randbytes(3000).translate(None, bytes(range(32)))  # noqa: S311 - no secret


def articles(source: str | Path, limits: Limits = LIMITS) -> list[Article]:
    found = list(read(source, limits=limits))
    problems = [each for each in found if not isinstance(each, Article)]
    assert not problems
    return [each for each in found if isinstance(each, Article)]


def problems(source: str | Path, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    found = read(source, limits=limits)
    return [(each.source, each.reason) for each in found if isinstance(each, UnreadableSource)]


def read_all(source: str | Path) -> list[Article]:
    return [each for each in read(source, limits=LIMITS) if isinstance(each, Article)]


def problem(source: str | Path) -> str:
    """The one sentence that a source gives instead of an article."""
    ((_, reason),) = problems(source)
    assert not list(filter(lambda each: isinstance(each, Article), read(source, limits=LIMITS)))
    assert reason[0].isupper()
    assert reason.endswith(".")
    return reason


def test_a_file_is_an_article_with_its_first_line_as_title(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ENGLISH, "utf-8")
    (article,) = articles(file)
    assert article == Article(ENGLISH, str(file), title="Minister Refuses Talks")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (RUSSIAN, "utf-8"),
    ],
)
def test_what_is_marked_or_utf_8_is_read_without_a_note(
    tmp_path: Path, text: str, encoding: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    (article,) = articles(file)
    assert article.body == text
    assert article.notes == ()


def test_utf_16_of_either_order_is_known_by_its_mark(tmp_path: Path) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        file = tmp_path / "a.txt"
        file.write_bytes(mark + ENGLISH.encode(encoding))
        assert articles(file)[0].body == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (ENGLISH, "cp1252", "windows-1252"),
        ("The café said that it would not open. Nothing else was said there.", "latin-1", "1252"),
        (FRENCH, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (FRENCH, "mac_roman", "Mac Roman"),
    ],
)
def test_well_known_encodings_are_guessed_and_the_guess_is_noted(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    (article,) = articles(file)
    assert article.body == text
    (note,) = article.notes
    assert name in note
    assert "guess" in note


def test_damaged_utf_8_is_not_taken_for_another_encoding() -> None:
    data = (RUSSIAN * 2).encode()
    text, (note,) = decode(data[:14] + b"\xff" + data[14:])
    assert text.replace("\ufffd", "") == RUSSIAN * 2
    assert "one place" in note


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is empty."),
        (b"  \n\t\r\n ", "It holds no words."),
        (b"\xef\xbb\xbf", "It holds no words."),
        ("\u200b … —\n".encode(), "It holds no words."),
        (bytes(range(256)) * 20, "This is a binary file, not a text."),
        (b"MZ\x00\x01 hardly a text", "This is a program."),
        (b"XY\x00\x01 hardly a text", "This is a binary file, not a text."),
        (b"PK\x03\x04\x14\x00", "This ZIP archive is damaged"),
        (b"{\\rtf1\\ansi Hello}", "This is a rich text (RTF) file"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"\xff\xfea\x00b", "It is marked as UTF-16 but is not"),
        (NOISE, "Its characters fit no known encoding"),
        (b"a" * (LIMIT + 1), "It is larger than 10,000 bytes; set ONRECORD_MAX_TEXT_BYTES"),
    ],
)
def test_what_is_no_text_is_put_aside_with_a_sentence(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert problem(file).startswith(reason)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_sentence(data: bytes) -> None:
    try:
        text, sentences = decode(data)
    except ValueError as error:
        text, sentences = "", (str(error),)
    text.encode("utf-8")
    assert all(sentence.endswith(".") for sentence in sentences)


def test_the_size_is_looked_at_before_the_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sparse.txt"
    with file.open("wb") as opened:
        opened.truncate(1 << 40)  # a terabyte that takes no place and could never be read
    assert problem(file).startswith("It is larger than")


def test_a_file_without_a_told_size_is_not_read_without_end() -> None:
    assert problems("/proc/self/maps", limits=replace(LIMITS, max_text_bytes=20))[0][1].startswith(
        "It is larger than"
    )


@pytest.mark.parametrize("source", ["https://example.org/a", "http://127.0.0.1/"])
def test_an_address_is_a_link(source: str) -> None:
    assert list(read(source, limits=LIMITS)) == [Link(source, found_in=source)]


@pytest.mark.parametrize("source", ["ftp://example.org/", "www.example.org", "file:///etc/hosts"])
def test_what_looks_like_an_address_and_is_none(source: str) -> None:
    assert problem(source).startswith("Addresses are given whole")


@pytest.mark.parametrize("name", ["a.html", "b.docx", "c.dat", "d.pdf", "e.csv.gz"])
def test_a_text_is_told_by_its_content_not_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ENGLISH, "utf-8")
    (article,) = articles(tmp_path / name)
    assert (article.body, article.title) == (ENGLISH, "Minister Refuses Talks")


def test_a_named_file_without_a_suffix_is_read(tmp_path: Path) -> None:
    for name in ("article", "A.TXT"):
        (tmp_path / name).write_text(ENGLISH, "utf-8")
        assert articles(tmp_path / name)[0].body == ENGLISH


@pytest.mark.parametrize("name", ["nothing", "nothing.txt", "nothing.html", "no/thing.txt"])
def test_a_path_that_does_not_exist(tmp_path: Path, name: str) -> None:
    assert problem(tmp_path / name) == "There is no such file or folder."


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "a\0b.txt"])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    assert problem(f"{tmp_path}/{name}") in {"Its name is too long.", "This is no path."}


def test_a_file_below_a_file_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    assert problem(tmp_path / "a.txt" / "b.txt") == "There is no such file or folder."


def in_time(source: Path) -> str:
    """The problem with a source, which must be found within seconds."""
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(problem(source)), daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive(), "reading it hangs"
    return found[0]


def test_special_files_never_make_it_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert in_time(tmp_path / "pipe.txt") == "This is a named pipe."
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    assert in_time(tmp_path / "device.txt") == "This is a device."
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        assert in_time(tmp_path / "s.txt") == "This is a socket or a pipe."


def test_links_are_followed_and_loops_are_put_aside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "in" / "back").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "same").symlink_to(tmp_path / "in")  # nothing new in it
    found = list(read(tmp_path, limits=LIMITS))
    names = [Path(each.file).name for each in found if isinstance(each, Article)]
    assert sorted(names) == ["a.txt", "link.txt"]
    reasons = {
        Path(each.source).name: each.reason for each in found if isinstance(each, UnreadableSource)
    }
    assert reasons == {
        "back": "It is a symbolic link that leads back to a folder it lies in.",
        "loop.txt": "It is a symbolic link that leads back to itself.",
        "gone.txt": "There is no such file or folder.",
    }


@pytest.fixture
def forbidding() -> Iterator[Path]:
    """A folder in which this process, even where it is root, obeys permissions."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    was_root = os.geteuid() == 0
    yield folder
    if was_root:
        os.seteuid(0)
    for below in (folder, *folder.rglob("*")):
        below.chmod(0o755)
    shutil.rmtree(folder)


def test_what_may_not_be_read_is_put_aside_and_the_rest_is_read(forbidding: Path) -> None:
    (forbidding / "a.txt").write_text(ENGLISH, "utf-8")
    (forbidding / "b.txt").write_text(ENGLISH, "utf-8")
    (forbidding / "b.txt").chmod(0)
    (forbidding / "c").mkdir()
    (forbidding / "c").chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)  # nobody
    found = list(read(forbidding, limits=LIMITS))
    assert [type(each) for each in found] == [Article, UnreadableSource, UnreadableSource]
    assert {str(each) for each in found[1:]} == {
        f"{forbidding / name}: It may not be read: permission denied." for name in ("b.txt", "c")
    }


def test_a_folder_is_read_deep_in_the_order_of_the_names(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a/c/y.txt", "c.TXT", "a/b.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(ENGLISH, "utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / ".x.txt").write_text(ENGLISH, "utf-8")
    found = [str(Path(each.file).relative_to(tmp_path)) for each in articles(tmp_path)]
    assert found == ["b.txt", "c.TXT", "a/b.txt", "a/z.txt", "a/c/y.txt"]
    assert count(tmp_path) == 5
    assert count(tmp_path / "b.txt") == 1


def test_every_other_file_of_a_folder_is_accounted_for(tmp_path: Path) -> None:
    for name in ("a.txt", "b", "c.py", "README.txt", "d.css", "e.yaml", "notes.md"):
        (tmp_path / name).write_text(ENGLISH, "utf-8")
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert {Path(each.file).name for each in read_all(tmp_path)} == {"a.txt", "b", "notes.md"}
    aside = {Path(source).name: reason for source, reason in problems(tmp_path)}
    assert aside.pop("p.png") == "This is a picture."
    assert aside.keys() == {"c.py", "README.txt", "d.css", "e.yaml"}
    assert {reason[:11] for reason in aside.values()} == {"By its name"}
    assert len(articles(tmp_path / "README.txt")) == 1


def test_what_a_browser_saves_beside_a_page_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(ENGLISH, "utf-8")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "advert.html").write_text(ENGLISH, "utf-8")
    assert [Path(each.file).name for each in articles(tmp_path)] == ["page.html"]


def test_a_folder_nested_deeper_than_python_may_call(tmp_path: Path) -> None:
    folders = [f"{tmp_path}/{'d/' * depth}" for depth in range(1, 1200)]
    for folder in folders:
        Path(folder).mkdir()
    file = Path(folders[-1]) / "a.txt"
    file.write_text(ENGLISH, "utf-8")
    try:
        assert len(articles(tmp_path)) == 1
    finally:  # shutil.rmtree, with which pytest cleans up, calls itself for each level
        file.unlink()
        for folder in reversed(folders):
            Path(folder).rmdir()


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert problem(tmp_path).startswith("There is nothing to read in this folder")


METADATA = """
articles:
- file: a.txt
  title: Another title
  outlet: The Paper
  address: https://example.org/a
  published: '2025-02'
  published_basis: inferred
  published_note: Nobody knows the day.
  language: en
"""


def test_what_articles_yaml_says_is_used_alone_and_in_folders(tmp_path: Path) -> None:
    (tmp_path / "articles.yaml").write_text(METADATA, "utf-8")
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.txt").write_text(ENGLISH, "utf-8")
    first, below = articles(tmp_path)
    assert (first.title, first.outlet, first.address) == (
        "Another title",
        "The Paper",
        "https://example.org/a",
    )
    assert (first.published.edtf, first.published.basis) == ("2025-02", DateBasis.INFERRED)
    assert first.published_note == "Nobody knows the day."
    assert below.outlet is None, "an articles.yaml is about its own folder only"
    assert articles(tmp_path / "a.txt") == [first]


def test_a_name_in_articles_yaml_without_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "articles.yaml").write_text(METADATA, "utf-8")
    (tmp_path / "A.txt").write_text(ENGLISH, "utf-8")
    assert problems(tmp_path) == [
        (str(tmp_path / "a.txt"), "articles.yaml names it, but there is no such file.")
    ]


def test_a_broken_articles_yaml_costs_no_date_silently(tmp_path: Path) -> None:
    (tmp_path / "articles.yaml").write_text(METADATA.replace("2025-02", "2025-02-30"), "utf-8")
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    assert "No article of this folder was read" in problem(tmp_path)
    assert "2025-02-30" in problem(tmp_path)
    assert "2025-02-30" in problem(tmp_path / "a.txt")


def test_names_that_cannot_be_printed_are_escaped(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n.txt")
    (tmp_path / name).write_text(ENGLISH, "utf-8")
    (article,) = articles(tmp_path)
    assert Path(article.file).name == "caf\\udce9\\n.txt"


@pytest.mark.parametrize(
    "line",
    [
        "Minister Refuses Talks",
        "‘We will not go’: minister refuses talks",
        "Will troops go? Ministers differ",
        "EU leaders meet in Freedonia, again",
    ],
)
def test_a_first_line_that_looks_like_a_headline(line: str) -> None:
    assert headline(f"\n  {line} \n\nThe minister refused.\n") == line


@pytest.mark.parametrize(
    "line",
    [
        "The minister refused to talk on Monday.",
        "By Ada Moreau in Freedonia",
        "https://example.org/a b c",
        "Published 3 March 2025 at noon",
        "and so it went on",
        "Talks",
        "word " * 40,
        "- a list of things",
        "FREEDONIA (The Wire) — The minister said:",
    ],
)
def test_a_first_line_that_does_not(line: str) -> None:
    assert headline(f"{line}\n\nThe minister refused.\n") is None


def test_a_single_line_is_the_text_and_no_title() -> None:
    assert headline("Minister Refuses Talks\n") is None
