"""Gold: what people marked in articles, and the articles themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.config import resource_folder
from app.domain.articles import Article
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import InvalidDefinition
from app.readers.entries import Entry
from app.readers.text import read_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldPosition:
    """A position as marked; actors by name."""

    holder: str
    asserted_by: str | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A statement as marked; spans into the article's file read as UTF-8."""

    id: str
    kind: StatementKind
    content: tuple[Span, ...]
    source_text: str | None
    actor: str
    positions: tuple[GoldPosition, ...]
    cue: Span | None = None
    source: Span | None = None
    accepted: tuple[str, ...] = ()  # further names under which the actor is right
    construction: str = ""  # in the annotator's words


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's marked statements, and the words in it that are nobody's statement."""

    file: str
    title: str | None
    outlet: str | None
    address: str | None
    published: UncertainDate
    published_note: str
    statements: tuple[GoldStatement, ...]
    forbidden: tuple[str, ...]
    nobodys: tuple[Span, ...] = ()  # the same, by place
    body: str | None = None  # the article itself, where the gold holds it
    manner: str = ""  # what kind of outlet it imitates


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file or folder: the issue its positions are on (a slug), and its articles."""

    path: Path
    issue: str | None
    articles: tuple[GoldArticle, ...]


def constructions(statement: GoldStatement) -> tuple[str, ...]:
    """The constructions of a statement; the annotator parts several by commas."""
    return tuple(part.strip() for part in statement.construction.split(",") if part.strip())


def load_gold(path: Path) -> Gold:
    """The gold in a JSON file of the form of tests/gold/seeds.json.

    Raises InvalidDefinition, which names the entry and the field, when it is not of that form.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidDefinition(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidDefinition(f"{path} is not UTF-8; save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidDefinition(f"{path} is not JSON: {error}.") from error
    top = _entry(path, "top level", content)
    articles = tuple(_article(entry) for entry in _entries(top, "documents"))
    if not articles:
        top.fail("documents", "must list at least one article")
    return Gold(path, top.text("issue"), articles)


def article_for(gold: Gold, marked: GoldArticle, folder: Path | None, max_bytes: int) -> Article:
    """The article that a part of the gold is about.

    The gold holds it, or it is looked for in ``folder``, beside the gold file and among the
    shipped seeds, in this order. What articles.yaml does not say of it is taken from the gold.
    Raises InvalidDefinition when it is in none of them, UnreadableSource when it cannot be read,
    and InvalidDefinition when a marked span or a forbidden text is not in it: then it is another
    text.
    """
    if marked.body is not None:
        _check(gold, marked, marked.body)
        return Article(
            body=marked.body,
            file=marked.file,
            title=marked.title,
            outlet=marked.outlet,
            address=marked.address,
            published=marked.published,
            published_note=marked.published_note,
        )
    folders = [folder] if folder else []
    folders += [gold.path.parent, resource_folder("seeds") / "articles"]
    for candidate in folders:
        if (candidate / marked.file).is_file():
            article = read_text(candidate / marked.file, max_bytes=max_bytes)
            _check(gold, marked, article.body)
            known = article.published.known
            return replace(
                article,
                title=marked.title or article.title,
                outlet=article.outlet or marked.outlet,
                address=article.address or marked.address,
                published=article.published if known else marked.published,
                published_note=article.published_note if known else marked.published_note,
            )
    looked = ", ".join(str(candidate) for candidate in folders)
    raise InvalidDefinition(
        f"{gold.path}: the article {marked.file} is in none of {looked}; give --articles FOLDER."
    )


def _check(gold: Gold, marked: GoldArticle, body: str) -> None:
    """Raise InvalidDefinition when the gold is not about this text."""
    for statement in marked.statements:
        if any(span.end > len(body) for span in statement.content):
            raise InvalidDefinition(
                f"{gold.path}: {statement.id} ends after the end of {marked.file}."
            )
    for words in marked.forbidden:
        if words not in body:
            raise InvalidDefinition(f"{gold.path}: '{words}' is not in {marked.file}.")


def _entry(path: Path, label: str, value: object) -> Entry:
    """An entry that may have further fields: gold files carry notes for people."""
    return Entry.of(
        path, label, value, frozenset(value) if isinstance(value, dict) else frozenset()
    )


def _entries(entry: Entry, field: str) -> list[Entry]:
    values = entry.fields.get(field, [])
    if not isinstance(values, list):
        entry.fail(field, "must be a list")
    return [
        _entry(entry.path, f"{entry.label}, {field} {number}", value)
        for number, value in enumerate(values, start=1)
    ]


def _article(entry: Entry) -> GoldArticle:
    note = entry.text("published_basis", "")
    inferred = note.casefold().startswith("inferred")
    return GoldArticle(
        file=entry.text("file"),
        title=entry.optional("title"),
        outlet=entry.optional("outlet"),
        address=entry.optional("url"),
        published=entry.date("published", DateBasis.INFERRED if inferred else DateBasis.METADATA),
        published_note=note,
        statements=tuple(_statement(each) for each in _entries(entry, "statements")),
        forbidden=entry.texts("not_statements"),
        body=_body(entry),
    )


def _body(entry: Entry) -> str | None:
    """The article's text where the gold holds it, to the letter: spans are into it."""
    text = entry.fields.get("text")
    if text is not None and not isinstance(text, str):
        entry.fail("text", "must be a text")
    return text


def _statement(entry: Entry) -> GoldStatement:
    kind = entry.choice("kind", StatementKind)
    if kind is None:
        entry.fail("kind", "is missing")
    return GoldStatement(
        id=entry.text("id"),
        kind=kind,
        content=_spans(entry),
        source_text=entry.optional("source_text"),
        actor=entry.text("actor"),
        positions=tuple(_position(each) for each in _entries(entry, "positions")),
    )


def _position(entry: Entry) -> GoldPosition:
    stance = entry.choice("stance", Stance)
    if stance is None:
        entry.fail("stance", "is missing")
    return GoldPosition(entry.text("holder"), entry.optional("asserted_by"), stance)


def _spans(entry: Entry) -> tuple[Span, ...]:
    """The content; each span not empty, in order, none overlapping the one before."""
    form = "must be a list of [start, end], in order, with 0 <= start < end"
    values = entry.fields.get("content")
    if not isinstance(values, list) or not values:
        entry.fail("content", form)
    spans: list[Span] = []
    for value in values:
        if not (isinstance(value, list) and len(value) == 2 and {int} == {*map(type, value)}):
            entry.fail("content", form)
        span = Span(*value)
        if not (spans[-1].end if spans else 0) <= span.start < span.end:
            entry.fail("content", form)
        spans.append(span)
    return tuple(spans)
