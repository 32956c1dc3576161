"""An actor's line as a page: who says what for whom, figures, pictures that hold every position."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.actors import Actor, ActorKind, Role
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Evidence, Scope, Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.records import LineRecords, StatementRecord
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.domain.utterances import Difference
from app.own_words import decided_in_own_words
from app.views.line import LinePage, Tale, line_page, tale_of
from app.views.line_entries import LineEntry, entries_of
from app.views.line_picture import tall_picture, wide_picture
from tests.factories import day, make_actor
from tests.views.records import issue, position, ref, statement

ADA = make_actor("Ada Moreau")
OFFICE = make_actor("Chancellery", kind=ActorKind.ORGANISATION)
ROLE = Role("Spokesperson", "Chancellery spokeswoman", "spokesperson", OFFICE.slug)
FOR, AGAINST, IF = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL


def said(
    on: str | None, stance: Stance, name: str = "", *, holder: str = "Ada Moreau", **fields: object
) -> StatementRecord:
    """A direct statement of one words' length that takes a position; ``fields`` replace its own."""
    evidence = (Evidence(Span(38, 47), "refusal", stance),)
    found = statement(on, position(stance, holder=holder, evidence=evidence), name=name)
    return replace(found, **fields)  # type: ignore[arg-type]


def records(
    *own: StatementRecord,
    actor: Actor = ADA,
    by_office: tuple[tuple[StatementRecord, Role], ...] = (),
    unplaced: int = 0,
    said_of: tuple[StatementRecord, ...] = (),
) -> LineRecords:
    return LineRecords(actor, own, by_office, unplaced, said_of)


def page_of(found: LineRecords, query: ComparisonQuery | None = None) -> LinePage:
    return line_page(found, query or ComparisonQuery(), issue(), [issue()])


def tale(*own: StatementRecord, **fields: object) -> Tale:
    return tale_of(records(*own), ComparisonQuery(**fields))  # type: ignore[arg-type]


def test_a_possible_change_shows_both_positions() -> None:
    page = page_of(records(said("2025-02-10", FOR), said("2025-06-01", IF)))
    (change,) = page.changes
    assert change.what == "a condition added"
    assert (change.before.day.machine, change.after.day.machine) == ("2025-02-10", "2025-06-01")
    rows = [entry for group in page.groups for entry in group.entries]
    assert [[link.note for link in entry.changes] for entry in rows] == [["begins"], ["ends"]]
    assert page.wide
    assert page.tall
    assert len(page.wide.joints) == len(page.tall.joints) == 1


def test_the_sentence_says_what_it_counts() -> None:
    two = replace(
        said("2025-03-01", FOR),
        positions=(position(FOR), replace(position(AGAINST), scope=Scope.OWN)),
    )
    page = page_of(records(two, said("2024-05", AGAINST), said(None, AGAINST)))
    assert page.sentence == (
        "4 positions in 3 statements from 2024 to 2025, printed by 1 outlet; the day of 1 is not "
        "known; 1 possible change."
    )
    assert len(page.undated) == 1
    assert [group.heading for group in page.groups] == ["2024", "2025"]


def test_the_surest_report_tells_the_day() -> None:
    undated = said(None, AGAINST)
    found = replace(records(said("2025-01-01", FOR), undated), days={undated.id: day("2025-02-02")})
    page = page_of(found)
    assert page.undated == ()
    assert [change.after.day.machine for change in page.changes] == ["2025-02-02"]
    assert page.changes[0].after.statement.said_on == undated.said_on


def test_nothing_said() -> None:
    page = page_of(records())
    assert page.sentence == "no own position on this issue in the articles read."
    assert (page.wide, page.tall, page.groups, page.changes) == (None, None, (), ())


def test_why_positions_are_not_compared_is_counted() -> None:
    page = page_of(
        records(
            said("2025-01-01", FOR),
            said("2025-02-01", FOR, kind=StatementKind.INDIRECT),
            said("2025-03-01", AGAINST, confidence=0.1, kind=StatementKind.INDIRECT),
            said("2025-04-01", AGAINST, differences=(Difference.NEGATION,)),
        )
    )
    assert page.fit == "1 of 4 positions can be compared"
    assert dict(page.unfit) == {
        "deciding words not in quotation marks": 2,
        "not certain": 1,
        "its reports differ": 1,
    }


def test_what_an_editor_decided_is_compared_however_unsure_the_machine() -> None:
    unsure = replace(said("2025-03-01", AGAINST), positions=(position(AGAINST, 0.5),))
    unsure = replace(unsure, positions=(replace(unsure.positions[0], review=("Look.",)),))
    assert tale(said("2025-01-01", FOR), unsure).changes == ()
    assert len(tale(said("2025-01-01", FOR), replace(unsure, decided_by="an editor")).changes) == 1


def test_a_guessed_day_may_be_a_day_off() -> None:
    guessed = said("2025-03-02", AGAINST, said_on=day("2025-03-02", DateBasis.INFERRED))
    assert tale(said("2025-03-01", FOR), guessed).changes == ()
    (change,) = tale(said("2025-02-28", FOR), guessed).changes
    assert any("is a guess" in note for note in change.notes)


def test_positions_that_do_not_agree_on_one_day() -> None:
    page = page_of(records(said("2025-03-01", FOR, "a"), said("2025-03-01", AGAINST, "b")))
    assert page.changes == ()
    (together,) = page.together
    assert together.when == "On 1\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2025"
    assert {entry.stance.key for entry in together.entries} == {"supports", "opposes"}


def test_a_range_hides_what_may_lie_outside_and_says_so() -> None:
    found = records(
        said("2025-01-01", FOR), said("2025-02", AGAINST), said("2025-06-01", FOR), said(None, IF)
    )
    query = ComparisonQuery(first=date(2025, 2, 10), last=date(2025, 12, 31))
    page = page_of(found, query)
    shown = [entry for group in page.groups for entry in group.entries]
    assert [entry.day.machine for entry in shown] == ["2025-06-01"]
    assert page.undated == ()
    assert page.outside.startswith("2 positions that may or may not fall in this range")
    assert "1 possible change with only one" in page.outside
    assert page.json == "/actors/ada-moreau/timeline.json?from=2025-02-10&to=2025-12-31"


def test_a_spokesperson_counts_for_the_institution_and_is_marked() -> None:
    own = replace(said("2025-01-01", FOR, holder="Chancellery"), actor=ref(OFFICE.name))
    spoken = said("2025-03-01", AGAINST)
    of_it = replace(
        said("2025-04-01", AGAINST),
        positions=(position(AGAINST, holder="Chancellery", asserted_by="Ada Moreau"),),
    )
    other = replace(
        said("2025-05-01", FOR),
        positions=(position(FOR, holder="Bo Lind", asserted_by="Ada Moreau"),),
    )
    found = records(
        own,
        actor=OFFICE,
        by_office=((spoken, ROLE), (of_it, ROLE), (other, ROLE)),
        unplaced=2,
        said_of=(of_it,),
    )
    page = page_of(found)
    rows = [entry for group in page.groups for entry in group.entries]
    assert [entry.speaks_as for entry in rows] == [None, ROLE.printed, ROLE.printed]
    assert page.second_hand == ()
    assert page.office == (
        "2 of these positions were said for Chancellery by Ada Moreau, in office as spokesperson "
        "that day. 2 utterances of its spokespersons are not shown: whether they were in office on "
        "the day is not known."
    )
    (change,) = page.changes
    assert change.notes == ("Not said by the same speaker: Chancellery and Ada Moreau.",)
    assert "by Ada Moreau" in rows[1].label


def test_what_others_say_stands_apart() -> None:
    claim = replace(
        said("2025-03-01", FOR),
        actor=ref("Bo Lind"),
        positions=(position(FOR, asserted_by="Bo Lind"), position(AGAINST, holder="Bo Lind")),
    )
    page = page_of(records(said("2025-01-01", AGAINST), said_of=(claim,)))
    assert page.changes == ()
    assert [entry.speaker.text for entry in page.second_hand] == ["Bo Lind"]
    assert page.sentence.startswith("1 position in 1 statement")


@pytest.mark.parametrize(
    ("kind", "evidence", "condition", "own"),
    [
        (StatementKind.DIRECT, [(10, 15)], None, True),
        (StatementKind.DIRECT, [], None, True),
        (StatementKind.DIRECT, [(60, 70)], None, False),  # before the quotation: a question
        (StatementKind.MIXED, [(14, 17)], None, True),
        (StatementKind.MIXED, [(3, 6)], None, False),
        (StatementKind.MIXED, [(3, 6), (14, 17)], None, True),
        (StatementKind.MIXED, [], None, False),
        (StatementKind.MIXED, [(14, 17)], (3, 6), False),  # the condition is the outlet's word
        (StatementKind.MIXED, [(14, 17)], (13, 19), True),
        (StatementKind.INDIRECT, [(14, 17)], None, False),
    ],
)
def test_whether_the_deciding_words_are_quoted(
    kind: StatementKind,
    evidence: list[tuple[int, int]],
    condition: tuple[int, int] | None,
    own: bool,  # noqa: FBT001 - the answer
) -> None:
    text = "it is “a red line” for her"  # the quotation is at 7 to 17, in the article 5 further
    found = replace(
        statement("2025-01-01"), kind=kind, content=(Span(5, 31),), content_text=(text,)
    )
    taken = replace(
        position(AGAINST, evidence=tuple(Evidence(Span(*one), "x", AGAINST) for one in evidence)),
        condition=Span(*condition) if condition else None,
    )
    assert decided_in_own_words(found, taken) is own


def test_words_that_point_the_other_way_do_not_decide() -> None:
    found = replace(
        statement("2025-01-01"),
        kind=StatementKind.MIXED,
        content=(Span(0, 26),),
        content_text=("it is “a red line” for her",),
    )
    for_it = position(AGAINST, evidence=(Evidence(Span(8, 12), "x", FOR),))
    assert not decided_in_own_words(found, for_it)


def many(number: int) -> list[LineEntry]:
    """So many positions within three months, a few of them of uncertain days."""
    found: list[LineEntry] = []
    for count in range(number):
        when = date(2025, 1, 1) + timedelta(days=count * 7 % 90)
        edtf = when.isoformat() if count % 10 else when.strftime("%Y-%m")
        stance = (FOR, AGAINST, AGAINST, IF)[count % 4]
        one = replace(
            said(edtf, stance, str(count)), said_on=UncertainDate.parse(edtf, DateBasis.STATED)
        )
        found += entries_of(one, DEFAULT_ISSUE)
    return found


@pytest.mark.parametrize("number", [1, 30, 400])
def test_the_wide_picture_holds_every_position_and_none_lies_on_another(number: int) -> None:
    entries = many(number)
    joins = [("possible change 1", entries[0].id, entries[-1].id)]
    picture = wide_picture(entries, joins)
    assert picture
    assert len(picture.joints) == 1
    assert sum(lane.number for lane in picture.lanes) == number
    top = 0
    for lane in picture.lanes:
        assert sum(mark.more or 1 for mark in lane.marks) == lane.number
        for mark in lane.marks:
            assert top < mark.y - 12
            assert mark.y + 12 <= lane.base
            assert 0 < mark.x < 100
        single = [mark for mark in lane.marks if not mark.more]
        for one in single:
            for other in single:
                apart = abs(one.x - other.x) * 9.6 >= 23.7 or abs(one.y - other.y) >= 24
                assert one is other or apart
        top = lane.base


@pytest.mark.parametrize("number", [1, 30, 400])
def test_the_tall_picture_holds_every_position_and_none_lies_on_another(number: int) -> None:
    entries = many(number)
    picture = tall_picture(entries, [("possible change 1", entries[0].id, entries[-1].id)])
    assert picture
    assert sum(mark.more or 1 for mark in picture.marks) == number
    assert len(picture.joints) == 1
    assert [one.text for one in picture.stretches][:1] == ["January 2025"]
    for one in picture.marks:
        assert one.y + 12 <= picture.height
        for other in picture.marks:
            apart = abs(one.x - other.x) * 2.8 >= 23.7 or abs(one.y - other.y) >= 24
            assert one is other or apart


def test_silence_is_said_and_the_lanes_are_in_order() -> None:
    entries = [
        *entries_of(said("2025-01-05", AGAINST), DEFAULT_ISSUE),
        *entries_of(said("2025-05-05", IF), DEFAULT_ISSUE),
    ]
    tall, wide = tall_picture(entries, []), wide_picture(entries, [])
    assert tall
    assert wide
    texts = [one.text for one in tall.stretches]
    assert texts == ["January 2025", "3 months without", "May 2025"]
    assert [lane.stance.key for lane in tall.lanes] == ["supports", "conditional", "opposes"]
    assert [lane.stance.key for lane in wide.lanes] == [
        "supports", "conditional", "noncommittal", "opposes",
    ]  # fmt: skip


def test_a_bar_covers_the_days_on_which_it_may_have_been_said() -> None:
    entries = list(entries_of(said("2025-02", AGAINST), DEFAULT_ISSUE))
    entries += entries_of(said("2025-03-20", AGAINST), DEFAULT_ISSUE)
    wide = wide_picture(entries, [])
    assert wide
    month, exact = next(lane for lane in wide.lanes if lane.number).marks
    assert month.bar
    begin, length = month.bar
    assert begin + length / 2 == pytest.approx(month.x, abs=0.02)
    assert length > 30  # of two months
    assert exact.bar is None
