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
from app.domain.positions import Issue, Stance, StanceWording
from app.errors import InvalidDefinition
from app.readers.entries import Entry, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
_WORD_LISTS = ("forces", "movements", "foreign", "place", "anaphors", "exclusions")
_ISSUE_FIELDS = frozenset(_WORD_LISTS) | {
    *("slug", "title", "proposition", "description", "counts", "does_not_count", "stances"),
}
_WORDING_FIELDS = frozenset(("label", "sentence"))
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

# How a stance is put in words where an issue does not say it in its own.
_WORDINGS = {
    Stance.SUPPORTS: StanceWording("Supports", "is for it"),
    Stance.OPPOSES: StanceWording("Opposes", "is against it"),
    Stance.CONDITIONAL: StanceWording("Conditional", "says yes or no under a stated condition"),
    Stance.NONCOMMITTAL: StanceWording("Noncommittal", "takes no side, or defers"),
    Stance.UNDETERMINED: StanceWording("Undetermined", "no deciding words were found"),
}


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
    entries = list(_listed(source, "actors", "actor", _ACTOR_FIELDS, "slug"))
    slugs = _unique(entries, "slug")
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
    entries = [entry for file in files for entry in _issue_entries(file)]
    if not entries:
        raise InvalidDefinition(f"{source}: no issue here; expected a *.yaml file with one.")
    _unique(entries, "slug")
    return tuple(_issue(entry) for entry in entries)


def load_metadata(folder: Path) -> Mapping[str, ArticleMetadata]:
    """What articles.yaml in a folder says of each file, by file name; empty when there is none.

    Raises InvalidDefinition when an entry is not of its form or a file is named twice.
    """
    source = folder / METADATA_FILE
    if not source.is_file():
        return MappingProxyType({})
    entries = list(_listed(source, "articles", "article", _ARTICLE_FIELDS, "file"))
    _unique(entries, "file")
    return MappingProxyType({entry.text("file"): _metadata(entry) for entry in entries})


def _listed(path: Path, field: str, noun: str, known: frozenset[str], key: str) -> Iterator[Entry]:
    """The entries under the one field of a file, labelled by number and by ``key``."""
    content = load_yaml(path)
    top = Entry.of(path, "top level", {} if content is None else content, frozenset((field,)))
    values = top.fields.get(field)
    if not isinstance(values, list):
        top.fail(field, f"must be a list of {field}")
    for number, value in enumerate(values, start=1):
        name = value.get(key) if isinstance(value, dict) else None
        label = f"{noun} {number}" + (f" ({name})" if isinstance(name, str) else "")
        yield Entry.of(path, label, value, known)


def _unique(entries: list[Entry], field: str) -> frozenset[str]:
    """All values of a field that must differ from entry to entry."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = entry.slug(field) if field == "slug" else entry.text(field)
        if value in seen:
            entry.fail(field, f"'{value}' is already taken by {seen[value].label}")
        seen[value] = entry
    return frozenset(seen)


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


def _issue_entries(path: Path) -> Iterator[Entry]:
    content = load_yaml(path)
    if isinstance(content, dict) and "issues" in content:
        yield from _listed(path, "issues", "issue", _ISSUE_FIELDS, "slug")
    else:
        slug = content.get("slug") if isinstance(content, dict) else None
        label = f"issue {slug}" if isinstance(slug, str) else "issue"
        yield Entry.of(path, label, content, _ISSUE_FIELDS)


def _issue(entry: Entry) -> Issue:
    proposition = entry.text("proposition")
    return Issue(
        slug=entry.slug("slug"),
        title=entry.text("title", proposition),
        proposition=proposition,
        description=entry.text("description", proposition),
        counts=entry.texts("counts"),
        does_not_count=entry.texts("does_not_count"),
        forces=entry.texts("forces"),
        movements=entry.texts("movements"),
        foreign=entry.texts("foreign"),
        place=entry.texts("place"),
        anaphors=entry.texts("anaphors"),
        exclusions=entry.texts("exclusions"),
        stances=MappingProxyType(_wordings(entry)),
    )


def _wordings(entry: Entry) -> dict[Stance, StanceWording]:
    value = entry.fields.get("stances")
    own = Entry.of(entry.path, f"{entry.label}, stances", value or {}, frozenset(Stance))
    wordings = dict(_WORDINGS)
    for stance in Stance:
        if own.fields.get(stance) is not None:
            label = f"{own.label}, {stance}"
            wording = Entry.of(entry.path, label, own.fields[stance], _WORDING_FIELDS)
            wordings[stance] = StanceWording(wording.text("label"), wording.text("sentence"))
    return wordings


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
