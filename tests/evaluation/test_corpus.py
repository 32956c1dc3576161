from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.statements import StatementKind
from app.errors import InvalidDefinition
from app.evaluation import article_for, load_corpus, load_marked_article

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """title: A title
outlet: The Paper
manner: wire copy
published: 2031-03-04
also:
  Bo Lind: [Lind, Mr B]
  Ada Moreau: Moreau
statements:
  1: direct | Bo Lind | cue after quotation, surname only
  2: indirect | Ada Moreau | denial
---
"""
BODY = """

{Q1 “Go,”} {S1 Lind} {C1 said}.

{S2 Ada Moreau} {Q2 {C2 denied} it}. {N Read more}
"""


def written(folder: Path, body: str = BODY, head: str = HEAD, name: str = "wire-copy-01") -> Path:
    path = folder / f"{name}.txt"
    path.write_text(head + body, "utf-8")
    return path


def wrong(path: Path) -> list[str]:
    with pytest.raises(InvalidDefinition) as caught:
        load_marked_article(path)
    return str(caught.value).split("\n")


def test_a_marked_article(tmp_path: Path) -> None:
    article = load_marked_article(written(tmp_path))
    body = "“Go,” Lind said.\n\nAda Moreau denied it. Read more\n"
    assert (article.body, article.manner, article.title) == (body, "wire copy", "A title")
    first, second = article.statements
    assert (first.id, first.kind, first.actor) == ("wire-copy-01-1", "direct", "Bo Lind")
    assert (first.accepted, second.accepted) == (("Lind", "Mr B"), ("Moreau",))
    assert first.source_text == "Lind"
    assert first.cue is not None
    assert first.cue.of(body) == "said"
    assert second.kind is StatementKind.INDIRECT
    assert second.content[0].of(body) == "denied it"
    assert [span.of(body) for span in article.nobodys] == ["Read more"]


def test_a_folder_is_gold_that_holds_its_articles(tmp_path: Path) -> None:
    written(tmp_path, name="b")
    written(tmp_path, name="a")
    gold = load_corpus(tmp_path)
    assert gold.issue is None
    assert [article.file for article in gold.articles] == ["a.txt", "b.txt"]
    article = article_for(gold, gold.articles[0], None, 10)
    assert article.body.startswith("“Go,” Lind")
    assert (article.outlet, article.published.edtf) == ("The Paper", "2031-03-04")


def test_a_folder_tells_what_is_wrong_in_all_of_its_files(tmp_path: Path) -> None:
    written(tmp_path, "{Q1 x", name="a")
    written(tmp_path, name="b")
    written(tmp_path, "x}", name="c")
    with pytest.raises(InvalidDefinition, match=r"(?s)a\.txt, line 12.*c\.txt, line 12"):
        load_corpus(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidDefinition, match="holds no marked articles"):
        load_corpus(tmp_path / "empty")


def test_all_that_is_wrong_is_told_at_once_with_file_and_line(tmp_path: Path) -> None:
    head = HEAD.replace("1: direct", "1: mixed").replace("Ada Moreau | d", "the Moreau | d")
    head = head.replace("---\n", "  7: direct | X | pronoun\n---\n")
    path = written(tmp_path, BODY.replace("{N", "{C2 and} {C9 so} {S2  he} {N"), head)
    kind = "statement 1 is given as mixed but by its quotation marks is direct: '“Go,”'"
    assert wrong(path) == [
        f"{path}: statement 7 is in the head but not in the text.",
        f"{path}, line 15: {kind}.",
        f"{path}, line 17: statement 2 has 2 marks of its cue.",
        f"{path}, line 17: statement 2 has 2 marks of its source.",
        f"{path}, line 17: statement 2: a mark is empty, or begins or ends with a space: ' he'.",
        f"{path}, line 17: statement 2: the speaker is given without the article.",
        f"{path}, line 17: statement 9 is in the text but not in the head.",
    ]


@pytest.mark.parametrize(
    ("body", "line", "part"),
    [
        ("{Q1 “Go}”{Q2 no} x", 12, ""),
        ("{Q1 “Go”} {Q2 so\nit {Q2 is}}", 13, "its contents overlap"),
        ("\n{C1 x} {Q2 no}", 13, "statement 1 has no content"),
        ("{Q1 }{Q2 no}", 12, "a mark is empty"),
        ("{Q1 “Go”} {Q2 he “said”}", 12, "given as indirect but by its quotation marks is mixed"),
    ],
)
def test_marks_that_are_wrong(tmp_path: Path, body: str, line: int, part: str) -> None:
    path = written(tmp_path, body)
    if not part:  # a mark left outside the braces makes no other kind
        load_marked_article(path)
        return
    found = [sentence for sentence in wrong(path) if part in sentence]
    assert found
    assert found[0].startswith(f"{path}, line {line}: ")


def test_turns_and_answers_are_direct_without_quotation_marks(tmp_path: Path) -> None:
    body = "LIND: {Q1 Go.}\n{Q2 {C2 denied} it}"
    assert "by its quotation marks is indirect" in wrong(written(tmp_path, body))[0]
    for construction in ("transcript turn", "answer in an interview"):
        head = HEAD.replace("cue after quotation", construction)
        article = load_marked_article(written(tmp_path, body, head))
        assert article.statements[0].kind is StatementKind.DIRECT


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("---", "", "no line '---'"),
        ("title:", "title: 'x", "the head is not YAML"),
        ("title: A title", "titel: A", "'titel' is no field here"),
        ("title: A title\n", "", "'title' is missing"),
        ("2031-03-04", "soon", "'published' must be an EDTF date"),
        ("1: direct | Bo Lind | ", "1: direct | Bo Lind, ", "is not kind | speaker | construction"),
        ("1: direct", "one: direct", "'one: direct | Bo Lind"),
        ("1: direct", "1: free", "kind is direct, indirect or mixed"),
        ("| Bo Lind |", "| |", "leaves one of kind | speaker | construction empty"),
        ("2: indirect", "01: indirect", "the number 1 is given twice"),
        ("2: indirect", "1: indirect", "the field '1' is given twice"),
        ("  Bo Lind: [Lind, Mr B]\n  Ada Moreau: Moreau", "  - Lind", "'also' must give"),
    ],
)
def test_a_head_that_is_wrong(tmp_path: Path, old: str, new: str, part: str) -> None:
    path = written(tmp_path, head=HEAD.replace(old, new, 1))
    sentences = wrong(path)
    assert any(part in sentence for sentence in sentences)
    assert all(str(path) in sentence for sentence in sentences)


def test_two_wrong_lines_of_the_head_are_both_told(tmp_path: Path) -> None:
    head = HEAD.replace("direct | Bo", "free | Bo").replace("indirect | Ada", "x | Ada")
    sentences = wrong(written(tmp_path, BODY + "}", head))
    assert len(sentences) == 3


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfe")
    assert "cannot be read as UTF-8" in wrong(path)[0]
