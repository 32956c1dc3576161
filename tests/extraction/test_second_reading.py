from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.domain.statements import Attribution, StatementKind
from app.extraction.clean import clean
from app.extraction.labelling import OUTSIDE, LabelledZone, Part, Stretch
from app.extraction.quotations import find_quotations
from app.extraction.second_reading import read_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.extraction.parsing import ParsedText, Parser


def parsed(parser: Parser, body: str) -> ParsedText:
    text = clean(Article(body=f"A day in town\n\n{body}", file="test.txt"))
    return parser.parse(text, find_quotations(text))


def labelled(
    text: ParsedText, parts: Mapping[str, str], sure: float = 0.95
) -> tuple[LabelledZone, ...]:
    """The last paragraph labelled: source=..., cue=..., content=... are its words."""
    zones = [LabelledZone((OUTSIDE,) * len(z.doc), (0.0,) * len(z.doc), ()) for z in text.zones]
    doc = text.zones[-1].doc
    stretches = []
    for name, words in parts.items():
        start = doc.text.index(words)
        first = next(token.i for token in doc if token.idx >= start)
        end = next(token.i for token in reversed(doc) if token.idx < start + len(words)) + 1
        stretches.append(Stretch(Part[name.upper()], first, end, sure))
    stretches.sort(key=lambda each: each.first)
    zones[-1] = LabelledZone(zones[-1].labels, zones[-1].content, tuple(stretches))
    return tuple(zones)


LET_SLIP = {
    "source": "Mara Lindqvist",
    "cue": "let slip",
    "content": "the bridge would be closed",
}


def words(text: ParsedText, found: tuple[Attribution, ...]) -> list[tuple[str, str | None]]:
    return [
        (one.content[0].of(text.text.text), one.source.of(text.text.text) if one.source else None)
        for one in found
    ]


def test_what_only_the_labels_show_becomes_a_statement(parser: Parser) -> None:
    text = parsed(parser, "Mara Lindqvist let slip the bridge would be closed.")
    labels = labelled(text, LET_SLIP)
    (found,) = read_again(text, (), labels)
    assert words(text, (found,)) == [("the bridge would be closed", "Mara Lindqvist")]
    assert found.kind is StatementKind.INDIRECT
    assert found.learned
    assert "“let slip” and “Mara Lindqvist”" in found.reasons[0]


def test_what_a_rule_found_stays_as_the_rule_found_it(parser: Parser) -> None:
    text = parsed(parser, "Mara Lindqvist let slip the bridge would be closed.")
    labels = labelled(text, LET_SLIP)
    (added,) = read_again(text, (), labels)
    rule = Attribution(StatementKind.INDIRECT, added.content, added.cue, added.source, 0.9)
    assert read_again(text, (rule,), labels) == (rule,)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("The bridge would be closed, it was let slip.", {"content": "The bridge would be closed"}),
        (
            "Mara Lindqvist did not let slip the bridge would be closed.",
            {
                "source": "Mara Lindqvist",
                "cue": "let slip",
                "content": "the bridge would be closed",
            },
        ),
        (
            "Mara Lindqvist never hinted the bridge was lost.",
            {"source": "Mara Lindqvist", "cue": "hinted", "content": "the bridge was lost"},
        ),
        (
            "Mara Lindqvist will announce the bridge is closed.",
            {"source": "Mara Lindqvist", "cue": "announce", "content": "the bridge is closed"},
        ),
        (
            "Mara Lindqvist refused to admit the bridge was lost.",
            {"source": "Mara Lindqvist", "cue": "admit", "content": "the bridge was lost"},
        ),
        (
            "Mara Lindqvist spoke. The bridge was lost.",
            {"source": "Mara Lindqvist", "content": "The bridge was lost"},
        ),
    ],
    ids=["no source", "not said", "never said", "not said yet", "refused", "another sentence"],
)
def test_nothing_is_put_in_a_mouth(parser: Parser, body: str, parts: dict[str, str]) -> None:
    text = parsed(parser, body)
    assert read_again(text, (), labelled(text, parts)) == ()


def test_labels_that_are_not_sure_add_nothing(parser: Parser) -> None:
    text = parsed(parser, "Mara Lindqvist let slip the bridge would be closed.")
    parts = {"source": "Mara Lindqvist", "content": "the bridge would be closed"}
    assert read_again(text, (), labelled(text, parts, 0.6)) == ()
    assert len(read_again(text, (), labelled(text, parts))) == 1


def test_a_denial_inside_the_content_is_kept_with_it(parser: Parser) -> None:
    text = parsed(parser, "Mara Lindqvist let slip the bridge would not be closed.")
    parts = {"source": "Mara Lindqvist", "content": "the bridge would not be closed"}
    found = read_again(text, (), labelled(text, parts))
    assert words(text, found) == [("the bridge would not be closed", "Mara Lindqvist")]


def test_additions_stand_in_the_order_of_the_text(parser: Parser) -> None:
    text = parsed(parser, "Mara Lindqvist let slip the bridge would be closed. Ove Tarn was told.")
    parts = {"source": "Mara Lindqvist", "content": "the bridge would be closed"}
    end = text.zones[-1].zone.span.end
    later = Attribution(
        StatementKind.INDIRECT, (text.zones[-1].zone.span._replace(start=end - 4),), None, None, 0.5
    )
    found = read_again(text, (later,), labelled(text, parts))
    assert [one.learned for one in found] == [True, False]


def test_what_stands_on_both_sides_of_a_cue_is_one_statement(parser: Parser) -> None:
    text = parsed(
        parser, "The bridge is lost, it was let slip by Mara Lindqvist, and the ferry too."
    )
    before = labelled(text, {"content": "The bridge is lost", "cue": "let slip"})
    after = labelled(text, {"content": "and the ferry too", "source": "Mara Lindqvist"})
    stretches = sorted(
        (*before[-1].stretches, *after[-1].stretches), key=lambda stretch: stretch.first
    )
    labels = LabelledZone(before[-1].labels, before[-1].content, tuple(stretches))
    (found,) = read_again(text, (), (*before[:-1], labels))
    shown = [span.of(text.text.text) for span in found.content]
    assert shown == ["The bridge is lost", "and the ferry too"]


def test_a_heading_is_no_source(parser: Parser) -> None:
    text = parsed(parser, "Quote: the bridge would be closed. Mara Lindqvist went home.")
    assert read_again(text, (), labelled(text, {"source": "Quote", "content": "the bridge"})) == ()
    named = {"source": "Mara Lindqvist", "content": "went home"}
    assert len(read_again(text, (), labelled(text, named))) == 1
