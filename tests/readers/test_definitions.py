from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.domain.actors import ActorKind, Gender
from app.domain.dates import DateBasis
from app.domain.positions import Stance
from app.errors import InvalidDefinition
from app.readers.definitions import load_actors, load_issues, load_metadata

if TYPE_CHECKING:
    from pathlib import Path

ACTORS = """\
actors:
- slug: norland
  name: Norland
  kind: government
  country: NO
  aliases: [the Norland side]
  demonyms: [Norlandic]
- slug: ada-berg
  name: Ada Berg
  kind: person
  gender: f
  country: NO
  belongs_to: [norland]
  roles:
  - title: Prime Minister of Norland
    printed: Norlandic Prime Minister
    office: head_of_government
    of: norland
    from: 2021-10
    to: '2025'
"""


def written(folder: Path, content: str, name: str = "definitions.yaml") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_an_actor_has_all_its_fields(tmp_path: Path) -> None:
    actors = load_actors(written(tmp_path, ACTORS))
    berg = actors.by_slug("ada-berg")
    assert berg is not None
    assert (berg.kind, berg.gender, berg.country) == (ActorKind.PERSON, Gender.FEMININE, "NO")
    assert berg.belongs_to == ("norland",)
    assert berg.in_directory
    (role,) = berg.roles
    assert (role.office, role.of, role.printed) == (
        "head_of_government",
        "norland",
        "Norlandic Prime Minister",
    )
    assert role.held_from.first == date(2021, 10, 1)
    assert role.held_to.last == date(2025, 12, 31)
    norland = actors.by_demonym("norlandic")
    assert norland is not None
    assert norland.slug == "norland"


def test_the_shipped_actors_are_of_the_form_and_know_the_kremlin() -> None:
    actors = load_actors(None)
    assert actors.by_slug("kremlin") is not None
    assert len(actors.actors) > 150


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: person", "kind: human", "actor 2 (ada-berg): 'kind' must be one of person"),
        ("gender: f", "gender: x", "'gender' must be one of m, f, not 'x'"),
        ("slug: ada-berg", "slug: Ada Berg", "'slug' must be small letters"),
        ("slug: ada-berg", "slug: norland", "already taken by actor 1 (norland)"),
        ("  name: Ada Berg\n", "", "'name' is missing; expected a text"),
        ("name: Ada Berg", "name: ''", "'name' must be a text, not an empty text"),
        ("belongs_to: [norland]", "belongs_to: [sudland]", "'sudland', which is the slug of no"),
        ("belongs_to: [norland]", "belongs_to: norland", "'belongs_to' must be a list of texts"),
        ("aliases: [the Norland side]", "aliases: [[a]]", "'aliases' must hold texts only"),
        ("country: NO", "country: Norway", "two capital letters"),
        ("from: 2021-10", "from: 2021-13", "roles 1: 'from' must be an EDTF date: '2021-13'"),
        ("from: 2021-10", "from: 2026", "'to' (2025) lies before 'from' (2026)"),
        ("of: norland", "of: sudland", "'of' names 'sudland'"),
        ("office: head_of_government", "office: Prime Minister", "a class of office"),
        ("demonyms:", "demonym:", "'demonym' is no field here; expected one of aliases"),
        ("country: NO\n  aliases", "gender: f\n  aliases", "'gender' is for persons only"),
        ("name: Norland", "name: Norland\n  name: Nord", "'name' is given twice"),
        ("actors:", "actor:", "'actor' is no field here"),
        ("kind: government", "kind: [", "this is not YAML"),
    ],
)
def test_a_malformed_actor_is_an_error_that_names_the_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    path = written(tmp_path, ACTORS.replace(old, new, 1))
    with pytest.raises(InvalidDefinition) as error:
        load_actors(path)
    assert expected in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    "content", ["", "[]", "actors: 3", "actors: [1]", "- actors", "? [a]\n: b"]
)
def test_a_file_of_another_form_is_an_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidDefinition):
        load_actors(written(tmp_path, content))


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match="cannot be read: No such file"):
        load_actors(tmp_path / "none.yaml")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidDefinition, match="not UTF-8"):
        load_actors(binary)


ISSUE = """\
slug: sea-bridge
title: The bridge
proposition: The bridge should be built.
description: Should it?
counts: [says so]
things: [bridge]
stances:
  supports: {label: For, sentence: wants the bridge}
"""


def test_an_issue_takes_its_own_wording_and_the_general_one_for_the_rest(tmp_path: Path) -> None:
    (issue,) = load_issues(written(tmp_path, ISSUE))
    assert issue.slug == "sea-bridge"
    assert issue.things == ("bridge",)
    assert issue.stances[Stance.SUPPORTS].label == "For"
    assert issue.stances[Stance.OPPOSES].label == "Opposes"


def test_a_folder_gives_its_issues_in_the_order_of_the_names(tmp_path: Path) -> None:
    written(tmp_path, ISSUE.replace("sea-bridge", "b"), "b.yaml")
    written(tmp_path, ISSUE.replace("sea-bridge", "a"), "a.yml")
    written(tmp_path, "not an issue: [", "notes.txt")
    assert [issue.slug for issue in load_issues(tmp_path)] == ["a", "b"]


def test_the_shipped_issues_are_of_the_form() -> None:
    assert "foreign-troops-ukraine" in {issue.slug for issue in load_issues(None)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("proposition: The bridge should be built.\n", "", "'proposition' is missing"),
        ("counts: [says so]", "counts: says so", "'counts' must be a list of texts"),
        ("supports:", "favours:", "'favours' is no field here"),
        ("label: For, ", "", "stances, supports: 'label' is missing"),
        ("{label: For, sentence: wants the bridge}", "For", "expected a mapping of fields"),
        ("slug: sea-bridge", "slug: Sea", "issue Sea: 'slug' must be"),
    ],
)
def test_a_malformed_issue_is_an_error_that_names_the_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    with pytest.raises(InvalidDefinition) as error:
        load_issues(written(tmp_path, ISSUE.replace(old, new)))
    assert expected in str(error.value)


def test_a_folder_without_issues_or_with_one_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match="no issue here"):
        load_issues(tmp_path)
    written(tmp_path, ISSUE, "a.yaml")
    written(tmp_path, ISSUE, "b.yaml")
    with pytest.raises(InvalidDefinition, match="already taken"):
        load_issues(tmp_path)


ARTICLES = """\
articles:
- file: a.txt
  title: 'Bridge: "no"'
  outlet: The Norland Times
  address: null
  published: 2025-09
  published_basis: inferred
  published_note: Only the month is known.
- file: b.txt
  published: 2025-09-04
"""


def test_metadata_keep_a_month_a_month(tmp_path: Path) -> None:
    written(tmp_path, ARTICLES, "articles.yaml")
    metadata = load_metadata(tmp_path)
    assert metadata["a.txt"].published.edtf == "2025-09"
    assert metadata["a.txt"].published.basis is DateBasis.INFERRED
    assert metadata["a.txt"].address is None
    assert metadata["b.txt"].published.exact
    assert metadata["b.txt"].published.basis is DateBasis.METADATA


def test_a_folder_without_metadata_gives_none(tmp_path: Path) -> None:
    assert load_metadata(tmp_path) == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("published: 2025-09\n", "published: September\n", "article 1 (a.txt): 'published' must"),
        ("published_basis: inferred", "published_basis: guess", "must be one of stated"),
        ("published_basis: inferred", "published_basis: unknown", "'published' gives a date"),
        ("address: null", "address: ftp://x", "an address: https://"),
        ("file: b.txt", "file: a.txt", "article 2 (a.txt): 'file' 'a.txt' is already taken"),
        ("file: b.txt", "file: ../b.txt", "without a folder"),
    ],
)
def test_malformed_metadata_are_an_error_that_names_the_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    written(tmp_path, ARTICLES.replace(old, new), "articles.yaml")
    with pytest.raises(InvalidDefinition) as error:
        load_metadata(tmp_path)
    assert expected in str(error.value)
