"""The rows of the invented library, block by block: always the same for the same plan and number.

A block is some thousand statements that follow each other in time. What is told of again, and what
is copied, is told of and copied within a block, so that blocks can be made in any order. Values are
as SQLite keeps them (app/db/copying_values.py), which PostgreSQL can be given too.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from app.domain.ids import from_number
from app.domain.words import stems, words_of
from benchmarks.library_dates import DAYS, NO_OCCASION, Calendar, When, weights
from benchmarks.library_words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from benchmarks.library_dates import Occasion
    from benchmarks.library_words import Words

Value: TypeAlias = "int | float | str | None"
Row: TypeAlias = "tuple[Value, ...]"
Rows: TypeAlias = "dict[str, list[Row]]"

BLOCK = 8_000  # statements
EXTRACTOR = "invented 1"
EDITORS = ("Eva", "Otto", "Kim")
COLUMNS: dict[str, tuple[str, ...]] = {
    "article": (
        "id", "identity", "address", "title", "outlet_id", "head_id", "published_edtf",
        "published_first", "published_last", "published_basis", "published_note", "language",
        "decided_by",
    ),
    "article_version": (
        "id", "article_id", "sha256", "newest", "text", "zones", "file", "read_at", "extractor",
        "definitions", "notes",
    ),
    "article_words": ("article_id", "title", "text", "dense"),
    "statement": (
        "id", "version_id", "actor_id", "original_id", "utterance_id", "occasion_first",
        "occasion_last", "occasion_told", "kind", "starts_at", "content", "content_text", "words",
        "cue_start", "cue_end", "cue_text", "source_start", "source_end", "source_text", "basis",
        "said_edtf", "said_first", "said_last", "said_basis", "confidence", "reasons",
        "decided_by", "state", "withdrawn_reason", "replaced_by_id",
    ),
    "position": (
        "id", "statement_id", "issue_id", "holder_id", "asserted_by_id", "ordinal", "stance",
        "scope", "condition_start", "condition_end", "condition_text", "evidence", "confidence",
        "review", "opinions", "decided_by",
    ),
    "utterance": ("id", "representative_id", "differences"),
    "utterance_match": ("one_id", "other_id", "kind", "score", "decided_by"),
    "queue_item": (
        "statement_id", "rank", "reasons", "skipped", "takes", "actor_id", "outlet_id",
        "said_first", "said_last",
    ),
    "revision": (
        "id", "batch", "at", "user_id", "by", "interface", "action", "reason", "undoes",
    ),
    "revision_object": ("revision_id", "kind", "object_id"),
    "revision_change": ("revision_id", "table", "key", "before", "after"),
}  # fmt: skip


# Articles of a day while there are few; more of them fill the years.
_A_DAY = 3.7
_PER_ARTICLE = 7.0
# Of articles: copies, of one of so many before; those with an older version.
_COPIED, _NEAR, _NEWER = 0.1, 40, 0.04
# Of statements: told of before, among the last so many; withdrawn; reviewed; on no issue, on two.
_AGAIN, _LATELY, _GONE, _REVIEWED, _NO_ISSUE, _TWO_ISSUES = 0.36, 60, 0.015, 0.025, 0.08, 0.06
_SECOND_HAND = 0.06
_STANCES = ("supports", "opposes", "conditional", "noncommittal", "undetermined")
_STANCE_SHARES = (0.27, 0.6, 0.8, 0.87)
_SCOPES, _SCOPE_SHARES = ("general", "own", "other"), (0.6, 0.9)
_KINDS, _KIND_SHARES = ("direct", "indirect", "mixed"), (0.5, 0.8)
_ISSUE_SHARES = (0.7, 0.9, 0.97)
_RULES = ("assent", "refusal", "condition", "hedge", "evaluation")
_CUES = ("said", "told reporters", "insisted", "warned", "argued", "wrote")
_STEMS_OF_CUES = {cue: " ".join(stems(words_of(cue))) for cue in _CUES}
_MACHINE = f"machine {EXTRACTOR}"
_CONDITIONAL = _STANCES.index("conditional")
_NOT_FOUND = "A later reading of the article does not find it any more."
_REASONS = {
    "direct": '["It is in quotation marks."]',
    "indirect": '["It is the clause of a verb of saying."]',
    "mixed": '["It is the clause of a verb of saying.","Some of it is in quotation marks."]',
}


def number_of(*parts: str) -> int:
    """The number behind ``make_id`` of these parts."""
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(frozen=True)
class Plan:
    """What decides of every row."""

    statements: int
    actors: int
    outlets: int
    issues: tuple[str, ...]
    seed: int
    block: int = BLOCK

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.statements // self.block)

    @cached_property
    def words(self) -> Words:
        """The words of all texts."""
        return vocabulary()

    @cached_property
    def calendar(self) -> Calendar:
        """The days of which texts speak."""
        return Calendar()

    @cached_property
    def actor_names(self) -> list[tuple[str, str]]:
        """By number, each with its stems."""
        names = [f"Actor Number {n}" for n in range(self.actors)]
        return [(name, " ".join(stems(words_of(name)))) for name in names]

    @cached_property
    def actor_ids(self) -> list[int]:
        """By number."""
        return [number_of("actor", f"actor-{n}") for n in range(self.actors)]

    @cached_property
    def outlet_ids(self) -> list[int]:
        """By number."""
        return [number_of("outlet", f"outlet-{n}") for n in range(self.outlets)]

    @cached_property
    def issue_ids(self) -> list[int]:
        """In order."""
        return [number_of("issue", slug) for slug in self.issues]

    @cached_property
    def actors_up_to(self) -> list[float]:
        """The share of what is said that an actor and all before it say: few say most."""
        return _up_to([1 / (n + 1) for n in range(self.actors)])

    @cached_property
    def outlets_up_to(self) -> list[float]:
        """The same of outlets and what is printed."""
        return _up_to([1 / (n + 2) for n in range(self.outlets)])

    @cached_property
    def days_up_to(self) -> list[float]:
        """The share of all statements that a day and all before it have."""
        days = int(min(DAYS, max(1, self.statements / _PER_ARTICLE / _A_DAY)))
        return _up_to(weights(self.seed, days))


def _up_to(shares: Sequence[float]) -> list[float]:
    total = sum(shares)
    return [one / total for one in accumulate(shares)][:-1]  # the last has all that is left


class _Piece(NamedTuple):
    """A sentence of a text; the places of a statement count from its own first character."""

    text: str
    stems: str
    content: tuple[tuple[int, int], ...] = ()  # none: nobody says it
    words: str = ""
    cue: tuple[int, int] = (0, 0)
    source: tuple[int, int] = (0, 0)
    kind: str = ""


class _Position(NamedTuple):
    issue: int
    stance: int
    scope: int
    holder: int
    asserted_by: int | None
    confidence: float


class _Said(NamedTuple):
    """What an article tells."""

    piece: _Piece
    actor: int
    day: int
    positions: tuple[_Position, ...]
    saying: _Saying | None


@dataclass(slots=True)
class _Report:
    """A statement whose row waits for what comes later in the block."""

    id: int
    version: int
    actor: int
    piece: _Piece
    at: int  # where its piece begins
    order: tuple[int, ...]
    said: When
    occasion: Occasion
    positions: tuple[_Position, ...]
    day: int  # of its article
    confidence: float
    decided_by: str
    original: _Report | None = None
    utterance: int = 0
    withdrawn: str | None = None
    replaced: int | None = None
    outlet: int = 0
    reports: int = 1
    differ: bool = False


@dataclass(slots=True)
class _Saying:
    """What was said once, with all reports of it that count."""

    actor: int
    start: int  # of its words among the block's
    end: int
    day: int
    positions: tuple[_Position, ...]
    article: int  # the last that tells of it
    reports: list[_Report] = field(default_factory=list)


@dataclass(slots=True)
class _Article:
    """An article with what stands in its newest text."""

    id: int
    day: int
    title: _Piece
    pieces: list[_Piece]
    said: list[_Said]
    reports: list[_Report]
    copied: bool  # may be: it has a day, and nothing in it was withdrawn


class _Place(NamedTuple):
    """Where a text is printed."""

    article: int
    version: int
    key: str  # of the version
    outlet: int
    day: int
    published: When


class Block:
    """The rows of one block, by table, each in the order of ``COLUMNS``."""

    def __init__(self, plan: Plan, number: int) -> None:
        """Make them; the same plan and number give the same."""
        self.rows: Rows = {table: [] for table in COLUMNS}
        self._plan = plan
        self._number = number
        self._first = number * plan.block
        self._size = min(plan.block, plan.statements - self._first)
        self._chance = random.Random(f"{plan.seed} {number}").random  # noqa: S311 - repeatable
        self._articles: list[_Article] = []
        self._sayings: list[_Saying] = []
        self._reports: list[_Report] = []
        self._draw_words()
        while len(self._reports) < self._size:
            self._article(self._size - len(self._reports))
        self._group()
        for report in self._reports:
            self._write(report)

    def _draw_words(self) -> None:
        chance = np.random.default_rng([self._plan.seed, self._number])
        words = self._plan.words
        lengths = np.clip(chance.lognormal(2.85, 0.5, self._size), 4, 60).astype(int)
        self._ends: list[int] = [0, *np.cumsum(lengths).tolist()]
        others = np.clip(chance.lognormal(2.3, 0.4, self._size // 2 + 8), 4, 25).astype(int)
        numbers = words.numbers(chance, self._ends[-1] + int(others.sum()))
        self._printed: list[str] = words.printed[numbers].tolist()
        self._indexed: list[str] = words.indexed[numbers].tolist()
        self._stems: list[str] = words.stems[numbers].tolist()
        self._others: list[_Piece] = []
        at = self._ends[-1]
        for count in others.tolist():
            printed = " ".join(self._printed[at : at + count])
            told = " ".join(self._stems[at : at + count])
            self._others.append(_Piece(f"{_capital(printed)}.", told))
            at += count

    def _other(self) -> _Piece:
        """A sentence that nobody says."""
        return self._others[int(self._chance() * len(self._others))]

    def _article(self, most: int) -> None:
        """An article with at most so many statements."""
        r = self._chance
        if self._articles and r() < _COPIED:
            head = self._articles[-1 - int(r() * min(_NEAR, len(self._articles)))]
            if head.copied and len(head.said) <= most:
                self._copy(head)
                return
        count = min(most, int(-_PER_ARTICLE * math.log(1 - r() * 0.97)) + (r() > 0.05))
        older = bool(count) and 2 * count <= most and r() < _NEWER
        share = (self._first + len(self._reports)) / self._plan.statements
        day = bisect(self._plan.days_up_to, share)
        said = [self._say(day) for _ in range(count)]
        pieces = [self._other()]
        for one in said:
            pieces += [one.piece, self._other()]
        pieces += [self._other() for _ in range(int(r() * 4))]
        title = self._other()
        published = self._plan.calendar.published(day, r())
        place = self._put(pieces, title, day, published, None)
        reports = self._told(place, pieces, said)
        whole = True
        for one, report in zip(said, reports, strict=True):
            if r() < _GONE:
                whole = False
                self._withdraw(report)
            elif one.saying is not None:
                one.saying.reports.append(report)
                if r() < _REVIEWED:
                    report.decided_by = f"editor {EDITORS[int(r() * len(EDITORS))]}"
        self._positions(reports, said)
        certain = published.basis == "metadata" and published.low == published.high
        self._articles.append(
            _Article(place.article, day, title, pieces, said, reports, certain and whole)
        )
        if older:
            self._older(place, pieces, said, reports)

    def _copy(self, head: _Article) -> None:
        """The same text with another beginning, in another outlet, a day or two later."""
        day = head.day + 1 + int(self._chance() * 2)
        pieces = [self._other(), *head.pieces]
        published = self._plan.calendar.day(day, "metadata")
        place = self._put(pieces, head.title, day, published, head.id)
        reports = self._told(place, pieces, head.said)
        for report, first in zip(reports, head.reports, strict=True):
            report.original = first
            report.said = first.said
            report.occasion = self._plan.calendar.occasion(first.said, published)
        self._positions(reports, head.said)

    def _older(
        self, place: _Place, pieces: list[_Piece], said: list[_Said], reports: list[_Report]
    ) -> None:
        """The text that the article had before, with the same statements."""
        former = [self._other(), *pieces]  # longer, so surely another text
        version, key = self._version(place.article, _printed(former), place.day, newest=0)
        before = place._replace(version=version, key=key)
        told = self._told(before, former, said)
        for report, now in zip(told, reports, strict=True):
            report.replaced, report.said, report.occasion = now.id, now.said, NO_OCCASION
        self._positions(told, said)

    def _withdraw(self, report: _Report) -> None:
        by_editor = self._chance() < 0.3
        report.withdrawn = "They did not say so." if by_editor else _NOT_FOUND
        if by_editor:
            report.decided_by = f"editor {EDITORS[0]}"
        report.occasion = NO_OCCASION

    def _say(self, day: int) -> _Said:
        """Something new, or something that was said lately."""
        r = self._chance
        here = len(self._articles)
        if self._sayings and r() < _AGAIN:
            saying = self._sayings[-1 - int(r() * min(_LATELY, len(self._sayings)))]
            if saying.article != here:
                saying.article = here
                start, end = saying.start, saying.end
                if r() < 0.4 and end - start > 8:  # a part of it
                    start += int(r() * 3)
                    end -= int(r() * (end - start) * 0.4)
                positions = saying.positions
                if positions and r() < 0.08:
                    stance = (positions[0].stance + 1 + int(r() * 4)) % 5
                    positions = (positions[0]._replace(stance=stance), *positions[1:])
                piece = self._piece(saying.actor, start, end)
                return _Said(piece, saying.actor, min(day, saying.day), positions, saying)
        number = len(self._sayings)
        start, end = self._ends[number], self._ends[number + 1]
        actor = bisect(self._plan.actors_up_to, r())
        positions = tuple(self._take(actor))
        saying = _Saying(actor, start, end, day - int(r() * 3), positions, here)
        self._sayings.append(saying)
        return _Said(self._piece(actor, start, end), actor, saying.day, positions, saying)

    def _take(self, actor: int) -> Iterator[_Position]:
        r = self._chance
        share = r()
        if share < _NO_ISSUE:
            return
        issues = len(self._plan.issues)
        first = min(bisect(_ISSUE_SHARES, r()), issues - 1)
        some = [first, (first + 1) % issues] if share > 1 - _TWO_ISSUES else [first]
        for issue in dict.fromkeys(some):
            holder, asserted = actor, None
            if r() < _SECOND_HAND and self._plan.actors > 1:
                holder = (actor + 1 + int(r() * (self._plan.actors - 1))) % self._plan.actors
                asserted = actor
            stance, scope = bisect(_STANCE_SHARES, r()), bisect(_SCOPE_SHARES, r())
            sure = round(0.4 + 0.6 * math.sqrt(r()), 3)
            yield _Position(issue, stance, scope, holder, asserted, sure)

    def _piece(self, actor: int, start: int, end: int) -> _Piece:
        """Words of the block as a text prints them."""
        r = self._chance
        kind, cue = _KINDS[bisect(_KIND_SHARES, r())], _CUES[int(r() * len(_CUES))]
        name, of_name = self._plan.actor_names[actor]
        printed = " ".join(self._printed[start:end])
        indexed = " ".join(self._indexed[start:end])
        told = " ".join(self._stems[start:end])
        of_cue = _STEMS_OF_CUES[cue]
        if kind == "direct":
            if end - start > 12 and r() < 0.15:  # “One,” she said, “and the other.”
                middle = (start + end) // 2
                one = _capital(" ".join(self._printed[start:middle]))
                other = " ".join(self._printed[middle:end])
                text = f"“{one},” {name} {cue}, “{other}.”"
                at = len(one) + 4
                again = at + len(name) + len(cue) + 4
                stemmed = " ".join(
                    (*self._stems[start:middle], of_name, of_cue, *self._stems[middle:end])
                )
                content = [(1, len(one) + 1), (again, again + len(other))]
            else:
                one = _capital(printed)
                text, stemmed = f"“{one},” {name} {cue}.", f"{told} {of_name} {of_cue}"
                at = len(one) + 4
                content = [(1, len(one) + 1)]
            source = (at, at + len(name))
            begins = at + len(name) + 1
            return _Piece(
                text, stemmed, tuple(content), indexed, (begins, begins + len(cue)), source, kind
            )
        if kind == "mixed" and end - start > 5:
            middle = start + 2 + int(r() * (end - start - 4))
            one, other = " ".join(self._printed[start:middle]), " ".join(self._printed[middle:end])
            printed = f"{one} “{other}”"
        begins = len(name) + len(cue) + 7
        return _Piece(
            f"{name} {cue} that {printed}.",
            f"{of_name} {of_cue} that {told}",
            ((begins, begins + len(printed)),),
            indexed,
            (len(name) + 1, len(name) + 1 + len(cue)),
            (0, len(name)),
            kind,
        )

    def _put(
        self, pieces: list[_Piece], title: _Piece, day: int, published: When, head: int | None
    ) -> _Place:
        """Write an article and its newest text."""
        r = self._chance
        outlet = bisect(self._plan.outlets_up_to, r())
        number = f"{self._number}-{len(self.rows['article'])}"
        text = _printed(pieces)
        address: str | None = None
        if r() < 0.95:
            path = self._plan.calendar.iso(day).replace("-", "/")
            identity = f"outlet-{outlet}.example/{path}/article-{number}"
            address = f"https://{identity}"
            article = number_of("article", address)
        else:
            identity = f"sha256:{sha256(text.encode()).hexdigest()} outlet-{outlet}"
            article = number_of("article", identity)
        self.rows["article"].append(
            (
                article,
                identity,
                address,
                title.text[:-1],
                self._plan.outlet_ids[outlet],
                head or article,
                *published[:4],
                "In its address.",
                "en",
                None,
            )
        )
        stemmed = " ".join([piece.stems for piece in pieces])
        self.rows["article_words"].append((article, title.stems, stemmed, 0))
        version, key = self._version(article, text, day, newest=1)
        return _Place(article, version, key, self._plan.outlet_ids[outlet], day, published)

    def _version(self, article: int, text: str, day: int, *, newest: int) -> tuple[int, str]:
        hashed = sha256(text.encode()).hexdigest()
        version = number_of("version", from_number(article), hashed)
        self.rows["article_version"].append(
            (
                version,
                article,
                hashed,
                newest,
                text,
                f'[[0,{len(text)},"body"]]',
                f"invented/{from_number(version)}.txt",
                f"{self._plan.calendar.iso(day + newest)} 12:00:00.000000",
                EXTRACTOR,
                "invented",
                "[]",
            )
        )
        return version, from_number(version)

    def _told(self, place: _Place, pieces: list[_Piece], said: list[_Said]) -> list[_Report]:
        """The statements of a text."""
        r = self._chance
        published, calendar = place.published, self._plan.calendar
        of_piece = iter(said)
        made: list[_Report] = []
        at = 0
        for piece in pieces:
            if piece.content:
                one = next(of_piece)
                spans = ",".join([f"{at + a}-{at + b}" for a, b in piece.content])
                key = number_of("statement", place.key, spans)
                when = calendar.said(one.day, r(), r())
                begins = at + piece.content[0][0]
                made.append(
                    _Report(
                        key,
                        place.version,
                        one.actor,
                        piece,
                        at,
                        (published.low, published.high, place.article, begins, key),
                        when,
                        calendar.occasion(when, published),
                        one.positions,
                        place.day,
                        round(0.2 + 0.8 * math.sqrt(r()), 3),
                        _MACHINE,
                        outlet=place.outlet,
                    )
                )
            at += len(piece.text) + 2
        self._reports += made
        return made

    def _positions(self, reports: list[_Report], said: list[_Said]) -> None:
        """Write what statements mean, and that editors have looked at some."""
        plan, rows = self._plan, self.rows["position"]
        for report, one in zip(reports, said, strict=True):
            key = from_number(report.id)
            mine: list[int] = []
            start, end = report.at + one.piece.content[-1][0], report.at + one.piece.content[-1][1]
            for ordinal, taken in enumerate(one.positions):
                issue, stance, holder = plan.issues[taken.issue], taken.stance, taken.holder
                teller = "" if taken.asserted_by is None else f"actor-{taken.asserted_by}"
                identifier = number_of("position", key, issue, f"actor-{holder}", teller)
                mine.append(identifier)
                condition: tuple[Value, ...] = (None, None, None)
                if stance == _CONDITIONAL:
                    words = one.piece.text[start - report.at : end - report.at]
                    cut = words.rfind(" ", 0, words.rfind(" ")) + 1
                    condition = (start + cut, end, words[cut:])
                evidence = (
                    f'[{{"span":[{start},{min(end, start + 8)}],"rule":"{_RULES[stance]}",'
                    f'"stance":"{_STANCES[stance]}"}}]'
                )
                rows.append(
                    (
                        identifier,
                        report.id,
                        plan.issue_ids[taken.issue],
                        plan.actor_ids[holder],
                        None if taken.asserted_by is None else plan.actor_ids[taken.asserted_by],
                        ordinal,
                        _STANCES[stance],
                        _SCOPES[taken.scope],
                        *condition,
                        evidence,
                        taken.confidence,
                        "[]",
                        "[]",
                        report.decided_by,
                    )
                )
            if report.decided_by != _MACHINE:
                self._revise(report, key, mine)

    def _revise(self, report: _Report, key: str, positions: list[int]) -> None:
        """Record that an editor accepted or withdrew a statement."""
        number = self._first + len(self.rows["revision"]) + 1
        name, withdrawn = report.decided_by.removeprefix("editor "), report.withdrawn
        read = self._plan.calendar.iso(report.day + 2)
        self.rows["revision"].append(
            (
                number,
                f"{number:032x}",
                f"{read} 09:00:00.000000",
                None,
                name,
                "import",
                "withdraw" if withdrawn else "accept",
                withdrawn or "",
                None,
            )
        )
        self.rows["revision_object"].append((number, "statement", key))
        before, after = f'"decided_by":"{_MACHINE}"', f'"decided_by":"{report.decided_by}"'
        for one in positions:
            self.rows["revision_change"].append(
                (number, "position", from_number(one), f"{{{before}}}", f"{{{after}}}")
            )
        if withdrawn:
            before += ',"state":"live","withdrawn_reason":null'
            after += f',"state":"withdrawn","withdrawn_reason":"{withdrawn}"'
        self.rows["revision_change"].append(
            (number, "statement", key, f"{{{before}}}", f"{{{after}}}")
        )

    def _group(self) -> None:
        """Let each report name the earliest of its utterance."""
        for saying in self._sayings:
            reports = sorted(saying.reports, key=lambda one: one.order)
            if len(reports) < 2:
                continue
            first = reports[0]
            longest = max(reports, key=lambda one: len(one.piece.words))
            differences = []
            if len({tuple((p.issue, p.stance) for p in one.positions) for one in reports}) > 1:
                differences.append("stance")
            if sorted(one.piece.kind for one in reports)[:2] == ["direct", "indirect"]:
                differences.append("direct")
            told = ",".join(f'"{one}"' for one in differences)
            self.rows["utterance"].append((first.id, longest.id, f"[{told}]"))
            for report in reports:
                report.utterance, report.reports = first.id, len(reports)
                report.differ = bool(differences)
            for report in reports[1:]:
                one, other = sorted((first.id, report.id))
                shorter, longer = sorted((len(first.piece.words), len(report.piece.words)))
                score = round(shorter / longer, 3)
                self.rows["utterance_match"].append((one, other, "same words", score, "machine"))

    def _write(self, report: _Report) -> None:
        piece, at, text = report.piece, report.at, report.piece.text
        (cue, cue_end), (source, source_end) = piece.cue, piece.source
        first = report.original or report
        words = [text[start:end] for start, end in piece.content]
        # Nothing in it that JSON has another form for.
        told, spans = '","'.join(words), ",".join(f"[{at + a},{at + b}]" for a, b in piece.content)
        self.rows["statement"].append(
            (
                report.id,
                report.version,
                self._plan.actor_ids[report.actor],
                first.id,
                first.utterance or first.id,
                *report.occasion,
                piece.kind,
                at + piece.content[0][0],
                f"[{spans}]",
                f'["{told}"]',
                piece.words,
                at + cue,
                at + cue_end,
                text[cue:cue_end],
                at + source,
                at + source_end,
                text[source:source_end],
                "named",
                *report.said[:4],
                report.confidence,
                _REASONS[piece.kind],
                report.decided_by,
                "withdrawn" if report.withdrawn else "live",
                report.withdrawn,
                report.replaced,
            )
        )
        hidden = report.withdrawn or report.replaced or first is not report
        if report.decided_by == _MACHINE and not hidden:
            self._wait(report)

    def _wait(self, report: _Report) -> None:
        """Put a statement into the review queue, as migration 0010 does.

        As if its actor had said much; who has not is found when all is there.
        """
        positions = [(_STANCES[one.stance], one) for one in report.positions]
        takes = {f"{self._plan.issue_ids[one.issue]}:{stance}" for stance, one in positions}
        reasons = 1 + 32 * bool(takes) + 16 * report.differ
        if any(stance == "undetermined" or one.confidence < 0.795 for stance, one in positions):
            reasons += 8
        if report.confidence < 0.295:
            reasons += 4
        if any(one.asserted_by is not None for _, one in positions):
            reasons += 2
        self.rows["queue_item"].append(
            (
                report.id,
                (127 - reasons) * 16384 + 16383 - report.reports,
                reasons,
                0,
                f" {' '.join(sorted(takes))} " if takes else "",
                self._plan.actor_ids[report.actor],
                report.outlet,
                *report.said[1:3],
            )
        )


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _printed(pieces: Sequence[_Piece]) -> str:
    return "\n\n".join([piece.text for piece in pieces])
