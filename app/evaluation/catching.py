"""Catching: what an issue would find in articles that are stored already."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.actors import Actor
from app.domain.articles import CleanText
from app.domain.statements import Statement
from app.extraction.stance import take_positions
from app.extraction.stances.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.positions import Issue, Position
    from app.domain.records import ArticleRecord, StatementRecord
    from app.extraction.parsing import Parser

# The lists whose words are looked for one by one; the others only keep something out.
LISTS = ("things", "certain", "vague", "implying", "contrary", "kinds", "place", "events", "states")
_EVERYWHERE = 0.5  # of the statements: a word for the thing in more of them parts nothing
_FEWEST = 10  # statements, below which a share says nothing


@dataclass(frozen=True, slots=True)
class Caught:
    """A statement on the issue, its first position, and the words of the issue in it."""

    speaker: str
    words: str
    position: Position
    found: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Catch:
    """What an issue finds."""

    articles: int
    statements: int
    caught: tuple[Caught, ...]
    held: Counter[str]  # words for the thing in caught statements, by how many have them
    silent: tuple[tuple[str, tuple[str, ...]], ...]  # list and words that stand in no article
    everywhere: tuple[str, ...]  # words for the thing that stand in most statements


def catch(
    issue: Issue, articles: Iterable[ArticleRecord], actors: ActorDirectory, parser: Parser
) -> Catch:
    """What an issue would find among the statements of these articles. Nothing is stored."""
    patterns = {name: {word: _pattern(word) for word in getattr(issue, name)} for name in LISTS}
    naming = {
        word: pattern
        for name in ("things", "certain", "vague", "implying", "contrary")
        for word, pattern in patterns[name].items()
    }
    caught: list[Caught] = []
    held: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    unseen = {name: set(words) for name, words in patterns.items()}
    read = statements = 0
    for article in articles:
        read += 1
        text = f"{article.ref.title}\n{article.text}"
        for name, words in patterns.items():
            unseen[name] -= {word for word in unseen[name] if words[word].search(text)}
        records = [one for one in article.statements if one.content]
        statements += len(records)
        for record in records:
            said = " ".join(record.content_text)
            spread.update(word for word, pattern in naming.items() if pattern.search(said))
        for record, position in _positions(article, records, issue, actors, parser):
            said = " ".join(record.content_text)
            found = tuple(word for word, pattern in naming.items() if pattern.search(said))
            held.update(found)
            caught.append(Caught(record.actor.name, said, position, found, article.ref.title))
    most = _EVERYWHERE * statements
    return Catch(
        read,
        statements,
        tuple(caught),
        held,
        tuple((name, tuple(sorted(words))) for name, words in unseen.items() if words),
        tuple(word for word, number in spread.items() if statements >= _FEWEST and number > most),
    )


def _positions(
    article: ArticleRecord,
    records: Sequence[StatementRecord],
    issue: Issue,
    actors: ActorDirectory,
    parser: Parser,
) -> Iterable[tuple[StatementRecord, Position]]:
    ref = article.ref
    text = CleanText(article.text, article.zones, ref.title, ref.published, ref.language)
    passages = Passages(text, parser)
    statements = [_statement(record, actors) for record in records]
    passages.expect(statements, (issue,))
    for record, statement in zip(records, statements, strict=True):
        taken = take_positions(passages, statement, (issue,), actors)
        if taken:
            yield record, taken[0]


def _statement(record: StatementRecord, actors: ActorDirectory) -> Statement:
    ref = record.actor
    actor = actors.by_slug(ref.slug) or Actor(ref.slug, ref.name, ref.kind, ref.country)
    return Statement(
        record.kind,
        record.content,
        record.cue,
        record.source,
        record.antecedent,
        actor,
        record.basis,
        record.said_on,
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase in most of its inflections: what is looked for is only where words stand at all."""
    words = []
    for word in phrase.split():
        stem = word[:-1] if len(word) > 3 and word[-1] in "ye" else word
        words.append(re.escape(stem) + r"\w{0,4}")
    return re.compile(r"(?<!\w)" + r"\W+".join(words), re.IGNORECASE)
