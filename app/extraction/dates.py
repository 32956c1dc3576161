"""Dates: on which day a statement was made, as far as the text and its date tell.

1. A phrase that says when, in the sentence of the cue, that belongs to the act of saying and not
   to what is said: it stands outside the content, and its verb is the cue's, or one above it, or
   one of speaking beside it ("speaking on Monday", "in a statement issued on Friday").
2. Else the occasion goes on: the speaker, or the body he or she speaks for, was last dated in the
   same paragraph, or anywhere before in the text when there is one such occasion only (inferred).
   A day carried on is never surer than the one it rests on.
3. Else it is unknown. What somebody "has said", "says repeatedly" or "previously said" is of no
   one day. A wrong day is worse than none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.extraction.naming.dated import DatePhrase, Day, day_of, find_dates
from app.extraction.naming.sources import place_of
from app.extraction.reporting.cues import find_cue
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.domain.actors import Actor
    from app.domain.spans import Span
    from app.domain.statements import Statement
    from app.extraction.naming.entities import Cast
    from app.extraction.naming.mention import Mention
    from app.extraction.naming.words import Word

# Beside the verbs that report: what people do when they speak, and what is done with statements.
_OCCASIONS = frozenset(
    [
        "ask",
        "speak",
        "talk",
        "press",
        "address",
        "issue",
        "publish",
        "release",
        "question",
        "react",
        "post",
        "write",
        "appear",
        "testify",
        "interview",
        "air",
        "broadcast",
        "deliver",
        "tell",
    ]
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NO_ONE_DAY = frozenset(
    {
        "previously",
        "repeatedly",
        "consistently",
        "always",
        "often",
        "frequently",
        "long",
        "never",
        "regularly",
        "earlier",
        "formerly",
        "once",
        "recently",
        "traditionally",
        "routinely",
        "usually",
        "constantly",
        "since",
        "already",
        "lately",
        "historically",
        "sometimes",
    }
)
_CLIMB = 40  # verbs above a word; a guard


@dataclass(frozen=True, slots=True)
class _Dated:
    """A phrase and the date it means, where it stands."""

    phrase: DatePhrase
    day: Day
    zone: int
    place: int  # in the clean text
    verb: Token | None  # whose time it tells


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Somebody was said to speak on a day."""

    day: UncertainDate
    origin: str  # the words of the text that the day rests on
    zone: int
    place: int


@dataclass(slots=True)
class _Spoken:
    """On which days somebody has spoken so far, as the text is gone through from its start."""

    ahead: list[_Occasion] = field(default_factory=list)  # noted beforehand, in order
    passed: int = 0
    last: _Occasion | None = None
    days: set[str | None] = field(default_factory=set)

    def advance(self, place: int) -> None:
        """Take in what was noted beforehand up to ``place``."""
        while self.passed < len(self.ahead) and self.ahead[self.passed].place < place:
            self.note(self.ahead[self.passed])
            self.passed += 1

    def note(self, occasion: _Occasion) -> None:
        """Take in one occasion."""
        self.last = occasion
        self.days.add(occasion.day.edtf)


def date_statements(cast: Cast, statements: Sequence[Statement]) -> list[Day]:
    """When each statement was made, and why we think so, in the order of the statements."""
    dater = _Dater(cast, statements)
    found: list[Day] = [Day()] * len(statements)
    for number in sorted(range(len(statements)), key=lambda each: place_of(statements[each])):
        found[number] = dater.date(statements[number])
    return found


class _Dater:
    def __init__(self, cast: Cast, statements: Sequence[Statement]) -> None:
        self._cast = cast
        self._text = cast.text
        self._zones = [zone.zone.span.start for zone in self._text.parsed.zones]
        self._contents = sorted(span for each in statements for span in each.content)
        self._reach = _running_ends(self._contents)
        self._by_sentence: defaultdict[int, list[_Dated]] = defaultdict(list)
        self._spoken: defaultdict[str, _Spoken] = defaultdict(_Spoken)
        self._mention_at = [
            _by_token(words, mentions)
            for words, mentions in zip(self._text.words, self._text.by_zone, strict=True)
        ]
        self._read(self._text.parsed.text.published)

    def _read(self, published: UncertainDate) -> None:
        """Find all phrases that say when, and whom they are said of."""
        before = UNKNOWN_DATE
        for number, zone in enumerate(self._text.parsed.zones):
            for phrase in find_dates(self._text.texts[number]):
                day = day_of(phrase, published, before)
                span = zone.span(phrase.start, phrase.end)
                inside = self._in_content(span)
                if day.said_on.known and not inside:
                    before = day.said_on
                token = zone.token_at(span.start)
                if token is None or token.i in zone.collapsed:
                    continue
                dated = _Dated(phrase, day, number, span.start, _governor(token))
                self._by_sentence[self._text.sentences[number][token.i]].append(dated)
                if not inside and day.said_on.known:
                    self._note_occasion(dated)

    def _note_occasion(self, dated: _Dated) -> None:
        """Remember who is said to speak, or to be asked, on a day."""
        verb = dated.verb
        if verb is None or not (find_cue(verb) or verb.lemma_ in _OCCASIONS):
            return
        subject = child_of(verb, _SUBJECTS)
        if subject is None or verb.dep_ == "acl":
            # "Asked about it on Monday, she refused": the subject is that of the verb above.
            subject = (
                child_of(verb.head, _SUBJECTS) if verb.head.pos_ in {"VERB", "AUX"} else subject
            )
        mention = self._mention_at[dated.zone].get(subject.i) if subject is not None else None
        entity = self._cast.of(mention) if mention is not None else None
        if entity is not None and entity.actor is not None:
            day = dated.day.said_on
            occasion = _Occasion(day, dated.phrase.text, dated.zone, dated.place)
            self._spoken[entity.actor.slug].ahead.append(occasion)

    def date(self, statement: Statement) -> Day:
        """When a statement was made."""
        cue = self._cue_token(statement)
        place = place_of(statement)
        zone = max(bisect_right(self._zones, place) - 1, 0)
        own = self._own(statement, cue, zone)
        slug = statement.actor.slug
        self._spoken[slug].advance(place)
        if own is not None:
            day = own.day
            if cue is not None and self._is_another_s(own, cue):
                said_on = replace(day.said_on, basis=DateBasis.INFERRED)
                why = f"“{own.phrase.text}” is said of somebody else in the same sentence."
                day = Day(said_on, f"{day.reason} {why}")
            self._spoken[slug].note(_Occasion(day.said_on, own.phrase.text, zone, place))
            return day
        if cue is not None and not _is_of_one_day(cue):
            return Day()
        return self._carried(statement.actor, zone, place, past=cue is None or cue.tag_ != "VBZ")

    def _cue_token(self, statement: Statement) -> Token | None:
        if statement.cue is None or not self._zones:
            return None
        zone = self._text.parsed.zones[max(bisect_right(self._zones, statement.cue.start) - 1, 0)]
        tokens = [zone.token_at(statement.cue.start), zone.token_at(statement.cue.end - 1)]
        verbs = [token for token in tokens if token is not None]
        return next(
            (token for token in verbs if token.pos_ in {"VERB", "AUX"}), verbs[0] if verbs else None
        )

    # -- a date of its own -----------------------------------------------------------------

    def _own(self, statement: Statement, cue: Token | None, zone: int) -> _Dated | None:
        if cue is None:
            return None
        sentence = self._text.sentences[zone][cue.i]
        found: list[tuple[int, _Dated]] = []
        for dated in self._by_sentence.get(sentence, ()):
            if dated.zone != zone or not dated.day.said_on.known:
                continue
            if self._belongs(dated, statement, cue):
                found.append((abs(dated.place - place_of(statement)), dated))
        return min(found, key=lambda each: each[0])[1] if found else None

    def _is_another_s(self, dated: _Dated, cue: Token) -> bool:
        """Whether a phrase tells when somebody else did something: "Holm left on Monday, ..."."""
        if dated.verb is None or dated.verb.i == cue.i:
            return False
        subjects = [child_of(verb, _SUBJECTS) for verb in (dated.verb, cue)]
        found = [self._mention_at[dated.zone].get(subject.i) for subject in subjects if subject]
        entities = [self._cast.of(mention) for mention in found if mention is not None]
        return len(entities) == len(subjects) and entities[0] is not entities[1]

    def _belongs(self, dated: _Dated, statement: Statement, cue: Token) -> bool:
        """Whether a phrase tells the time of saying."""
        assert statement.cue is not None  # noqa: S101 - there is a cue token
        between = self._text.parsed.text.text[statement.cue.end : dated.place]
        if between.strip(" ,") in {"", "on"} and dated.place >= statement.cue.end:
            return True  # "said on Monday", whatever follows
        inside = any(span.start <= dated.place < span.end for span in statement.content)
        verb = dated.verb
        if verb is None or inside or self._in_content_without(dated, statement):
            return False
        return verb.i == cue.i or _is_above(verb, cue) or _is_beside(verb, cue)

    def _in_content_without(self, dated: _Dated, statement: Statement) -> bool:
        """Whether a phrase is inside other words somebody says, and the statement is not."""
        place = bisect_right(self._contents, (dated.place, 2**62)) - 1
        while place >= 0 and self._reach[place] > dated.place:
            span = self._contents[place]
            if span.end > dated.place and not span.start <= place_of(statement) < span.end:
                return True
            place -= 1
        return False

    def _in_content(self, span: Span) -> bool:
        place = bisect_right(self._contents, (span.start, 2**62)) - 1
        return place >= 0 and self._reach[place] > span.start

    # -- a date carried on -----------------------------------------------------------------

    def _carried(self, actor: Actor, zone: int, place: int, *, past: bool) -> Day:
        spoken = self._spoken[actor.slug]
        spoken.advance(place)
        last, whose = spoken.last, "this speaker's words"
        days = spoken.days
        if last is None:
            last, whose = self._of_body(actor, zone, place), "the words of the body it is said for"
            days = {last.day.edtf} if last else set()
        if last is None:
            return Day()
        day, of_body = last.day, spoken.last is None
        if last.zone == zone:
            reason = (
                f"It goes with {whose} before it in the paragraph, which rest on “{last.origin}”."
            )
        elif past and len(days) == 1:
            reason = (
                f"Nothing dates it; {whose} elsewhere in the article rest on “{last.origin}” only."
            )
        else:
            return Day()
        if of_body or last.zone != zone:
            day = replace(day, basis=DateBasis.INFERRED)
        # What the next words rest on is this day, as unsure as it has become.
        spoken.note(_Occasion(day, last.origin, zone, place))
        return Day(day, reason)

    def _of_body(self, actor: Actor, zone: int, place: int) -> _Occasion | None:
        """An occasion just before of the body somebody speaks for: the Kremlin, its spokesman."""
        for body in sorted(
            {role.of or "" for role in actor.roles if role.office == "spokesperson"}
        ):
            spoken = self._spoken.get(body)
            if spoken is not None:
                spoken.advance(place)
                if spoken.last is not None and zone - spoken.last.zone <= 1:
                    return spoken.last
        return None


def _by_token(words: Sequence[Word], mentions: Sequence[Mention]) -> dict[int, Mention]:
    """The mention whose phrase each token is in; the first of those that overlap."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        for word in words[mention.left : mention.right + 1]:
            found.setdefault(word.number, mention)
    return found


def _running_ends(spans: Sequence[Span]) -> list[int]:
    """For each of the sorted spans, how far it or one before it reaches."""
    ends: list[int] = []
    for span in spans:
        ends.append(max(span.end, ends[-1]) if ends else span.end)
    return ends


def _governor(token: Token) -> Token | None:
    """The verb whose time a word tells: the first above it."""
    for _ in range(_CLIMB):
        if token.pos_ in {"VERB", "AUX"}:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_above(verb: Token, cue: Token) -> bool:
    """Whether a cue hangs on a verb by nothing but its being said along with it."""
    token = cue
    for _ in range(_CLIMB):
        if token.head.i == token.i or token.dep_ not in {
            "advcl",
            "conj",
            "xcomp",
            "prep",
            "pcomp",
            "dep",
        }:
            return False
        token = token.head
        if token.i == verb.i:
            return True
    return False


def _is_beside(verb: Token, cue: Token) -> bool:
    """Whether a verb tells of the same act of speaking as a cue, in a clause beside it.

    "Speaking on Monday, Smith said"; "said in a note sent on Monday".
    """
    if find_cue(verb) is None and verb.lemma_ not in _OCCASIONS:
        return False
    head = verb.head
    if verb.dep_ in {"acl", "relcl"}:
        within = head.dep_ == "pobj" and head.head.lemma_.lower() in {"in", "at", "during"}
        if not within and head.dep_ not in {"nsubj", "nsubjpass", "appos", "poss"}:
            return False
    elif verb.dep_ not in {"advcl", "pcomp"}:
        return False
    for _ in range(_CLIMB):
        if head.pos_ in {"VERB", "AUX"} or head.head.i == head.i:
            break
        head = head.head
    return head.i == cue.i or _is_above(head, cue)


def _is_of_one_day(cue: Token) -> bool:
    """Whether a cue tells of one act in the past or now, not of a habit or a standing view."""
    for child in cue.children:
        if child.dep_ == "aux" and child.lemma_ == "have":
            return False
        if child.dep_ in {"advmod", "npadvmod"} and child.lemma_.lower() in _NO_ONE_DAY:
            return False
    if cue.dep_ in {"conj", "advcl", "xcomp", "acl"} and cue.head.i != cue.i and cue.tag_ != "VBD":
        head = cue.head
        return head.pos_ not in {"VERB", "AUX"} or _is_of_one_day(head)
    return True
