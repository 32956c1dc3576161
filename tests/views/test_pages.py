from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.articles import Zone, ZoneRole
from app.domain.dates import DateBasis, UncertainDate
from app.domain.ids import make_id
from app.domain.positions import Evidence, Opinion, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import (
    Counted,
    GlanceRecords,
    MonthCount,
    OverviewRecords,
    PlacedRecord,
    StanceCount,
    Standing,
)
from app.domain.spans import Span
from app.views.articles import article_page
from app.views.home import MOST, POINTS, home_page
from app.views.statement import statement_page
from tests.views.records import TEXT, article, issue, position, ref, statement


def test_an_article_shows_every_word_and_begins_each_statement_once() -> None:
    split = statement("2025", content=(Span(38, 50), Span(61, 71)))
    nested = statement("2025", content=(Span(41, 47),), name="nested")
    page = article_page(article(split, nested), issue())
    pieces = [piece for block in page.blocks for part in block.paragraphs for piece in part.pieces]
    assert "".join(piece.text for piece in pieces) == TEXT
    begun = [what.number for piece in pieces for what in piece.starts]
    assert begun == [1, 2]
    inner = next(piece for piece in pieces if piece.text == TEXT[41:47])
    assert [what.number for what in inner.marks] == [2, 1]


def test_words_that_no_zone_covers_are_shown_all_the_same() -> None:
    record = article()
    short = Zone(Span(0, 10), ZoneRole.COMMENT)
    object.__setattr__(record, "zones", (short,))
    page = article_page(record, issue())
    assert [(block.role, block.aside) for block in page.blocks] == [
        ("comment", True),
        ("body", False),
    ]
    shown = "".join(
        piece.text for block in page.blocks for part in block.paragraphs for piece in part.pieces
    )
    assert shown == TEXT


def test_a_headline_that_is_the_title_is_not_shown_twice() -> None:
    text = "A title\n\nThe body."
    record = article(text=text)
    zones = (Zone(Span(0, 7), ZoneRole.HEADLINE), Zone(Span(9, 18), ZoneRole.BODY))
    object.__setattr__(record, "zones", zones)
    assert [block.role for block in article_page(record, issue()).blocks] == ["body"]


def test_a_statement_stands_between_its_neighbours_with_every_layer_marked() -> None:
    evidence = (Evidence(Span(39, 41), "sentence_negation", Stance.OPPOSES),)
    one = statement("2025", position(evidence=evidence))
    page = statement_page(one, article(one), issue())
    assert page.before == "The minister arrived late."
    assert page.after == "He left."
    assert "".join(piece.text for piece in page.passage) == "“No troops,” she said, “not now.”"
    layers = {mark.layer for piece in page.passage for mark in piece.marks}
    assert layers == {"content", "cue", "source", "evidence"}
    (reason,) = page.positions
    (found,) = reason.evidence
    assert (found.letter, found.words, found.rule) == ("a", "No", "sentence negation")
    assert found.points_to.word == "opposes"


def test_an_opinion_stands_beside_and_is_never_certain() -> None:
    opinion = Opinion("a model", Stance.SUPPORTS, "Bo Lind", Span(39, 41))
    one = statement("2025", position(Stance.OPPOSES, opinions=(opinion,)))
    page = statement_page(one, article(one), issue())
    (reason,) = page.positions
    assert (reason.stance.word, reason.stance.certain) == ("opposes", True)
    (found,) = reason.opinions
    assert (found.stance.word, found.stance.certain) == ("leans supportive?", False)
    assert (found.by, found.holder, found.words) == ("a model", "Bo Lind", "No")


def test_the_first_and_the_last_sentence_have_one_neighbour() -> None:
    first = statement("2025", content=(Span(0, 10),))
    object.__setattr__(first, "cue", None)
    object.__setattr__(first, "source", None)
    page = statement_page(first, article(first), issue())
    assert (page.before, page.after) == ("", "The minister arrived late.")


def glance(*line: PlacedRecord, actors: int = 1) -> GlanceRecords:
    days = [one.last for one in line if one.last]
    first, last = min(days, default=None), max(days, default=None)
    undated = sum(one.last is None for one in line)
    row = Standing(
        ref("Ada Moreau"), None, (), len(line), undated, len(line),
        (StanceCount(Stance.OPPOSES, 1, 2),), 0, (), first, last,
    )  # fmt: skip
    counted = Counted(
        utterances=len(line), reports=len(line), actors=actors, articles=1, articles_read=5,
        undated=undated, unknown=undated, first=first, last=last,
    )  # fmt: skip
    rows = (row,) * actors if line else ()
    return GlanceRecords(OverviewRecords(counted, rows), line, ())


def placed(day: str | None, *, guessed: bool = False) -> PlacedRecord:
    when = UncertainDate.parse(day, DateBasis.STATED)
    stances = ((Stance.OPPOSES, not guessed),)
    return PlacedRecord(
        make_id("x", str(day)), "ada-moreau", when.first, when.last, guessed, stances,
        second_hand=False,
    )  # fmt: skip


def test_the_issue_counts_dated_and_undated_but_draws_only_the_dated() -> None:
    records = glance(placed("2025-12-01"), placed("2025-02", guessed=True), placed(None))
    page = home_page(issue(), records, DEFAULT_ISSUE)
    (line,) = page.actors
    assert (line.number, line.undated) == (3, 1)
    assert line.latest is not None
    assert (line.latest.text, line.latest.guessed) == ("1\u00a0Dec\u00a02025", False)
    assert line.strip is not None
    assert [point.label for point in line.strip.points] == [
        "1\u00a0Dec\u00a02025: opposes",
        "Feb\u00a02025?: leans opposed?",
    ]
    assert page.scale is not None
    assert [tick.label for tick in page.scale.ticks][:2] == ["Feb 2025", "May"]
    assert all(0 <= point.x <= 320 for point in line.strip.points)
    assert "3 statements on this issue by 1 actor" in page.sentence
    assert page.more is None


def test_who_says_much_is_drawn_by_month() -> None:
    records = glance(placed("2025-12-01"))
    months = (MonthCount(date(2025, 11, 1), Stance.OPPOSES, POINTS, 1),)
    row = replace(records.overview.rows[0], utterances=POINTS + 1, months=months)
    records = replace(records, overview=replace(records.overview, rows=(row,)))
    (line,) = home_page(issue(), records, DEFAULT_ISSUE).actors
    assert line.strip is None
    assert [(bars.key, bars.certain) for bars in line.bars] == [
        ("opposes", True),
        ("opposes", False),
    ]
    assert line.told == f"Nov\u00a02025: opposes {POINTS} and 1 uncertain"
    assert line.latest is not None


def test_of_many_actors_the_issue_lists_some_and_says_where_all_are() -> None:
    page = home_page(issue(), glance(placed("2025"), actors=MOST + 1), DEFAULT_ISSUE)
    assert len(page.actors) == MOST
    assert page.more is not None
    assert (page.more.address, page.more.text) == ("/compare", f"All {MOST + 1} actors")


def test_an_issue_without_statements_says_so() -> None:
    page = home_page(issue(), glance(), DEFAULT_ISSUE)
    assert page.empty
    assert page.scale is None
