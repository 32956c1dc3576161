from __future__ import annotations

import pytest

from app.domain.actors import Gender
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.mentions import find_mentions
from app.extraction.naming.units import UnitFinder
from tests.extraction.who import DIRECTORY, parsed


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(parsed(text), UnitFinder(DIRECTORY)).mentions)


def only(text: str, kind: MentionKind) -> Mention:
    found = [mention for mention in mentions(text) if mention.kind is kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("White Hall spokesman Ivo Brandt said it rained.", "Ivo Brandt", "spokesperson"),
        ("Norland’s presidential chief of staff Jan Kroll spoke.", "Jan Kroll", "chief_of_staff"),
        ("Ivo Brandt, a spokesman for White Hall, said it rained.", "Ivo Brandt", "spokesperson"),
        ("The head of Norlandic diplomacy, Tom Reiter, said no.", "Tom Reiter", "foreign_minister"),
        ("The mayor of Nordstad, Emma Lund, said no.", "Emma Lund", "governor"),
        ("Norlandic Chancellor, Karl Moser, who was there, said no.", "Karl Moser",
         "head_of_government"),
        ("Nordstad Chamber Chairman Stephen M. Wolf said no.", "Stephen M. Wolf", "chief"),
    ],
)  # fmt: skip
def test_a_name_takes_the_office_beside_it(text: str, name: str, office: str) -> None:
    mention = only(text, MentionKind.PERSON)
    assert mention.name == name
    assert [held.word.office for held in mention.offices] == [office]


def test_an_office_says_whose_it_is() -> None:
    mention = only("The White Hall spokesman said no.", MentionKind.OFFICE)
    assert mention.offices[0].of == {"white-hall", "XN"}
    assert mention.gender is Gender.MASCULINE
    assert mention.definite


def test_a_former_office_is_told_from_a_present_one() -> None:
    now = only("Norlandic President Olga Maren spoke.", MentionKind.PERSON)
    once = only("Former Norlandic President Rolf Stenmark spoke.", MentionKind.PERSON)
    assert not now.offices[0].former
    assert once.offices[0].former


def test_an_indefinite_office_is_not_definite() -> None:
    assert not only("A Norlandic official said no.", MentionKind.OFFICE).definite


def test_a_plural_office_is_a_group() -> None:
    assert only("Norlandic ministers said no.", MentionKind.GROUP).plural


def test_spans_are_places_in_the_text() -> None:
    text = "On Monday, “Sir” Ivo Brandt, 45, spoke.\n\nThen Olga  Maren spoke."
    for mention in mentions(text):
        assert mention.span.of(text).split()[0] == mention.name.split()[0]
        assert mention.whole.contains(mention.span)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mrs Adler said no.", Gender.FEMININE),
        ("Sarah Adler said no.", Gender.FEMININE),
        ("Spokeswoman Kim Adler said no.", Gender.FEMININE),
        ("Andriy Adler said no.", Gender.MASCULINE),
        ("Dr Kim Adler said no.", None),
    ],
)
def test_gender_by_address_office_or_given_name(text: str, gender: Gender | None) -> None:
    assert only(text, MentionKind.PERSON).gender is gender


def test_acronyms_are_not_common_words() -> None:
    text = "They told us that it may rain. Ann Bright walked."
    assert all(not mention.actors for mention in mentions(text))


def test_a_qualifying_name_is_marked_as_a_modifier() -> None:
    bodies = [each for each in mentions("The Norland war goes on.") if each.name == "Norland"]
    assert [body.modifier for body in bodies] == [True]


def test_the_son_is_not_the_father() -> None:
    mention = only("Peter Quill Jr. said no.", MentionKind.PERSON)
    assert mention.actors == ()
