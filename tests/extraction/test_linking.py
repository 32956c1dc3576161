from __future__ import annotations

import unicodedata

import pytest

from app.domain.actors import Actor, ActorKind, Gender
from app.domain.statements import SpeakerBasis
from tests.extraction.who import names, statements


def actor(source: str, before: str = "It rained.") -> Actor:
    (statement,) = statements(f"{before} {{s1:{source}}} {{c1:said}} {{t1:no}}.")
    return statement.actor


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        ("Olga Maren", "olga-maren"),
        ("Norlandic President Olga Maren", "olga-maren"),
        ("Piotr Quill", "peter-quill"),
        ("OLGA MAREN", "olga-maren"),
        ("Olga Maren, the president,", "olga-maren"),
        ("White Hall", "white-hall"),
        ("the White Hall", "white-hall"),
        ("Nordstad", "norland"),
        ("The Norlandic government", "norland"),
        ("Sudmark's government", "sudmark"),
        ("the Sea Union", "sea-union"),
        ("SU leaders", "sea-union-leaders"),
        ("Sea Union leaders", "sea-union-leaders"),
        ("The leaders of the Sea Union", "sea-union-leaders"),
        ("The Sea Union leaders' joint statement", "sea-union-leaders"),
        ("A statement by White Hall", "white-hall"),
        ("Peter Quill himself", "peter-quill"),
    ],
)
def test_a_source_is_linked_to_the_directory(source: str, slug: str) -> None:
    found = actor(source)
    assert found.slug == slug
    assert found.in_directory


@pytest.mark.parametrize(
    ("source", "slug", "kind"),
    [
        ("Jon Falk", "jon-falk", ActorKind.PERSON),
        ("Dr. Jon Falk", "jon-falk", ActorKind.PERSON),
        ("Jon Falk, 45, a baker,", "jon-falk", ActorKind.PERSON),
        ("former mayor Jon Falk", "jon-falk", ActorKind.PERSON),
        ("the Global Peace Institute", "global-peace-institute", ActorKind.ORGANISATION),
        ('The "Evening Herald,"', "evening-herald", ActorKind.ORGANISATION),
        ("Iceland", "iceland", ActorKind.GOVERNMENT),
        ("Reykjavik", "iceland", ActorKind.GOVERNMENT),
        ("the Icelandic government", "iceland", ActorKind.GOVERNMENT),
        ("analysts", "analysts", ActorKind.GROUP),
        ("Some reports", "some-reports", ActorKind.GROUP),
        ("a fisherman", "fisherman", ActorKind.OFFICE),
        ("Olga Maren and Peter Quill", "olga-maren-and-peter-quill", ActorKind.GROUP),
        (
            "Olga Maren, her Sudmarkish counterpart Peter Quill and their colleague Ann Lee",
            "ann-lee-and-olga-maren-and-peter-quill",
            ActorKind.GROUP,
        ),
        (
            "Norland's Olga Maren and Sudmark's Peter Quill",
            "olga-maren-and-peter-quill",
            ActorKind.GROUP,
        ),
        ("Jon Falk MP", "jon-falk", ActorKind.PERSON),
        ("Polovenko", "polovenko", ActorKind.PERSON),
        ("Gasworks", "gasworks", ActorKind.ORGANISATION),
        ("Olga Maren and her two sons", "olga-maren-and-her-two-sons", ActorKind.GROUP),
    ],
)
def test_an_actor_is_made_when_there_is_none(source: str, slug: str, kind: ActorKind) -> None:
    found = actor(source)
    assert (found.slug, found.kind) == (slug, kind)
    assert not found.in_directory


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Jon Falk, senior party leader and transport minister,", "Jon Falk"),
        ("Jon Falk, Minister of Foreign Affairs and Trade,", "Jon Falk"),
        ("Reform Party leader and opposition MP Professor Jon Falk", "Jon Falk"),
        ("Harbour leadership favourite Jon Falk", "Jon Falk"),
        ("Jon Falk, D-N.Y.,", "Jon Falk"),
        ("Falk, D-N.Y.,", "Falk"),
        ("Jon Falk (R-Texas)", "Jon Falk"),
        ("JON FALK", "Jon Falk"),
    ],
)
def test_who_is_described_around_the_name_is_one_person(source: str, name: str) -> None:
    assert actor(source).name == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The minister", "Minister"),
        ("The PM", "Prime minister"),
        ("A MINISTER", "Minister"),
        ("The delegation", "Delegation"),
        ("His office", "Unnamed speaker"),
        ("A provocative statement", "Provocative statement"),
    ],
)
def test_an_office_that_nobody_is_named_for_says_so(source: str, name: str) -> None:
    (statement,) = statements(f"It rained. {{s1:{source}}} {{c1:said}} {{t1:no}}.")
    assert statement.actor.name == name
    assert statement.actor.country is None


def test_an_office_of_a_country_keeps_it() -> None:
    found = actor("The Icelandic minister")
    assert (found.name, found.country) == ("Icelandic minister", "IS")


@pytest.mark.parametrize("office", ["The home secretary", "The minister"])
def test_an_office_goes_to_the_one_without_any_who_was_named_before(office: str) -> None:
    text = f"Sarah Falk spoke on Monday. {{s1:{office}}} {{c1:said}} {{t1:no}}."
    (statement,) = statements(text)
    assert (statement.actor.name, statement.basis) == ("Sarah Falk", SpeakerBasis.ROLE)
    assert statement.confidence < 0.6
    assert any("names no office" in reason for reason in statement.reasons)


@pytest.mark.parametrize(
    "before",
    [
        "Sarah Falk met Jon Lee. Jon Lee wept.",  # two of whom no office is known
        "Transport minister Sarah Falk spoke.",  # another office
        "Sarah Falk spoke. It rained. It snowed. It thawed.",  # too far
    ],
)
def test_an_office_goes_to_nobody_where_it_is_not_plain(before: str) -> None:
    assert actor("The health minister", before).name == "Health minister"


def test_an_unnamed_minister_is_not_another_unnamed_one() -> None:
    text = (
        "It rained. {s1:The Icelandic minister} {c1:said} {t1:no}. "
        "{s2:The health minister} {c2:said} {t2:yes}. {s3:The minister} {c3:said} {t3:so}."
    )
    assert names(text) == ["Icelandic minister", *["Health minister"] * 2]


def test_somebody_s_office_is_that_of_the_owner() -> None:
    text = "Sarah Falk met Jon Lee’s aunt. {s1:Her office} {c1:said} {t1:no}."
    assert names(text) == ["Sarah Falk’s office"]


def test_the_same_several_are_one_actor_in_any_order() -> None:
    assert actor("Olga Maren and Peter Quill").slug == actor("Peter Quill and Olga Maren").slug


def test_capitals_in_brackets_abbreviate_the_name_before() -> None:
    text = "The Harbour Office (HO) met. {s1:The HO} {c1:said} {t1:no}."
    assert names(text) == ["Harbour Office"]


def test_somebody_called_may_is_no_month() -> None:
    text = (
        "Prime minister Theresa May says she is glad. In May it rained. "
        "{s1:May} {c1:says} {t1:it is late}."
    )
    assert names(text) == ["Theresa May"]


def test_a_made_person_has_the_full_name_gender_and_country_of_the_text() -> None:
    found = actor("Falk", "Icelandic foreign minister Sarah Falk arrived.")
    assert (found.name, found.gender, found.country) == ("Sarah Falk", Gender.FEMININE, "IS")


@pytest.mark.parametrize(
    "pair",
    [
        ("Norland's defence minister", "the Norlandic defense minister"),
        ("Sea Union officials", "officials of the Sea Union"),
        ("a White Hall spokeswoman", "a White Hall spokesman"),
        ("the Norlandic officials", "Norlandic officials"),
    ],
)
def test_small_variants_of_an_office_or_group_share_a_slug(pair: tuple[str, str]) -> None:
    assert actor(pair[0]).slug == actor(pair[1]).slug


def test_a_bare_surname_needs_something_in_the_text_to_expect_the_person() -> None:
    (expected,) = statements("White Hall was lit. {s1:Brandt} {c1:said} {t1:no}.")
    assert expected.actor.slug == "ivo-brandt"
    assert expected.basis is SpeakerBasis.SURNAME
    assert any("Only “Brandt” is printed" in reason for reason in expected.reasons)
    (unexpected,) = statements("The bakery was lit. {s1:Brandt} {c1:said} {t1:no}.")
    assert not unexpected.actor.in_directory


def test_a_head_of_state_is_known_by_surname() -> None:
    assert actor("Quill").slug == "peter-quill"


def test_a_text_s_own_namesake_is_not_the_directory_s() -> None:
    text = "White Hall was lit. Jon Brandt, a baker, came. {s1:Brandt} {c1:said} {t1:no}."
    assert names(text) == ["Jon Brandt"]


def test_another_office_before_a_surname_is_somebody_else() -> None:
    assert actor("Judge Quill").slug == "quill"


def test_a_form_of_address_changes_nothing_of_whom_a_surname_is() -> None:
    assert actor("Mr. Quill").slug == actor("Quill").slug == "peter-quill"
    assert actor("Mrs. Quill").slug == "quill"


def test_a_name_printed_with_combining_accents_is_the_same_name() -> None:
    composed = actor("Rémi Ångström")
    assert actor(unicodedata.normalize("NFD", "Rémi Ångström")) == composed
    assert composed.name == "Rémi Ångström"
    assert actor(unicodedata.normalize("NFD", "Hána Viscont")).slug == "hana-viscont"


def test_a_metonym_is_explained() -> None:
    (statement,) = statements("{s1:Reykjavik} {c1:said} {t1:no}.")
    assert any("“Reykjavik” stands for" in reason for reason in statement.reasons)


def test_without_any_source_the_speaker_is_unnamed() -> None:
    (statement,) = statements("It rained. {t1:“We shall all go home now.”}")
    assert statement.actor.kind is ActorKind.OFFICE
    assert statement.basis is SpeakerBasis.UNNAMED


def test_a_vague_source_speaks_for_itself_not_for_whom_it_reports_of() -> None:
    text = "{s1:Some reports} {c1:indicate} that {t1:White Hall would not agree}."
    assert names(text) == ["Some reports"]


def test_spans_and_kinds_come_through() -> None:
    text = "{s1:Olga Maren} {c1:said} {t1:no}. {s2:She} {c2:added} {t2:maybe}."
    first, second = statements(text)
    assert (first.antecedent, second.antecedent) == (None, first.source)
    assert second.basis is SpeakerBasis.PRONOUN
    assert 0 < second.confidence < first.confidence


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("Ann Berg-Lind came.", "Berg-Lind", "Ann Berg-Lind"),
        ("Ann Berg-Lind, 58, came.", "Dr. Berg-Lind", "Ann Berg-Lind"),
        ("Anna Lind came.", "LIND", "Anna Lind"),
        ("It rained.", "GEN. ANNA LIND (RET.)", "Anna Lind"),
        ("It rained.", "Minister of Agriculture Anna Lind", "Anna Lind"),
        ("It rained.", "Chairman of the Supreme Council Anna Lind", "Anna Lind"),
        ("It rained.", "Work and Pensions Secretary Anna Lind", "Anna Lind"),
        ("It rained.", "Hannah for Harbour Campaign Chairman Jon Falk", "Jon Falk"),
        ("Jon de Berg-Lind came.", "Mr de Berg-Lind", "Jon de Berg-Lind"),
        ("Jon Lind came.", "Sir Jon", "Jon Lind"),
        ("It rained.", "Baroness Lind", "Baroness Lind"),
        ("It rained.", "Ms Lind", "Lind"),
        ("It rained.", "Anna Lind, the head of it and a doctor who is here", "Anna Lind"),
        ("It rained.", "Anna ‘Nan’ Lind", "Anna Lind"),
        ("It rained.", "the newspaper Evening Post", "Evening Post"),
        ("The Harbour Guild met.", "the guild", "Harbour Guild"),
        ("It rained.", "a grower near Stoke", "Grower near Stoke"),
    ],
)
def test_names_are_read_whole(before: str, source: str, name: str) -> None:
    assert actor(source, before).name == name


@pytest.mark.parametrize(
    "source",
    ["Ann Lind of Ohio and Jon Falk of Iowa", "Ann Lind (D-Ohio) and Jon Falk (R-Iowa)"],
)
def test_two_with_their_seats_speak_together(source: str) -> None:
    assert actor(source).name == "Ann Lind and Jon Falk"


def test_two_given_names_share_a_surname() -> None:
    text = "Jon and Ann Falk came. {s1:Mr Falk} {c1:said} {t1:no}. {s2:She} {c2:said} {t2:yes}."
    assert names(text) == ["Jon Falk", "Ann Falk"]


def test_the_prime_minister_may_be_named_later() -> None:
    text = "{s1:The prime minister} {c1:said} {t1:no}. Prime Minister Ann Falk wept."
    assert names(text) == ["Ann Falk"]


def test_a_month_before_a_surname_is_a_name() -> None:
    text = "June Falk came on 4 June. {s1:Falk} {c1:said} {t1:no}."
    assert names(text) == ["June Falk"]


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("It rained.", "Jon Lind KC, for the board,", "Jon Lind"),
        ("It rained.", "Her brother Terry, the chairman,", "Terry"),
        ("It rained.", "The operator, Harbour Lines,", "Harbour Lines"),
        ("It rained.", "Chair of the parent council Jon Lind, 41,", "Jon Lind"),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(before: str, source: str, name: str) -> None:
    assert actor(source, before).name == name


def test_an_age_after_an_epithet_makes_it_somebody_named() -> None:
    text = "Jon Lind came. {s1:The former full-back, 38,} {c1:said} {t1:no}."
    assert names(text) == ["Jon Lind"]
