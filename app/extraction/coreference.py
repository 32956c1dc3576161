"""Coreference: whom a pronoun, an office or a bare surname in a source stands for.

For each statement in the order of the text:

1. a name stands for the entity that the whole text makes of it (entities.py);
2. an office stands for a person the text names who holds it (roles.py), or stays an office;
3. a pronoun stands for the most present of those whom its gender and number fit (discourse.py);
4. where there is no source, the speaker of the sentence before goes on speaking.

What does not fit, or is a group or somebody unnamed, is left so: nobody is guessed. Where two fit
about equally the confidence falls and a reason names both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.statements import Attribution, SpeakerBasis
from app.extraction.naming.cast import read_cast
from app.extraction.naming.descriptions import Descriptions, Epithet, read_epithet
from app.extraction.naming.discourse import Candidate, Discourse
from app.extraction.naming.entities import Entity
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.phrases import narrowed
from app.extraction.naming.roles import OPEN_CLASSES, same_as
from app.extraction.naming.sources import (
    FIRST,
    GENDERS,
    MAKING,
    NEUTERS,
    OWNED,
    PLURALS,
    SourceKind,
    place_of,
    read_source,
)
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast
    from app.extraction.naming.mentions import MentionedText
    from app.extraction.parsing import ParsedText

# How sure each way of naming a speaker is by itself; estimates, to be replaced by measured ones.
_SURE_OF = {
    SpeakerBasis.NAMED: 1.0,
    SpeakerBasis.SURNAME: 0.97,
    SpeakerBasis.PRONOUN: 0.9,
    SpeakerBasis.ROLE: 0.92,
    SpeakerBasis.CARRIED: 0.75,
    SpeakerBasis.UNNAMED: 0.9,
}
_DOUBT = 0.6  # times, where two fit about equally
_CLOSE = 0.75  # the second scores this much of the first: about equally
_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_OBJECTS = frozenset({"dobj", "pobj", "dative"})
_LEAST_SCORE = 0.03  # below it nobody is present enough to be meant
_DOCUMENT_LASTS = 5  # paragraphs in which "the statement" points back to one
_LONGEST_SENTENCE = 200  # tokens in which a document is looked for
_UNSURE_PERSON = 0.8  # times, for a name that may be no person's
_UNKNOWN_GENDER = 0.85  # times
_ANY_DOCUMENT = frozenset({"document", "text", "paper"})  # any document may be called so
_PARAGRAPHS_BACK = 2
_OF_DOCUMENTS = frozenset({"read", "reads", "says", "said", "states", "stated"})
_MOST_TIMES = 2  # that somebody is called by where they are from
_SHORTEST_PLACE = 5  # letters
_NEAR_SENTENCES = 2
_SUBJECT = 0.6  # the salience of a subject
_OF_TRADES = frozenset({"person_of_note", "expert"})
_TRADES = ("ist", "ian")  # how nouns for a trade end that no lexicon has
_PERSONS = ("er", "or", "ist", "ian", "man", "ant", "ers", "ors", "ists", "ians", "men", "ants")
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_KIN = frozenset({"wife", "husband", "son", "daughter", "brother", "sister", "mother", "father"})
_PLACE = 0.3  # times, for a name that stands only behind prepositions
_AT_BEST = 0.45  # the salience of what is neither a subject nor an object
_APT = 0.75  # times, for an epithet that the text did not say of the person before


def resolve(
    parsed: ParsedText, attributions: tuple[Attribution, ...], actors: ActorDirectory
) -> tuple[Attribution, ...]:
    """The attributions with ``antecedent``, ``basis``, ``confidence`` and ``reasons`` set."""
    cast = read_cast(parsed, actors)
    contents = [span for attribution in attributions for span in attribution.content]
    resolver = _Resolver(cast, Discourse(cast, contents))
    order = sorted(range(len(attributions)), key=lambda number: place_of(attributions[number]))
    found: dict[int, Attribution] = {}
    for number in order:
        resolver.read_up_to(attributions[number])
        found[number] = resolver.resolve(attributions[number])
    return tuple(found[number] for number in range(len(attributions)))


def _subject_pronouns(text: MentionedText) -> Iterator[tuple[Span, str, int, int]]:
    """The places of "he" and "she", "his" and "her", with the sentence and the paragraph."""
    for number, zone in enumerate(text.parsed.zones):
        for word in text.words[number]:
            subject = word.low in {"he", "she"} and word.token.dep_ in {"nsubj", "nsubjpass"}
            if subject or (word.low in {"his", "her"} and word.token.dep_ == "poss"):
                span = zone.span(word.start, word.end)
                yield span, word.low, text.sentences[number][word.token.i], number


def _seems_a_place(entity: Entity) -> bool:
    """Whether a name is never a subject or an object: "in Ashmere"."""
    given = entity.name.words[0] in vocabulary().given
    return not given and all(mention.salience < _AT_BEST for mention in entity.mentions)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a source was found to stand for."""

    entity: Entity | None
    basis: SpeakerBasis
    antecedent: Span | None = None
    reasons: tuple[str, ...] = ()
    factor: float = 1.0


_NOBODY = _Finding(None, SpeakerBasis.UNNAMED)


class _Resolver:
    """Resolves one source after the other and remembers who spoke."""

    def __init__(self, cast: Cast, discourse: Discourse) -> None:
        self._cast = cast
        self._text = cast.text
        self._words = cast.text.parsed.text.text
        self._discourse = discourse
        self._descriptions = Descriptions(cast)
        self._documents: dict[int, dict[int, list[str]]] = {}  # by paragraph and sentence
        self._nouns: dict[str, Span] = {}  # by a source's noun: the source
        self._makers: dict[str, tuple[Entity, int]] = {}  # by a document's noun: who, and where
        self._silent = list(_subject_pronouns(cast.text))
        self._read = 0
        self._zones = [zone.zone.span.start for zone in cast.text.parsed.zones]

    def read_up_to(self, attribution: Attribution) -> None:
        """Take in who "he" and "she" are in the sentences before that report nothing."""
        spans = (attribution.source, attribution.cue, *attribution.content)
        end = min((span.start for span in spans if span is not None), default=0)
        while self._read < len(self._silent) and self._silent[self._read][0].start < end:
            span, word, sentence, zone = self._silent[self._read]
            self._read += 1
            if self._discourse.in_content(span.start):
                continue
            finding = self._pronoun(word, span.start, sentence, zone)
            if finding.entity is not None:
                subject = word in {"he", "she"}
                self._discourse.goes_on(finding.entity, span, sentence, zone, subject=subject)

    def resolve(self, attribution: Attribution) -> Attribution:
        """The attribution with what its source stands for."""
        source = read_source(self._text, attribution.source)
        place = place_of(attribution)
        zone, sentence, token = self._where(place)
        start = attribution.source.start if attribution.source else place
        owned = attribution.source is not None and OWNED.fullmatch(
            " ".join(attribution.source.of(self._words).split())
        )
        if owned and attribution.source is not None:
            owner = split_words(attribution.source.of(self._words))[0]
            finding = self._pronoun(owner, start, sentence, zone)
        elif source.kind is SourceKind.NONE:
            first = min((span.start for span in attribution.content), default=place)
            finding = self._carried(min(first, place), zone)
        elif source.kind is SourceKind.PRONOUN:
            finding = self._written(attribution, source.pronoun, zone) or self._pronoun(
                source.pronoun, start, sentence, zone
            )
            finding = self._fronted(attribution, source.pronoun, zone, finding) or finding
        elif source.kind is SourceKind.RELATIVE:
            finding = self._relative(start, zone)
        elif source.kind is SourceKind.MENTION and source.mention is not None:
            finding = self._mention(source.mention)
            finding = self._epithet_of(attribution, source.mention, finding, zone) or finding
            self._take_words(attribution, finding.entity, source.mention)
        elif source.kind is SourceKind.DOCUMENT:
            finding = self._document(attribution, zone)
        elif source.kind is SourceKind.PLAIN and attribution.source is not None:
            finding = self._plain(attribution.source, zone)
            if finding.entity is None:
                finding = self._epithet(attribution.source, zone, sentence) or finding
            if finding.entity is None:
                finding = self._again(attribution.source, zone) or finding
            if finding.entity is None and finding.antecedent is None:
                self._speaks_unnamed(attribution.source, zone, sentence)
        elif source.kind is SourceKind.JOINT:
            finding = replace(_NOBODY, basis=SpeakerBasis.NAMED)
        else:
            finding = _NOBODY
        if finding.entity is not None:
            span = attribution.source or (attribution.cue or attribution.content[0])
            self._discourse.speaks(finding.entity, span, sentence, zone)
            self._speaks_on(attribution, finding.entity, zone)
            if token is not None and source.kind is not SourceKind.DOCUMENT:
                self._note_documents(finding.entity, zone, token)
        return replace(
            attribution,
            antecedent=finding.antecedent,
            basis=finding.basis,
            confidence=attribution.confidence * _SURE_OF[finding.basis] * finding.factor,
            reasons=(*attribution.reasons, *finding.reasons),
        )

    def _again(self, source: Span, zone: int) -> _Finding | None:
        """What a definite noun was called by before: "one port planner ... the same planner"."""
        printed, head = source.of(self._words), self._head(source, zone)
        if head is None or not _DEFINITE.match(printed):
            return None
        same = self._nouns.get(head.lower_)
        if same is None and head.lower_ in _ANY_DOCUMENT:
            return self._document_before(source, zone)
        return replace(_NOBODY, antecedent=same) if same is not None else None

    def _speaks_unnamed(self, source: Span, zone: int, sentence: int) -> None:
        """Let "he" and "she" stand for somebody of a trade whom nobody names: "a welder"."""
        head = self._head(source, zone)
        if head is None or head.pos_ != "NOUN":
            return
        self._nouns[head.lower_] = source
        if not head.lower_.endswith(_PERSONS):
            return
        words = tuple(split_words(head.text))
        mention = Mention(
            MentionKind.OFFICE, zone, sentence, 0, 0, 0, 0, source, source, words, head.text
        )
        entity = Entity(
            person=head.tag_ == "NN",
            name=mention,
            plural=head.tag_ == "NNS",
            named=False,
            mentions=[mention],
        )
        self._discourse.speaks(entity, source, sentence, zone)

    def _speaks_on(self, attribution: Attribution, entity: Entity, zone: int) -> None:
        """Note that somebody still speaks where the words are, if that is a paragraph later."""
        content = attribution.content[-1]
        number, sentence, _ = self._where(content.start)
        if number > zone:
            self._discourse.speaks(entity, content, sentence, number)

    def _take_words(
        self, attribution: Attribution, entity: Entity | None, mention: Mention
    ) -> None:
        """Keep a source's whole words for somebody without a name: "person close to the talks"."""
        span = attribution.source
        if entity is None or entity.named or entity.printed or span is None:
            return
        if entity.name is mention and span.contains(mention.whole) and span != mention.whole:
            entity.printed = narrowed(span.of(self._words))

    def _where(self, offset: int) -> tuple[int, int, Token | None]:
        """The paragraph, the sentence and the token at an offset."""
        zones = self._text.parsed.zones
        number = bisect_right(self._zones, offset) - 1
        if not 0 <= number < len(zones):
            return 0, 0, None
        token = zones[number].token_at(offset)
        sentences = self._text.sentences[number]
        if token is None:
            return number, sentences[-1] if sentences else 0, None
        return number, sentences[token.i], token

    def _mention(self, mention: Mention) -> _Finding:
        entity = self._cast.of(mention)
        doubt = self._cast.doubts.get(id(mention))
        factor, reasons = (_DOUBT, (doubt + ".",)) if doubt else (1.0, ())
        if entity is None:
            return _NOBODY
        if mention.kind in {MentionKind.OFFICE, MentionKind.NOUN}:
            kin = self._kin(mention) if not entity.named else None
            if kin is not None:
                reason = f"“{self._printed(mention)}” is taken for {kin.name.name}."
                return _Finding(kin, SpeakerBasis.ROLE, kin.name.span, (reason,))
            if not entity.named:
                antecedent = entity.name.span if entity.name is not mention else None
                return _Finding(entity, SpeakerBasis.UNNAMED, antecedent)
            reason = f"“{self._printed(mention)}” stands for {entity.name.name}"
            reason += (
                "."
                if entity.mentions[0].span.start < mention.span.start
                else (", who is named later in the text.")
            )
            return _Finding(entity, SpeakerBasis.ROLE, entity.name.span, (reason, *reasons), factor)
        if mention.kind is MentionKind.GROUP:
            return _Finding(entity, SpeakerBasis.UNNAMED)
        if entity.person and len(mention.words) < len(entity.name.words):
            return _Finding(entity, SpeakerBasis.SURNAME, entity.name.span, reasons, factor)
        known = entity.actor is not None and entity.person and len(mention.words) == 1
        basis = SpeakerBasis.SURNAME if known else SpeakerBasis.NAMED
        return _Finding(entity, basis, None, reasons, factor)

    def _kin(self, mention: Mention) -> Entity | None:
        """Whom "his wife" stands for: the only one of that gender with another's surname."""
        noun = self._text.words[mention.zone][mention.left].low if mention.words else ""
        if noun not in {"his", "her"} or mention.words[-1] not in _KIN:
            return None
        surnames = Counter(
            each.name.words[-1] for each in self._cast.entities if each.person and each.named
        )
        found = [
            each
            for each in self._cast.entities
            if each.person
            and each.gender is mention.gender
            and each.gender is not None
            and len(each.name.words) > 1
            and surnames[each.name.words[-1]] > 1
            and each.mentions[0].span.start < mention.span.start
        ]
        return found[0] if len(found) == 1 else None

    def _relative(self, start: int, zone: int) -> _Finding:
        """Whom 'who' or 'which' stands for: the mention that ends right before it."""
        mentions = self._text.by_zone[zone] if zone < len(self._text.by_zone) else ()
        near = [
            mention
            for mention in mentions
            if start - 3 <= mention.whole.end <= start or start - 3 <= mention.span.end <= start
        ]
        if not near:
            return _NOBODY
        finding = self._mention(near[0])
        return replace(finding, antecedent=finding.antecedent or near[0].span)

    def _pronoun(self, word: str, start: int, sentence: int, zone: int) -> _Finding:
        if word in FIRST:
            return replace(_NOBODY, reasons=(f"“{word}” is not said of whom.",))
        gender = GENDERS.get(word)

        def fits(entity: Entity) -> float:
            if gender is None:
                if entity.person:
                    return _UNSURE_PERSON if word in NEUTERS and not entity.sure else 0.0
                if word in NEUTERS:
                    return 0.0 if entity.plural else 1.0
                return 1.0 if entity.plural else 0.6 if word in PLURALS else 0.0
            if not entity.person or (entity.gender and entity.gender is not gender):
                return 0.0
            known = 1.0 if entity.gender else _UNKNOWN_GENDER
            if not entity.sure and _seems_a_place(entity):
                known *= _PLACE
            if not entity.named and not entity.printed and self._is_the(entity.name):
                known *= _UNSURE_PERSON  # "the composer" may be somebody who is named
            return known * (1.0 if entity.sure else _UNSURE_PERSON)

        candidates = self._discourse.candidates(start, sentence, zone, fits)
        if not candidates or candidates[0].score < _LEAST_SCORE:
            return replace(_NOBODY, reasons=(f"Nobody before “{word}” is found that it fits.",))
        return self._chosen(word, candidates)

    def _is_the(self, mention: Mention) -> bool:
        """Whether a description is definite by its article: "the composer"."""
        return self._words[mention.whole.start : mention.whole.start + 4].lower() == "the "

    def _fronted(
        self, attribution: Attribution, word: str, zone: int, other: _Finding
    ) -> _Finding | None:
        """The subject of what is said, where that stands before: "Ann Smith is against, she said".

        Not where the content has "him" or "her" beside its subject: that is then somebody else,
        and may be the speaker. ``other`` is whom the pronoun would stand for else.
        """
        content, entity = attribution.content[-1], None
        if attribution.source is not None and zone < len(self._zones):
            between = self._words[content.end : attribution.source.start]
            if not between.strip(" ,\n"):  # else the cue stands between, or another sentence
                entity = self._subject_of(content, zone, word)
        if entity is None or entity is other.entity:
            return None
        reasons = [f"“{word}” stands for {entity.name.name}, of whom the words before it are."]
        if other.entity is not None:
            reasons.append(f"It might also be {self._named(other.entity)}.")
        factor = _DOUBT if other.entity is not None else 1.0
        return _Finding(entity, SpeakerBasis.PRONOUN, entity.name.span, tuple(reasons), factor)

    def _subject_of(self, content: Span, zone: int, word: str) -> Entity | None:
        """The person named as the subject of a content, if "he" or "she" can stand for it."""
        parsed, gender = self._text.parsed.zones[zone], GENDERS.get(word)
        first = parsed.first_token_from(content.start)
        last = parsed.last_token_before(content.end)
        if gender is None or first is None or last is None or not 0 <= first <= last:
            return None
        tokens = parsed.doc[first : last + 1]
        if any(t.dep_ in _OBJECTS and GENDERS.get(t.lower_) is gender for t in tokens):
            return None
        subject = child_of(tokens.root, {"nsubj", "nsubjpass"})
        for mention in self._text.by_zone[zone] if subject is not None else ():
            entity = self._cast.of(mention)
            if self._text.words[zone][mention.last].token != subject or entity is None:
                continue
            if not entity.sure and entity.gender is None:
                continue  # it may be a place: "Norland will help, he said"
            if mention.kind in _NAMES and entity.person and entity.gender in {gender, None}:
                return entity
        return None

    def _chosen(self, word: str, candidates: list[Candidate]) -> _Finding:
        best = candidates[0]
        kin = self._kin(best.entity.name) if not best.entity.named else None
        if kin is not None:
            best = replace(best, entity=kin)
        name = self._named(best.entity)
        how = ", who spoke or was asked before" if best.speaks else ""
        reasons = [f"“{word}” stands for {name}{how}."]
        factor = 1.0
        if len(candidates) > 1 and candidates[1].score > _CLOSE * best.score:
            other = self._named(candidates[1].entity)
            reasons.append(f"It might also be {other}, who is mentioned about as prominently.")
            factor = _DOUBT
        if word in GENDERS and factor == 1.0:
            # One resolved "she" makes the next ones sure, and its name a person's.
            best.entity.gender = best.entity.gender or GENDERS[word]
            best.entity.sure = True
        elif word in NEUTERS and factor == 1.0:
            best.entity.person = False
        basis = SpeakerBasis.PRONOUN if best.entity.named else SpeakerBasis.UNNAMED
        return _Finding(best.entity, basis, best.entity.name.span, tuple(reasons), factor)

    def _carried(self, start: int, zone: int) -> _Finding:
        """The one who spoke last, in this paragraph or the one before."""
        since = self._zones[max(zone - 1, 0)] if self._zones else 0
        event = self._discourse.last_speaker(start, since)
        if event is None:
            return replace(_NOBODY, reasons=("No speaker is named for these words.",))
        name = self._named(event.entity)
        basis = SpeakerBasis.CARRIED if event.entity.named else SpeakerBasis.UNNAMED
        reason = f"No speaker is named here; {name} spoke just before."
        return _Finding(event.entity, basis, event.entity.name.span, (reason,))

    def _named(self, entity: Entity) -> str:
        """An entity by its name, or by the whole phrase when it has none."""
        return entity.name.name if entity.named else f"“{self._printed(entity.name)}”"

    def _document(self, attribution: Attribution, zone: int) -> _Finding:
        """The maker of "the statement": the one last said to speak in one."""
        assert attribution.source is not None  # noqa: S101 - a document is printed
        printed = " ".join(attribution.source.of(self._words).split())
        noun = split_words(printed)[-1]
        made = self._makers.get(noun)
        if made is None and noun in _ANY_DOCUMENT:
            return self._document_before(attribution.source, zone) or _NOBODY
        if made is None or zone - made[1] > _DOCUMENT_LASTS:
            return _NOBODY
        entity = made[0]
        basis = SpeakerBasis.CARRIED if entity.named else SpeakerBasis.UNNAMED
        reason = f"“{printed}” is taken for the one in which {self._named(entity)} spoke before."
        return _Finding(entity, basis, entity.name.span, (reason,))

    def _plain(self, source: Span, zone: int) -> _Finding:
        """Whose document is meant, where the text says so; else nobody."""
        head = self._head(source, zone)
        same = self._same_as(head, zone) if head is not None else None
        if same is not None:
            return _Finding(same, SpeakerBasis.NAMED, same.name.span)
        maker = self._maker(head, zone) if head is not None else None
        if maker is None or head is None:
            return _NOBODY
        reason = f"“{head.text}” is said to be that of {maker.name.name}."
        return _Finding(maker, SpeakerBasis.NAMED, maker.name.span, (reason,))

    def _epithet_of(
        self, attribution: Attribution, mention: Mention, finding: _Finding, zone: int
    ) -> _Finding | None:
        """Whom an office stands for that no one was said to hold: "the farmer", "the host"."""
        entity = finding.entity
        if self._is_from(mention, entity) and attribution.source is not None:
            return self._epithet(attribution.source, zone, mention.sentence)
        if mention.kind is not MentionKind.OFFICE or entity is None or entity.named:
            return None
        if entity.name is not mention or attribution.source is None:
            return None
        if mention.of and mention.offices[0].word.words[-1] not in vocabulary().epithets:
            return None
        held = mention.offices[0].word
        if mention.offices[0].former:
            return self._epithet(attribution.source, zone, mention.sentence)
        if held.office not in OPEN_CLASSES and held.words[-1] not in vocabulary().epithets:
            return None  # an office has one holder, whom the text named or did not
        return self._epithet(attribution.source, zone, mention.sentence)

    def _is_from(self, mention: Mention, entity: Entity | None) -> bool:
        """Whether a name calls somebody by a place that the text names: "the Norlander"."""
        if mention.kind is not MentionKind.BODY or entity is None or entity.actor is not None:
            return False
        word = mention.words[-1]
        return (
            len(mention.words) == 1
            and len(entity.mentions) <= _MOST_TIMES
            and any(
                each.words[-1] != word
                and len(each.words[-1]) >= _SHORTEST_PLACE
                and word.startswith(each.words[-1])
                for each in self._cast.text.mentions
                if each.kind in _NAMES
            )
        )

    def _epithet(self, source: Span, zone: int, sentence: int) -> _Finding | None:
        """Whom an epithet stands for: one of whom it was said, else the most present it fits."""
        printed = narrowed(source.of(self._words))
        epithet = read_epithet(printed, self._head(source, zone))
        if epithet is None:
            return None
        grades: dict[int, int] = {}

        def fits(entity: Entity) -> float:
            if not entity.person or not entity.named or entity.plural:
                return 0.0
            grade = self._descriptions.fit(epithet, entity)
            if grade is None or (not entity.sure and _seems_a_place(entity)):
                return 0.0
            grades[id(entity)] = grade
            return 1.0 if entity.sure else _UNSURE_PERSON

        candidates = self._discourse.candidates(source.start, sentence, zone, fits)
        best = max((grades[id(each.entity)] for each in candidates), default=0)
        if best:
            candidates = [each for each in candidates if grades[id(each.entity)] == best]
        else:
            introduced = self._introduced(epithet, source.start, fits, grades)
            if introduced is not None:
                known = epithet.noun in self._descriptions.of(introduced).nouns
                best = int(known)
                if known or not candidates:
                    candidates = [Candidate(introduced, 1.0, source, speaks=False)]
        if not candidates:
            return None
        if not best and not epithet.apt:
            return self._by_trade(epithet, candidates[0], printed, sentence)
        if candidates[0].score < _LEAST_SCORE and len(candidates) > 1:
            return None
        chosen = candidates[0].entity
        reasons = [f"“{printed}” is taken for {chosen.name.name}."]
        factor = 1.0 if best else _APT
        if len(candidates) > 1 and candidates[1].score > _CLOSE * candidates[0].score:
            reasons.append(f"It might also be {self._named(candidates[1].entity)}.")
            factor = _DOUBT
        return _Finding(chosen, SpeakerBasis.ROLE, chosen.name.span, tuple(reasons), factor)

    def _by_trade(
        self, epithet: Epithet, best: Candidate, printed: str, sentence: int
    ) -> _Finding | None:
        """Who is called by a trade of which nothing was said: the subject just before.

        "Ann Smith looked up. 'No,' the farmer said." It stays in doubt. Where the text has
        somebody of that trade without a name ("a farmer"), it is that one.
        """
        office = vocabulary().offices.values.get((epithet.noun,))
        former = "former " in printed.lower()
        known = office is not None and (former or office.office in _OF_TRADES)
        if not known and not (office is None and epithet.noun.endswith(_TRADES)):
            return None
        number, _, _ = self._where(best.span.start)
        near = any(
            self._cast.of(mention) is best.entity
            and 0 <= sentence - mention.sentence <= _NEAR_SENTENCES
            and mention.salience >= _SUBJECT
            for mention in self._text.by_zone[number]
        )
        unnamed = any(
            mention.kind is MentionKind.OFFICE
            and not mention.definite
            and mention.words[-1] == epithet.noun
            for mention in self._text.mentions
        )
        if unnamed or not near:
            return None
        name = best.entity.name.name
        reason = f"The text does not say who “{printed}” is; {name}, named just before, was taken."
        return _Finding(best.entity, SpeakerBasis.ROLE, best.entity.name.span, (reason,), _DOUBT)

    def _introduced(
        self,
        epithet: Epithet,
        start: int,
        fits: Callable[[Entity], float],
        grades: dict[int, int],
    ) -> Entity | None:
        """The only person anywhere before of whom the noun was said, or whom it fits at all."""
        fitting = [
            entity
            for entity in self._cast.entities
            if entity.mentions and entity.mentions[0].span.start < start and fits(entity)
        ]
        found = [
            entity
            for entity in fitting
            if epithet.noun in self._descriptions.of(entity).nouns and grades[id(entity)]
        ]
        if not found and epithet.apt:
            found = [each for each in fitting if len(each.name.words) > 1]
        return found[0] if len(found) == 1 else None

    def _written(self, attribution: Attribution, word: str, zone: int) -> _Finding | None:
        """The document for which "it" stands: "A letter came. It says that ..."."""
        if word != "it" or attribution.cue is None or attribution.source is None:
            return None
        cue = split_words(attribution.cue.of(self._words))
        if not set(cue) & _OF_DOCUMENTS:
            return None
        return self._document_before(attribution.source, zone)

    def _document_before(self, source: Span, zone: int) -> _Finding | None:
        """The document named last before a source, in this paragraph or the one before."""
        for number in range(zone, max(zone - _PARAGRAPHS_BACK, -1), -1):
            parsed = self._text.parsed.zones[number]
            start = source.start if number == zone else parsed.zone.span.end
            last = parsed.last_token_before(start)
            if last is None:
                continue
            for place in range(last, max(last - _LONGEST_SENTENCE, -1), -1):
                token = parsed.doc[place]
                if token.tag_ not in {"NN", "NNP"} or place in parsed.collapsed:
                    continue
                noun = token.lower_
                if noun in _ANY_DOCUMENT or vocabulary().documents.at((noun,), 0) is None:
                    continue
                made = self._makers.get(noun)
                if made is not None and made[1] == number:
                    return _Finding(made[0], SpeakerBasis.CARRIED, made[0].name.span)
                return self._of_document(token, number)
        return None

    def _of_document(self, token: Token, zone: int) -> _Finding:
        """A document by its maker, else by its own words."""
        maker = self._maker(token, zone)
        if maker is not None:
            reason = f"It is the {token.text} of {maker.name.name}."
            return _Finding(maker, SpeakerBasis.PRONOUN, maker.name.span, (reason,))
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
        return replace(_NOBODY, antecedent=span, reasons=(reason,))

    def _same_as(self, noun: Token, zone: int) -> Entity | None:
        """The person to whom a noun stands in apposition: "Ann Smith, an engineer who"."""
        for token in same_as(noun):
            for mention in self._text.by_zone[zone]:
                if mention.kind in _NAMES and self._text.words[zone][mention.last].token == token:
                    entity = self._cast.of(mention)
                    if entity is not None and entity.person and entity.named:
                        return entity
        return None

    def _head(self, source: Span, zone: int) -> Token | None:
        """The token of a source on which the others depend."""
        if zone >= len(self._text.parsed.zones):
            return None
        parsed = self._text.parsed.zones[zone]
        first = parsed.first_token_from(source.start)
        last = parsed.last_token_before(source.end)
        if first is None or last is None or not 0 <= first <= last:
            return None
        return parsed.doc[first : last + 1].root

    def _maker(self, document: Token, zone: int) -> Entity | None:
        """Who made a document: "a report released by the ministry"."""
        if vocabulary().documents.at((document.lower_,), 0) is None:
            return None
        for child in document.children:
            if child.dep_ == "acl" and child.lower_ in MAKING:
                agent = child_of(child, {"agent"})
            elif child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                agent = child
            else:
                continue
            name = child_of(agent, {"pobj"}) if agent is not None else None
            for mention in self._text.by_zone[zone] if name is not None else ():
                if self._text.words[zone][mention.last].token == name:
                    entity = self._cast.of(mention)
                    if entity is not None and entity.named:
                        return entity
        return None

    def _note_documents(self, entity: Entity, zone: int, token: Token) -> None:
        """Remember that somebody is said to speak in a statement, a letter, an interview."""
        sentence = self._text.sentences[zone][token.i]
        for noun in self._documents_of(zone).get(sentence, ()):
            self._makers[noun] = (entity, zone)

    def _documents_of(self, zone: int) -> dict[int, list[str]]:
        """The nouns for documents in a paragraph, by sentence."""
        known = self._documents.get(zone)
        if known is None:
            known = {}
            documents = vocabulary().documents.values
            for word in self._text.words[zone]:
                if (word.low,) in documents and word.token.pos_ == "NOUN":
                    number = self._text.sentences[zone][word.token.i]
                    known.setdefault(number, []).append(word.low)
            self._documents[zone] = known
        return known

    def _printed(self, mention: Mention) -> str:
        return " ".join(mention.whole.of(self._words).split())
