"""Definition files: actors, issues and what is known about articles, from YAML to values.

Each loader checks every field and raises InvalidDefinition, which names the file, the entry, the
field and what is expected. The forms are described in docs/definitions.md and can be read off
seeds/actors.yaml, seeds/issues/ and seeds/articles/articles.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.config import resource_folder
from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender, Role
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.errors import InvalidDefinition
from app.readers.entries import Entry, listed, unique
from app.readers.issues import issue_entries, read_issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.positions import Issue

METADATA_FILE = "articles.yaml"

_ACTOR_FIELDS = frozenset(
    [
        "slug",
        "name",
        "kind",
        "country",
        "gender",
        "aliases",
        "demonyms",
        "roles",
        "belongs_to",
        "wikidata",
    ]
)
_ROLE_FIELDS = frozenset(["title", "printed", "office", "of", "from", "to"])
_ARTICLE_FIELDS = frozenset(
    [
        "file",
        "title",
        "outlet",
        "address",
        "published",
        "published_basis",
        "published_note",
        "language",
    ]
)


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """What is known about an article before it is read, from articles.yaml beside it."""

    title: str | None = None
    outlet: str | None = None
    address: str | None = None
    published: UncertainDate = UNKNOWN_DATE
    published_note: str = ""
    language: str | None = None


def load_actors(path: Path | None) -> ActorDirectory:
    """The directory of actors in a file; the shipped one where ``path`` is None.

    Raises InvalidDefinition when an entry is not of its form, a slug is given twice, or a slug
    in ``belongs_to`` or a role's ``of`` is no entry of the file.
    """
    source = path if path is not None else resource_folder("seeds") / "actors.yaml"
    entries = list(listed(source, "actors", "actor", _ACTOR_FIELDS, "slug"))
    slugs = unique(entries, "slug")
    return ActorDirectory.of(_actor(entry, slugs) for entry in entries)


def load_issues(path: Path | None) -> tuple[Issue, ...]:
    """The issues in a file or in a folder of *.yaml; the shipped ones where ``path`` is None.

    A file is one issue, or several under ``issues``. They come in the order of the file names.
    Raises InvalidDefinition when an issue is not of its form, a slug is given twice, or the
    folder holds no issue.
    """
    source = path if path is not None else resource_folder("seeds") / "issues"
    files = [source]
    if source.is_dir():
        files = sorted(file for file in source.iterdir() if file.suffix in {".yaml", ".yml"})
    entries = [entry for file in files for entry in issue_entries(file)]
    if not entries:
        raise InvalidDefinition(f"{source}: no issue here; expected a *.yaml file with one.")
    unique(entries, "slug")
    return tuple(read_issue(entry) for entry in entries)


def load_metadata(folder: Path) -> Mapping[str, ArticleMetadata]:
    """What articles.yaml in a folder says of each file, by file name; empty when there is none.

    Raises InvalidDefinition when an entry is not of its form or a file is named twice.
    """
    source = folder / METADATA_FILE
    if not source.is_file():
        return MappingProxyType({})
    entries = list(listed(source, "articles", "article", _ARTICLE_FIELDS, "file"))
    unique(entries, "file")
    return MappingProxyType({entry.text("file"): _metadata(entry) for entry in entries})


def _actor(entry: Entry, slugs: frozenset[str]) -> Actor:
    kind = entry.choice("kind", ActorKind)
    if kind is None:
        entry.fail("kind", "is missing; expected one of " + ", ".join(ActorKind))
    gender = entry.choice("gender", Gender)
    if gender is not None and kind is not ActorKind.PERSON:
        entry.fail("gender", "is for persons only")
    belongs_to = entry.texts("belongs_to")
    for slug in belongs_to:
        if slug not in slugs:
            entry.fail("belongs_to", f"names '{slug}', which is the slug of no actor in the file")
    return Actor(
        slug=entry.slug("slug"),
        name=entry.text("name"),
        kind=kind,
        country=entry.matching("country", "[A-Z]{2}", "two capital letters (ISO 3166-1, or EU)"),
        gender=gender,
        aliases=entry.texts("aliases"),
        demonyms=entry.texts("demonyms"),
        roles=tuple(_role(role, slugs) for role in entry.entries("roles", _ROLE_FIELDS)),
        belongs_to=belongs_to,
        wikidata=entry.matching("wikidata", "Q[1-9][0-9]*", "an item number such as Q42"),
        in_directory=True,
    )


def _role(entry: Entry, slugs: frozenset[str]) -> Role:
    office = entry.matching("office", "[a-z]+(?:_[a-z]+)*", "a class of office: foreign_minister")
    if office is None:
        entry.fail("office", "is missing; expected a class of office such as foreign_minister")
    institution = entry.optional("of")
    if institution is not None and institution not in slugs:
        entry.fail("of", f"names '{institution}', which is the slug of no actor in the file")
    held_from, held_to = entry.date("from"), entry.date("to")
    if held_from.first and held_to.last and held_from.first > held_to.last:
        entry.fail("to", f"({held_to.edtf}) lies before 'from' ({held_from.edtf})")
    title = entry.text("title")
    return Role(title, entry.text("printed", title), office, institution, held_from, held_to)


def _metadata(entry: Entry) -> ArticleMetadata:
    name = entry.text("file")
    if Path(name).name != name:
        entry.fail("file", f"must be a file name without a folder, not '{name}'")
    basis = entry.choice("published_basis", DateBasis) or DateBasis.METADATA
    published = entry.date("published", basis)
    if published.known and basis is DateBasis.UNKNOWN:
        entry.fail("published_basis", "is unknown, but 'published' gives a date")
    return ArticleMetadata(
        title=entry.optional("title"),
        outlet=entry.optional("outlet"),
        address=entry.matching("address", r"https?://\S+", "an address: https://example.org/a"),
        published=published,
        published_note=entry.text("published_note", ""),
        language=entry.matching(
            "language", "[a-z]{2,3}(?:-[A-Za-z0-9]+)*", "a language code such as en or en-GB"
        ),
    )
