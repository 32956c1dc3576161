"""Differences: what is marked between the reports of one utterance, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from app.domain.utterances import Difference
from app.utterances.alignment import PieceKind, align
from app.utterances.differences import Printed, PrintedPosition, differences, explained
from tests.utterances import phrasings
from tests.utterances.constructed import dropped_conditions, dropped_negations, harmless
from tests.utterances.sentences import CONDITIONS, HARMLESS, NEGATIONS


def _reports(*words: str) -> list[Printed]:
    return [
        Printed(f"s{index}", text, _kind(text), article=f"a{index}")
        for index, text in enumerate(words)
    ]


def _kind(words: str) -> StatementKind:
    if not set(words) & set('“‘"«'):
        return StatementKind.INDIRECT
    return StatementKind.DIRECT if words[0] in '“‘"«' else StatementKind.MIXED


def test_there_are_enough_constructed_cases() -> None:
    assert len(dropped_negations()) >= 150
    assert len(dropped_conditions()) >= 150
    assert len(harmless()) >= 150


@pytest.mark.parametrize("turned", [False, True])
def test_every_dropped_negation_is_marked(*, turned: bool) -> None:
    missed = [
        name
        for name, *pair in dropped_negations()
        if Difference.NEGATION not in differences(_reports(*(pair[::-1] if turned else pair)))
    ]
    assert missed == []


@pytest.mark.parametrize("turned", [False, True])
def test_every_dropped_condition_is_marked(*, turned: bool) -> None:
    missed = [
        name
        for name, *pair in dropped_conditions()
        if Difference.CONDITION not in differences(_reports(*(pair[::-1] if turned else pair)))
    ]
    assert missed == []


def test_nothing_is_marked_between_harmless_variants() -> None:
    marked = [
        (name, found)
        for name, *pair in harmless()
        for found in [set(differences(_reports(*pair))) - {Difference.DIRECT}]
        if found
    ]
    assert marked == []


@pytest.mark.parametrize(("one", "other"), NEGATIONS)
def test_a_dropped_negation_in_a_sentence_of_the_news(one: str, other: str) -> None:
    assert Difference.NEGATION in differences(_reports(one, other))
    assert Difference.NEGATION in differences(_reports(other, one))


@pytest.mark.parametrize(("one", "other"), CONDITIONS)
def test_a_dropped_condition_in_a_sentence_of_the_news(one: str, other: str) -> None:
    assert differences(_reports(one, other)) == (Difference.CONDITION,)


@pytest.mark.parametrize(("one", "other"), HARMLESS)
def test_nothing_dropped_in_a_sentence_of_the_news(one: str, other: str) -> None:
    assert differences(_reports(one, other)) == ()


def _phrased(phrasing: phrasings.Phrasing) -> list[Printed]:
    cue, words, other_cue, others = phrasing
    return [
        Printed("s0", words, _kind(words), article="a0", cue=cue),
        Printed("s1", others, _kind(others), article="a1", cue=other_cue),
    ]


@pytest.mark.parametrize(
    ("phrasing", "wanted"),
    [
        *((one, {Difference.NEGATION}) for one in phrasings.NEGATIONS),
        *((one, {Difference.CONDITION}) for one in phrasings.CONDITIONS),
        *((one, set[Difference]()) for one in phrasings.HARMLESS),
    ],
)
def test_what_is_said_in_other_ways(phrasing: phrasings.Phrasing, wanted: set[Difference]) -> None:
    reports = _phrased(phrasing)
    assert set(differences(reports)) - {Difference.DIRECT} == wanted
    assert set(differences(reports[::-1])) - {Difference.DIRECT} == wanted


_WORDS = st.sampled_from(
    ["no", "not", "if", "unless", "will", "send", "troops", "impossible", "without", "“we", "a”"]
)
_TEXTS = st.one_of(st.text(), st.lists(_WORDS).map(" ".join))


@given(_TEXTS, _TEXTS)
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    reports = _reports(one or "-", other or "-")
    by_id = {report.id: report.words for report in reports}
    for case in explained(reports):
        for key, span in ((case.one, case.one_words), (case.other, case.other_words)):
            assert span is not None
            assert 0 <= span.start < span.end <= len(by_id[key])


def test_a_dropped_condition_is_no_dropped_negation() -> None:
    wrong = [
        name
        for name, *pair in dropped_conditions()
        if Difference.NEGATION in differences(_reports(*pair))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("cases", "kind"),
    [
        (dropped_negations(), Difference.NEGATION),
        (dropped_conditions(), Difference.CONDITION),
    ],
)
def test_what_was_dropped_is_marked_in_the_alignment(
    cases: list[tuple[str, str, str]], kind: Difference
) -> None:
    for name, one, other in cases:
        found = [case for case in explained(_reports(one, other)) if case.kind is kind]
        changed = [
            piece.one
            for piece in align(one, other)
            if piece.one and piece.kind is not PieceKind.SAME
        ]
        words = found[0].one_words
        assert words is not None, name
        assert any(words.overlaps(span) for span in changed), name


def test_a_negation_is_explained_by_its_words() -> None:
    one = "“Poland has no plans to send its soldiers to Ukraine,”"
    other = "Poland plans to send soldiers"
    (found,) = [
        case for case in explained(_reports(other, one)) if case.kind is Difference.NEGATION
    ]
    assert (found.one, found.other) == ("s1", "s0")
    assert found.one_words
    assert found.one_words.of(one) == "no plans to send"
    assert found.other_words
    assert found.other_words.of(other) == "plans to send"


def test_a_condition_is_explained_by_its_words() -> None:
    one = "Nobody will be disciplined, if they return to work by Thursday"
    other = "“Nobody will be disciplined,”"
    (found,) = [
        case for case in explained(_reports(one, other)) if case.kind is Difference.CONDITION
    ]
    assert (found.one, found.other) == ("s0", "s1")
    assert found.one_words
    assert found.one_words.of(one) == "if they return to work by Thursday"


def test_a_negation_in_the_cue_counts() -> None:
    """ "He denied that ..." is no report without the negation."""
    first, second = _reports(
        "the closure was a punishment for Malawi", "the closure is not a punishment for Malawi"
    )
    assert differences([first, second]) == (Difference.NEGATION,)
    denied = Printed(first.id, first.words, first.kind, cue="denied")
    assert differences([denied, second]) == ()
    third = Printed("s2", "the closure was a punishment for Malawi", StatementKind.INDIRECT)
    (found,) = explained([denied, third])
    assert found.kind is Difference.NEGATION
    assert found.one == denied.id
    assert found.one_words is not None
    assert found.one_words.end <= len(denied.words)


def _position(stance: Stance, **more: object) -> PrintedPosition:
    values: dict[str, object] = {
        "issue": "troops",
        "holder": "ann",
        "asserted_by": None,
        "stance": stance,
        "scope": Scope.GENERAL,
        "condition": None,
        "certain": True,
        **more,
    }
    return PrintedPosition(**values)  # type: ignore[arg-type]


def _with(*positions: PrintedPosition) -> list[Printed]:
    return [
        Printed(f"s{index}", f"words {index}", StatementKind.INDIRECT, (position,))
        for index, position in enumerate(positions)
    ]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES), (Difference.STANCE,)),
        (_position(Stance.SUPPORTS), _position(Stance.SUPPORTS), ()),
        (_position(Stance.NONCOMMITTAL), _position(Stance.OPPOSES), (Difference.STANCE,)),
        # Support with a condition and without one: a dropped condition, not another stance.
        (_position(Stance.SUPPORTS), _position(Stance.CONDITIONAL), (Difference.CONDITION,)),
        (
            _position(Stance.SUPPORTS),
            _position(Stance.SUPPORTS, condition="if asked"),
            (Difference.CONDITION,),
        ),
        (_position(Stance.SUPPORTS), _position(Stance.UNDETERMINED), ()),
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES, certain=False), ()),
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES, holder="bob"), ()),
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES, asserted_by="bob"), ()),
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES, scope=Scope.OWN), ()),
        (_position(Stance.SUPPORTS), _position(Stance.OPPOSES, issue="talks"), ()),
    ],
)
def test_stances_and_conditions_of_positions(
    one: PrintedPosition, other: PrintedPosition, wanted: tuple[Difference, ...]
) -> None:
    assert differences(_with(one, other)) == wanted
    assert differences(_with(other, one)) == wanted


def test_a_condition_that_only_the_position_lacks_is_in_the_words() -> None:
    """What the words say goes before what was read of them."""
    given = Printed(
        "s0",
        "we will go if there is a ceasefire",
        StatementKind.INDIRECT,
        (_position(Stance.CONDITIONAL, condition="if there is a ceasefire"),),
    )
    bare = Printed(
        "s1",
        "our men will go only after a truce",
        StatementKind.INDIRECT,
        (_position(Stance.SUPPORTS),),
    )
    assert differences([given, bare]) == ()


_PLAIN = "the authority would not negotiate under the shadow of a padlock"
_QUOTED = "“We will not negotiate in the shadow of a padlock,”"


@pytest.mark.parametrize(
    ("words", "direct"),
    [
        ((_PLAIN, _QUOTED), True),
        ((_PLAIN, _QUOTED.replace("“", "«").replace("”", "»")), True),
        ((_PLAIN, _QUOTED.replace("“", "'").replace("”", "'")), True),
        # The first report quotes; that later ones paraphrase is how news is told.
        ((_QUOTED, _PLAIN), False),
        # Another quotes these words too, or some of them.
        ((_PLAIN, _QUOTED, "‘We will not negotiate in the shadow of a padlock.’"), False),
        ((_PLAIN, _QUOTED, "they would not talk “in the shadow of a padlock”"), False),
        # No more than a phrase in marks.
        ((_PLAIN, "the authority would not talk under “the shadow of a padlock”"), False),
        # What is quoted is no part of what the first gives: a longer report, not another.
        ((_PLAIN, "“The gates have stood open for a hundred years before today,”"), False),
        # Both quote, and one leaves marks out here and there.
        (("“We will not negotiate in the shadow of a padlock,” … they were tired", _QUOTED), False),
    ],
)
def test_direct_speech_that_no_other_prints(words: tuple[str, ...], *, direct: bool) -> None:
    assert (Difference.DIRECT in differences(_reports(*words))) is direct


def test_direct_speech_in_the_first_article_itself_is_no_difference() -> None:
    headline, quotation = _reports(_PLAIN, _QUOTED)
    same = Printed(quotation.id, quotation.words, quotation.kind, article=headline.article)
    assert differences([headline, same]) == ()


def test_differences_are_those_explained() -> None:
    reports = _reports(_PLAIN, "the authority would negotiate under the shadow", _QUOTED)
    assert differences(reports) == tuple(
        kind for kind in Difference if kind in {case.kind for case in explained(reports)}
    )
    assert differences(reports) == (Difference.NEGATION, Difference.DIRECT)
    assert differences(reports[:1]) == ()
    assert differences([]) == ()
