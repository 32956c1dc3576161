"""Documents: whose statement, letter or report is meant by "the letter", "it", "the document"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.statements import Attribution, SpeakerBasis
from app.extraction.naming.findings import DOUBT, NOBODY, Finding, named_at
from app.extraction.naming.sources import MAKING
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import low, split_words
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.naming.discourse import Discourse
    from app.extraction.naming.entities import Cast, Entity

ANY_DOCUMENT = frozenset({"document", "text", "paper"})  # any document may be called so
_OF_BODIES = frozenset({"statement", "release", "readout", "communique", "communiqué"})
_POSTS = frozenset({"post", "tweet", "thread", "posting", "retweet"})
_OWNER = frozenset({"poss", "compound", "nmod"})
_DOCUMENT_LASTS = 5  # paragraphs in which "the statement" points back to one
_PARAGRAPHS_BACK = 2
_LONGEST_SEARCH = 200  # tokens in which a document is looked for
_WHERE_SPOKEN = frozenset({"in", "on", "through", "via", "during", "with", "to", "at", "by"})
_MAKES = frozenset({"release", "issue", "publish", "write", "send", "post", "sign", "deliver"}) | {
    *("give", "make", "file", "read", "record", "share", "draft")
}
_SAID_OF_DOCUMENTS = frozenset({"read", "reads", "says", "states", "stated"})


class Documents:
    """The documents of a text and who spoke in each, as far as it has been read."""

    def __init__(self, cast: Cast, discourse: Discourse, called: Callable[[Entity], str]) -> None:
        self._cast = cast
        self._discourse = discourse
        self._text = cast.text
        self._words = cast.text.parsed.text.text
        self._called = called
        self._makers: dict[str, tuple[Entity, int]] = {}  # by a document's noun: who, and where
        self._known: dict[int, dict[int, list[str]]] = {}  # by paragraph and sentence

    def of_noun(self, source: Span, zone: int, sentence: int) -> Finding:
        """The maker of "the statement": the one last said to speak in one."""
        printed = " ".join(source.of(self._words).split())
        noun = split_words(printed)[-1]
        made = self._makers.get(noun)
        if made is None and noun in ANY_DOCUMENT:
            return self.before(source, zone) or NOBODY
        if made is None or zone - made[1] > _DOCUMENT_LASTS:
            told = self._told_before(noun, source, zone)
            return told or self._issued(noun, source, (zone, sentence)) or NOBODY
        entity = made[0]
        basis = SpeakerBasis.CARRIED if entity.named else SpeakerBasis.UNNAMED
        reason = f"“{printed}” is taken for the one in which {self._called(entity)} spoke before."
        return Finding(entity, basis, entity.name.span, (reason,))

    def _told_before(self, noun: str, source: Span, zone: int) -> Finding | None:
        """The document of that noun before a source of which the text says whose it is."""
        for number in range(min(zone, len(self._text.parsed.zones) - 1), -1, -1):
            parsed = self._text.parsed.zones[number]
            for word in reversed(self._text.words[number]):
                token = word.token
                if word.low != noun or token.pos_ not in {"NOUN", "PROPN"}:
                    continue
                if number == zone and parsed.token_span(token).start >= source.start:
                    continue
                if self.maker(token, number) is not None or _is_named(token):
                    return self._as_printed(token, number)
            if zone - number > _DOCUMENT_LASTS:
                break
        return None

    def _issued(self, noun: str, source: Span, place: tuple[int, int]) -> Finding | None:
        """The body that spoke last, for the kind of document in which bodies speak."""
        if noun not in _OF_BODIES:
            return None
        zone, sentence = place

        def is_body(entity: Entity) -> float:
            return float(entity.named and not entity.person and not entity.plural)

        found = self._discourse.candidates(source.start, sentence, zone, is_body)
        spoke = next((each.entity for each in found if each.speaks), None)
        if spoke is None:
            return None
        reason = f"“{source.of(self._words)}” is taken for one of {self._called(spoke)}."
        return Finding(spoke, SpeakerBasis.CARRIED, spoke.name.span, (reason,), DOUBT)

    def of_post(self, source: Span, head: Token | None, place: tuple[int, int]) -> Finding | None:
        """Whose post "a post on the platform" is, or "a later tweet": of the one who spoke last."""
        if head is None or head.lower_ not in _POSTS or self.maker(head, place[0]) is not None:
            return None
        if any(_OWNER & {child.dep_} and child.pos_ == "PROPN" for child in head.children):
            return None  # "a Smith post", "Smith's post"
        zone, sentence = place

        def speaks(entity: Entity) -> float:
            return float(entity.named and not entity.plural)

        found = self._discourse.candidates(source.start, sentence, zone, speaks)
        spoke = next((each.entity for each in found if each.speaks), None)
        sure = 1.0 if spoke is not None else DOUBT
        if spoke is None and found and found[0].entity.person:
            spoke = found[0].entity  # "Smith fired off a tweet saying"
        if spoke is None:
            return None
        reason = f"“{source.of(self._words)}” is taken for one of {self._called(spoke)}."
        return Finding(spoke, SpeakerBasis.CARRIED, spoke.name.span, (reason,), sure)

    def of_it(self, attribution: Attribution, word: str, zone: int) -> Finding | None:
        """The document for which "it" stands: "A letter came. It says that ..."."""
        if word != "it" or attribution.cue is None or attribution.source is None:
            return None
        cue = split_words(attribution.cue.of(self._words))
        if set(cue) & _SAID_OF_DOCUMENTS:
            return self.before(attribution.source, zone)
        return self._subject_before(attribution.source, zone)

    def _subject_before(self, source: Span, zone: int) -> Finding | None:
        """The document that is the subject of the sentence before: "A letter came. It warns"."""
        if zone >= len(self._text.parsed.zones):
            return None
        parsed = self._text.parsed.zones[zone]
        token = parsed.token_at(source.start)
        if token is None or token.dep_ != "nsubj" or token.i != token.sent.start or token.i == 0:
            return None
        before = parsed.doc[token.i - 1].sent.root
        subject = child_of(before, {"nsubj", "nsubjpass"})
        if subject is None or subject.tag_ not in {"NN", "NNP"}:
            return None
        noun = low(subject.text)
        if noun in _OF_BODIES or vocabulary().documents.at((noun,), 0) is None:
            return None
        return self._as_printed(subject, zone)

    def before(self, source: Span, zone: int) -> Finding | None:
        """The document named last before a source, in this paragraph or the one before."""
        nearest = min(zone, len(self._text.parsed.zones) - 1)
        for number in range(nearest, max(zone - _PARAGRAPHS_BACK, -1), -1):
            parsed = self._text.parsed.zones[number]
            start = source.start if number == zone else parsed.zone.span.end
            last = parsed.last_token_before(start)
            if last is None:
                continue
            for place in range(last, max(last - _LONGEST_SEARCH, -1), -1):
                token = parsed.doc[place]
                if token.tag_ not in {"NN", "NNP"} or place in parsed.collapsed:
                    continue
                noun = low(token.text)
                if noun in ANY_DOCUMENT or vocabulary().documents.at((noun,), 0) is None:
                    continue
                made = self._makers.get(noun)
                if made is not None and made[1] == number:
                    return Finding(made[0], SpeakerBasis.CARRIED, made[0].name.span)
                return self._as_printed(token, number)
        return None

    def _as_printed(self, token: Token, zone: int) -> Finding:
        """A document by its maker, else by its own words."""
        maker = self.maker(token, zone)
        if maker is not None:
            reason = f"It is the {token.text} of {maker.name.name}."
            return Finding(maker, SpeakerBasis.PRONOUN, maker.name.span, (reason,))
        parsed = self._text.parsed.zones[zone]
        right = token.i
        for child in token.children:
            if child.dep_ in {"prep", "acl"} and child.i == right + 1:
                right = child.right_edge.i
        span = parsed.span(
            parsed.doc[token.left_edge.i].idx,
            parsed.doc[right].idx + len(parsed.doc[right].text),
        )
        reason = f"It is taken for the {token.text}."
        return replace(NOBODY, antecedent=span, reasons=(reason,))

    def maker(self, document: Token, zone: int) -> Entity | None:
        """Who made a document: "a report released by the ministry"."""
        documents = vocabulary().documents
        if not any(documents.at((noun,), 0) for noun in (document.lower_, document.lemma_)):
            return None
        for child in document.children:
            if child.dep_ == "acl" and child.lower_ in MAKING:
                agent = child_of(child, {"agent"})
            elif child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                agent = child
            else:
                continue
            name = child_of(agent, {"pobj"}) if agent is not None else None
            entity = named_at(self._cast, name, zone) if name is not None else None
            if entity is not None:
                return entity
        return None

    def note(self, entity: Entity, zone: int, token: Token) -> None:
        """Remember that somebody is said to speak in a statement, a letter, an interview."""
        sentence = self._text.sentences[zone][token.i]
        for noun in self._in_zone(zone).get(sentence, ()):
            self._makers[noun] = (entity, zone)

    def _in_zone(self, zone: int) -> dict[int, list[str]]:
        """The nouns for documents in a paragraph, by sentence."""
        known = self._known.get(zone)
        if known is None:
            known = {}
            documents = vocabulary().documents.values
            for word in self._text.words[zone]:
                if (word.low,) in documents and _is_spoken_in(word.token):
                    number = self._text.sentences[zone][word.number]
                    known.setdefault(number, []).append(word.low)
            self._known[zone] = known
        return known


def _is_named(noun: Token) -> bool:
    """Whether a document has a name of its own: "the Lake Assessment report"."""
    return any(child.pos_ == "PROPN" and child.dep_ in {"compound", "nmod"} for child in noun.lefts)


def _is_spoken_in(noun: Token) -> bool:
    """Whether a document is where somebody says something: "in a letter", "issued a statement".

    Not where it is what they speak of: "he criticised the report".
    """
    if noun.pos_ != "NOUN":
        return False
    above = noun.head
    if noun.dep_ == "pobj":
        return above.lower_ in _WHERE_SPOKEN
    if noun.dep_ == "dobj":
        return above.lower_ in MAKING or above.lemma_.lower() in _MAKES
    return child_of(noun, {"poss"}) is not None
