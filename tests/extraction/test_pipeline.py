from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import __version__
from app.domain.articles import Article
from app.domain.statements import StatementKind
from app.extraction.pipeline import extract, extractor
from app.readers.definitions import load_actors, load_issues
from tests.invented import article as invented

if TYPE_CHECKING:
    from app.domain.extraction import Extraction
    from app.domain.spans import Span
    from app.extraction.parsing import Parser

FRENCH = (
    "Le ministre refuse\n\n« Nos soldats n’iront pas à l’étranger », a déclaré mercredi le ministre"
    " des affaires étrangères. Il a ajouté que la décision serait prise avec les alliés.\n"
)
ACTORS, ISSUES = load_actors(None), load_issues(None)


def read(parser: Parser, body: str, **fields: str) -> Extraction:
    article = Article(body, "a.txt", notes=("Its encoding was guessed.",), **fields)  # type: ignore[arg-type]
    return extract(article, ACTORS, ISSUES, parser)


def spans(extraction: Extraction) -> list[Span]:
    found: list[Span | None] = []
    for statement in extraction.statements:
        found += [*statement.content, statement.cue, statement.source, statement.antecedent]
        for position in statement.positions:
            found += [position.condition, *(evidence.span for evidence in position.evidence)]
    return [span for span in found if span is not None]


def test_it_names_itself_with_its_version() -> None:
    assert extractor().startswith(f"onrecord/{__version__}+")


def test_all_steps_are_taken(parser: Parser) -> None:
    extraction = read(
        parser,
        "Minister Speaks\n\n“We will never send our soldiers to Ukraine,” Ada Moreau, the foreign"
        " minister of Freedonia, said on Monday. She told reporters that foreign troops in Ukraine"
        " were unacceptable.\n",
        title="Minister Speaks",
    )
    direct, indirect = extraction.statements
    text = extraction.text.text
    assert direct.kind is StatementKind.DIRECT
    assert [span.of(text) for span in direct.content] == [
        "“We will never send our soldiers to Ukraine,”"
    ]
    assert direct.actor.name == indirect.actor.name == "Ada Moreau"
    assert [position.stance for position in indirect.positions] == ["opposes"]
    assert extraction.notes == ("Its encoding was guessed.",)
    assert extraction.extractor == extractor()


@pytest.mark.parametrize("seed", range(6))
def test_every_span_lies_in_the_text_and_the_order_is_that_of_the_text(
    parser: Parser, seed: int
) -> None:
    extraction = read(parser, invented(seed))
    assert extraction.statements
    length = len(extraction.text.text)
    assert all(0 <= span.start < span.end <= length for span in spans(extraction))
    contents = [statement.content for statement in extraction.statements]
    assert contents == sorted(contents)
    assert extraction == read(parser, invented(seed))


@pytest.mark.parametrize("declared", [None, "fr"])
def test_what_is_not_in_english_is_kept_with_a_note(parser: Parser, declared: str | None) -> None:
    fields = {"language": declared} if declared else {}
    extraction = read(parser, FRENCH, **fields)
    assert extraction.statements == ()
    assert extraction.text.text == FRENCH
    assert extraction.text.language == "fr"
    assert "'fr'" in extraction.notes[-1]


def test_english_of_any_country_is_read(parser: Parser) -> None:
    assert read(parser, invented(1), language="en-GB").statements


@pytest.mark.parametrize(
    "body", ["", "\n", "“", "Hm.", "x" * 5000, '“‘"' * 300, "\ud800 a", "שלום"]
)
def test_any_text_gives_an_extraction(parser: Parser, body: str) -> None:
    extraction = read(parser, body)
    length = len(extraction.text.text)
    assert all(0 <= span.start < span.end <= length for span in spans(extraction))
