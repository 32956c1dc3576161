"""Passages: what the stance rules read of a text around each of its statements.

A text is read in stretches that do not depend on the statements, a paragraph or a part of a long
one, so that each is parsed once however many statements stand in it: the time grows with the
length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.passage import Passage, parse_text, parse_texts, sentences_of
from app.extraction.stances.seeds import Seeded
from app.extraction.stances.stretch import Stretch, Unparsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from app.domain.articles import CleanText
    from app.domain.positions import Issue
    from app.domain.spans import Span
    from app.domain.statements import Statement
    from app.extraction.parsing import ParsedText, Parser
    from app.extraction.stances.seeds import Seeds
    from app.extraction.stances.topic import TopicGate

_LONGEST = 3000  # characters of a stretch; few paragraphs of a newspaper come near it
_LONGEST_SAID = 9000  # a statement longer than this is read from its beginning
_TAIL = 600  # characters before a stretch in which its last sentences are looked for
_SENTENCES_BEFORE = 2
_SENTENCES_NEAR = 5
_TOGETHER = 32  # stretches parsed at once
_KEPT = 40  # stretches held; statements come in the order of the text
_BREAK = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")


class Passages:
    """The passages of one text, made as they are asked for."""

    def __init__(self, text: CleanText, parser: Parser, parsed: ParsedText | None = None) -> None:
        """Cut the text into stretches; nothing is parsed yet.

        A paragraph that ``parsed`` has in the same words, as it has no quotation, is not parsed
        again.
        """
        self.text = text
        self._parser = parser
        # Only these docs are held: of a long article the rest is most of the memory. What has a
        # collapsed quotation is not in the same words.
        zones = () if parsed is None else parsed.zones
        self._docs = [zone.doc for zone in zones if not zone.collapsed]
        self._cuts = sorted(_cuts(text))
        self._breaks = sorted(
            {match.end() for match in _BREAK.finditer(text.text)} | {z.span.end for z in text.prose}
        )
        self._prose = sorted(zone.span for zone in text.prose)
        self._starts = {span.start for span in self._prose}
        self._ends = [span.end for span in self._prose]
        self._stretches: dict[tuple[int, int], Stretch] = {}
        self._tails: dict[int, tuple[SpacySpan, ...]] = {}
        self._expected: list[tuple[int, int]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._seeded = Seeded(text.text)
        self._title_seeded = Seeded(text.title) if text.title else None
        self._known: dict[str, Doc] = {}
        self._title: tuple[SpacySpan, ...] | None = None

    def expect(self, statements: Iterable[Statement], issues: Iterable[Issue]) -> None:
        """Say which statements will be asked for, so that their stretches are parsed together."""
        gates = [topic_gate(issue) for issue in issues]
        places = (
            self._place(one) for one in statements if one.content and self.may_take(one, gates)
        )
        self._expected = list(dict.fromkeys(places))
        self._numbers = {place: number for number, place in enumerate(self._expected)}

    def may_take(self, statement: Statement, gates: Iterable[TopicGate]) -> bool:
        """Whether a statement can take a position on any of these issues at all.

        No parse is needed to rule most statements out. What is found here is more than what
        ``reading`` finds: it asks for words where that asks for words in their places.
        """
        cue = (statement.cue,) if statement.cue else ()
        said = (*statement.content, *cue)
        before, around = self._sentences_near(statement, said)
        for gate in gates:
            near = (*before, around)
            names = gate.place_name_seeds
            if names is not None and not self._is_near(names, ((0, len(self.text.text)),)):
                continue
            if not self._may_be_there(gate, near, cue):
                continue
            if not self._may_be_ordered(gate, near):
                continue
            if self._seeded.has(gate.naming_seeds, said):
                return True
            named = self._seeded.has(gate.naming_seeds, near)
            if not named and not self._is_in_title(gate.naming_seeds):
                continue
            points = gate.pointing_seeds if named else gate.pointing_nouns_seeds
            if self._seeded.has(points, said) or self._seeded.has(gate.grounding_seeds, cue):
                return True
            if self._seeded.has(gate.naming_seeds, before) and self._seeded.has(
                gate.asking_seeds, before
            ):
                return True
        return False

    def _may_be_there(
        self, gate: TopicGate, near: Iterable[tuple[int, int]], cue: Iterable[tuple[int, int]]
    ) -> bool:
        """Whether the place of an issue is named near, without which nothing there is on it.

        Only a ground given for what stands outside the statement needs no place: "warning".
        """
        seeds = gate.place_seeds
        if seeds is None or self._seeded.has(seeds, near):
            return True
        if self._is_in_title(seeds):
            return True
        participle = any("ing" in self.text.text[start:end] for start, end in near)
        return participle and self._seeded.has(gate.grounding_seeds, cue)

    def _may_be_ordered(self, gate: TopicGate, near: Iterable[tuple[int, int]]) -> bool:
        """Whether both of what an issue puts into an order are spoken of.

        What comes after something needs that nearby; what goes on meanwhile ("in wartime") is
        known from the whole article: "now is not the time for elections".
        """
        if not gate.order_seeds:
            return True
        things, events = gate.order_seeds
        every = ((0, len(self.text.text)),)
        return self._is_near(things, near) and self._is_near(
            events, near if gate.is_after else every
        )

    def _is_near(self, seeds: Seeds, near: Iterable[tuple[int, int]]) -> bool:
        return self._seeded.has(seeds, near) or self._is_in_title(seeds)

    def _is_in_title(self, seeds: Seeds) -> bool:
        title = self._title_seeded
        return title is not None and title.has(seeds, ((0, len(self.text.title or "")),))

    def _sentences_near(
        self, statement: Statement, said: Sequence[Span]
    ) -> tuple[list[tuple[int, int]], tuple[int, int]]:
        """Where the sentences before a statement stand, and where its own.

        Sentences end by their marks here; some more are taken than by the parse, to lose none.
        """
        start, end = self._place(statement)
        first, last = min(span.start for span in said), max(span.end for span in said)
        ranges = [(start, first)]
        earlier = self._before(start)
        if earlier is not None:
            ranges.insert(0, earlier)
        breaks = self._breaks
        number = bisect_right(breaks, first)
        if number >= _SENTENCES_NEAR:
            opening = breaks[number - _SENTENCES_NEAR]
            ranges = [(max(low, opening), high) for low, high in ranges if high > opening]
        closing = bisect_left(breaks, last) + 1
        return ranges, (first, min(end, breaks[closing]) if closing < len(breaks) else end)

    def of(self, statement: Statement) -> tuple[Stretch, Passage]:
        """The passage of a statement, and the stretch of the text it is in."""
        start, end = self._place(statement)
        stretch = self._stretch(start, end)
        said = stretch.indexes(statement.content)
        cue = stretch.indexes((statement.cue,) if statement.cue else ())
        inside = said | cue
        held = [
            sentence
            for sentence in stretch.sentences
            if not inside.isdisjoint(range(sentence.start, sentence.end))
        ]
        opening = held[0].start if held else 0
        before = tuple(s for s in stretch.sentences if s.end <= opening)[-_SENTENCES_BEFORE:]
        missing = _SENTENCES_BEFORE - len(before)
        if missing > 0:
            before = (*self._earlier(start)[-missing:], *before)
        return stretch, Passage(
            stretch.doc,
            tuple(held),
            inside,
            said,
            tuple(stretch.doc[index] for index in sorted(cue)),
            before,
            self._titled(),
            direct=statement.kind is StatementKind.DIRECT,
            quoted=stretch.quoted,
        )

    def _place(self, statement: Statement) -> tuple[int, int]:
        """From where to where the text is read for a statement: whole stretches."""
        spans = [*statement.content, *(s for s in (statement.cue, statement.source) if s)]
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        if last - first > _LONGEST_SAID:
            first, last = max(first, statement.content[0].start - _TAIL), first + _LONGEST_SAID
        start = self._cuts[max(bisect_right(self._cuts, first) - 1, 0)]
        end = self._cuts[min(bisect_left(self._cuts, last), len(self._cuts) - 1)]
        return start, max(end, start)

    def _stretch(self, start: int, end: int) -> Stretch:
        if (start, end) not in self._stretches:
            self._read([(start, end), *self._upcoming((start, end))])
        return self._stretches[start, end]

    def _read(self, wanted: Sequence[tuple[int, int]]) -> None:
        """Parse some stretches and what stands before them, together."""
        while len(self._stretches) > _KEPT - len(wanted):
            self._stretches.pop(next(iter(self._stretches)))
        unparsed = [Unparsed.of(self.text.text, *place) for place in wanted]
        at_hand = {end for _, end in (*self._stretches, *wanted)}
        starts = [
            start
            for start, before in ((start, self._before(start)) for start, _ in wanted)
            if before is not None and before[1] not in at_hand
        ]
        self._tails = dict.fromkeys(starts, ())
        texts = [one.words for one in unparsed] + [self._tail_words(start) for start in starts]
        parses = iter(self._parses(texts))
        for place, one in zip(wanted, unparsed, strict=True):
            self._stretches[place] = one.with_parse(next(parses))
        for start, doc in zip(starts, parses, strict=True):
            self._tails[start] = sentences_of(doc)

    def _parses(self, texts: Sequence[str]) -> list[Doc]:
        if self._docs:
            docs = ((doc.text, doc) for doc in self._docs)
            # A bent apostrophe is parsed as it is there, and as a straight one here.
            self._known, self._docs = {text: doc for text, doc in docs if "’" not in text}, []
        unknown = [text for text in texts if text not in self._known]
        parses = dict(zip(unknown, parse_texts(self._parser, unknown), strict=True))
        return [parses[text] if text in parses else self._known[text] for text in texts]

    def _upcoming(self, place: tuple[int, int]) -> list[tuple[int, int]]:
        """The stretches that will be asked for after one, as far as that is known."""
        number = self._numbers.get(place)
        if number is None:
            return []
        following = self._expected[number + 1 : number + _TOGETHER]
        return [other for other in following if other not in self._stretches]

    def _before(self, start: int) -> tuple[int, int] | None:
        """The end of the prose before a stretch: of its own paragraph or of the one before."""
        number = bisect_right(self._ends, start) - 1
        inside = number + 1 < len(self._prose) and self._prose[number + 1].start < start
        if inside:
            return max(self._prose[number + 1].start, start - _TAIL), start
        if number < 0:
            return None
        span = self._prose[number]
        return max(span.start, span.end - _TAIL), span.end

    def _earlier(self, start: int) -> tuple[SpacySpan, ...]:
        """The sentences before a stretch; none at the beginning of the text."""
        place = self._before(start)
        if place is None:
            return ()
        for (_, end), known in self._stretches.items():
            if end == place[1]:
                return known.sentences
        if start not in self._tails:
            words = self._tail_words(start)
            self._tails = {start: sentences_of(self._parses([words])[0])}
        return self._tails[start]

    def _tail_words(self, start: int) -> str:
        """The words before a stretch, from where a sentence begins."""
        place = self._before(start)
        if place is None:
            return ""
        low, high = place
        cut = _BREAK.search(self.text.text, low, high)
        if cut is not None and low not in self._starts:
            low = cut.end()
        return self.text.text[low:high]

    def _titled(self) -> tuple[SpacySpan, ...]:
        if self._title is None:
            title = self.text.title
            self._title = sentences_of(parse_text(self._parser, title)) if title else ()
        return self._title


def _cuts(text: CleanText) -> set[int]:
    """Where stretches begin and end: at paragraphs, and in long ones behind a sentence."""
    cuts = {0, len(text.text)}
    for zone in text.zones:
        start, end = zone.span
        cuts.update((start, end))
        while end - start > _LONGEST:
            middle = start + _LONGEST // 2
            found = None
            for match in _BREAK.finditer(text.text, middle, start + _LONGEST):
                found = match.end()
            if found is None:
                space = text.text.rfind(" ", middle, start + _LONGEST)
                found = space + 1 if space >= 0 else start + _LONGEST
            cuts.add(found)
            start = found
    return cuts
