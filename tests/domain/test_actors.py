from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.actors import Actor, ActorDirectory, ActorKind, Role, slugify
from app.domain.dates import DateBasis, UncertainDate


def person(slug: str, name: str, *aliases: str, roles: tuple[Role, ...] = ()) -> Actor:
    return Actor(slug, name, ActorKind.PERSON, aliases=aliases, roles=roles)


def day(edtf: str) -> UncertainDate:
    return UncertainDate.parse(edtf, DateBasis.STATED)


def test_a_name_is_found_however_it_is_cased_and_accented() -> None:
    directory = ActorDirectory.of([person("zolta-kasprzak", "Żółta Kasprzak", "Zolta Kasprzakova")])
    for spelling in ("żółta kasprzak", "ZOLTA KASPRZAK", "Zolta  Kasprzakova"):
        assert [actor.slug for actor in directory.by_name(spelling)] == ["zolta-kasprzak"]


def test_two_people_of_one_surname_are_both_given() -> None:
    directory = ActorDirectory.of(
        [person("a-brandt", "Ada Brandt"), person("o-brandt", "Oto Brandt")]
    )
    assert {actor.slug for actor in directory.by_surname("Brandt")} == {"a-brandt", "o-brandt"}


def test_particles_belong_to_the_surname_and_may_be_left_out() -> None:
    directory = ActorDirectory.of([person("vdl", "Mia von der Lahn")])
    assert directory.by_surname("von der Lahn")
    assert directory.by_surname("Lahn")
    assert not directory.by_surname("Mia")


def test_the_role_of_a_day_is_the_one_held_then() -> None:
    old = Role(
        "Minister of Defence",
        "defence minister",
        "defence_minister",
        None,
        day("2019"),
        day("2022-05"),
    )
    new = Role("Prime Minister", "prime minister", "head_of_government", None, day("2022-06-01"))
    actor = person("x", "Some One", roles=(old, new))
    assert actor.role_on(date(2020, 1, 1)) == old
    assert actor.role_on(date(2025, 1, 1)) == new
    assert actor.role_on(date(2018, 12, 31)) is None
    assert actor.role_on(None) is None


@given(st.text(min_size=1))
def test_a_slug_is_never_empty_and_is_an_address_segment(name: str) -> None:
    slug = slugify(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_without_ascii_letters_keep_apart() -> None:
    assert slugify("Радослав") != slugify("Мария")
