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
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.statements import Attribution, SpeakerBasis, StatementKind
from app.extraction.naming.cast import read_cast
from app.extraction.naming.discourse import Discourse
from app.extraction.naming.documents import ANY_DOCUMENT, Documents
from app.extraction.naming.entities import Entity
from app.extraction.naming.epithets import Epithets
from app.extraction.naming.findings import (
    DOUBT,
    NOBODY,
    Finding,
    apposed,
    head_of,
)
from app.extraction.naming.kin import Kin
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.phrases import narrowed
from app.extraction.naming.pronouns import Pronouns
from app.extraction.naming.several import Several
from app.extraction.naming.silent import silent_mentions
from app.extraction.naming.sources import (
    OWN_WORDS,
    OWNED,
    Source,
    SourceKind,
    place_of,
    read_source,
)
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast
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
_PERSONS = ("er", "or", "ist", "ian", "man", "ant", "ers", "ors", "ists", "ians", "men", "ants")
_INDEFINITE = re.compile(r"an?\s", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)


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


class _Resolver:
    """Resolves one source after the other and remembers who spoke."""

    def __init__(self, cast: Cast, discourse: Discourse) -> None:
        self._cast = cast
        self._text = cast.text
        self._words = cast.text.parsed.text.text
        self._discourse = discourse
        self._epithets = Epithets(cast, discourse)
        self._documents = Documents(cast, discourse, self._named)
        self._kin = Kin(cast)
        self._pronouns = Pronouns(cast, discourse, self._kin, self._named)
        self._several = Several(cast, discourse)
        self._nouns: dict[str, Entity] = {}  # by a source's noun: who it was
        self._silent = silent_mentions(cast)
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
            if isinstance(word, Mention):
                found = self._epithets.of_office(word.whole, word, self._cast.of(word), zone)
                if found is not None and found.entity is not None:
                    self._discourse.goes_on(found.entity, span, sentence, zone, subject=True)
                continue
            finding = self._pronouns.find(word, span.start, sentence, zone)
            if finding.entity is not None:
                subject = word in {"he", "she"}
                self._discourse.goes_on(finding.entity, span, sentence, zone, subject=subject)

    def resolve(self, attribution: Attribution) -> Attribution:
        """The attribution with what its source stands for."""
        source = read_source(self._text, attribution.source)
        place = place_of(attribution)
        zone, sentence, token = self._where(place)
        if attribution.source is None or source.kind is SourceKind.NONE:
            first = min((span.start for span in attribution.content), default=place)
            finding = self._carried(min(first, place), zone)
        else:
            finding = self._find(attribution, attribution.source, source, (zone, sentence))
        if finding.entity is None and attribution.source is not None:
            self._writing_speaks(attribution.source, finding, (zone, sentence))
        if finding.entity is not None:
            span = attribution.source or (attribution.cue or attribution.content[0])
            self._discourse.speaks(finding.entity, span, sentence, zone)
            self._speaks_on(attribution, finding.entity, zone)
            if token is not None and source.kind is not SourceKind.DOCUMENT:
                self._documents.note(finding.entity, zone, token)
        return replace(
            attribution,
            antecedent=finding.antecedent,
            basis=finding.basis,
            confidence=attribution.confidence * _SURE_OF[finding.basis] * finding.factor,
            reasons=(*attribution.reasons, *finding.reasons),
        )

    def _find(
        self, attribution: Attribution, span: Span, source: Source, place: tuple[int, int]
    ) -> Finding:
        """What a printed source stands for, in a paragraph and sentence."""
        zone, sentence = place
        printed = " ".join(span.of(self._words).split())
        if any(owned.fullmatch(printed) for owned in (OWNED, OWN_WORDS)):
            owner = split_words(printed)[0]
            finding = self._pronouns.find(owner, span.start, sentence, zone)
        elif source.kind is SourceKind.PRONOUN:
            finding = self._pronoun(attribution, span, source.pronoun, place)
        elif source.kind is SourceKind.RELATIVE:
            finding = self._relative(span.start, zone)
        elif source.kind is SourceKind.MENTION and source.mention is not None:
            found = self._mention(source.mention)
            if source.mention.kind is MentionKind.GROUP:  # "documents filed by the firm"
                found = self._made(span, zone) or found
            finding = self._epithets.of_office(span, source.mention, found.entity, zone) or found
            finding = self._is_said_to_be(span, zone) or finding
            apart = finding.entity is None or not finding.entity.named
            named = self._named_next(span, zone) if apart else None
            if named is not None:
                finding = Finding(named, SpeakerBasis.NAMED, named.name.span)
            self._take_words(attribution, finding.entity, source.mention)
        elif source.kind is SourceKind.DOCUMENT:
            finding = self._documents.of_noun(span, zone, sentence)
            if finding.entity is None:
                finding = self._documents.of_post(span, self._where(span.end - 1)[2], place) or (
                    finding
                )
        elif source.kind is SourceKind.PLAIN:
            finding = self._plain(span, zone, sentence)
        else:
            finding = replace(NOBODY, basis=SpeakerBasis.NAMED)  # several together
        return finding

    def _is_said_to_be(self, source: Span, zone: int) -> Finding | None:
        """Whom "a Democrat who says" is said of: "Ann Smith, an Ohio Democrat who says"."""
        head = head_of(self._text, source, zone)
        if head is None or not _INDEFINITE.match(source.of(self._words)):
            return None
        same = apposed(self._cast, head, zone)
        return Finding(same, SpeakerBasis.NAMED, same.name.span) if same is not None else None

    def _pronoun(
        self, attribution: Attribution, span: Span, word: str, place: tuple[int, int]
    ) -> Finding:
        """Whom a pronoun stands for: a document, several together, else the most present one."""
        zone, sentence = place
        said = self._after(attribution, span)
        finding = self._documents.of_it(attribution, word, zone) or self._pronouns.find(
            word, span.start, sentence, zone, said
        )
        finding = self._several.find(word, span.start, sentence) or finding
        return self._pronouns.fronted(attribution, word, zone, finding) or finding

    def _after(self, attribution: Attribution, source: Span) -> tuple[Span, ...]:
        """The words that somebody says, where they follow the source or are quoted."""
        direct = attribution.kind is StatementKind.DIRECT
        return tuple(span for span in attribution.content if direct or span.start >= source.end)

    def _again(self, source: Span, zone: int) -> Finding | None:
        """What a definite noun was called by before: "one port planner ... the same planner"."""
        printed, head = source.of(self._words), head_of(self._text, source, zone)
        if head is None or not _DEFINITE.match(printed):
            return None
        if any(child.dep_ == "prep" and child.lower_ == "of" for child in head.children):
            return None  # it says itself whose they are
        same = self._nouns.get(head.lower_)
        if same is None and head.lower_ in ANY_DOCUMENT:
            return self._documents.before(source, zone)
        if same is None:
            return None
        return Finding(same, SpeakerBasis.UNNAMED, same.name.span)

    def _speaks_unnamed(self, source: Span, zone: int, sentence: int) -> None:
        """Let "he" and "she" stand for somebody of a trade whom nobody names: "a welder"."""
        head = head_of(self._text, source, zone)
        if head is None or head.pos_ != "NOUN":
            return
        words, person = tuple(split_words(head.text)), head.lower_.endswith(_PERSONS)
        kind = MentionKind.OFFICE if person else MentionKind.NOUN
        mention = Mention(kind, zone, sentence, 0, 0, 0, 0, source, source, words, head.text)
        entity = Entity(
            person=person and head.tag_ == "NN",
            name=mention,
            plural=head.tag_ == "NNS",
            named=False,
            mentions=[mention],
        )
        self._nouns[head.lower_] = entity
        self._discourse.speaks(entity, source, sentence, zone)

    def _writing_speaks(self, source: Span, finding: Finding, place: tuple[int, int]) -> None:
        """Let "it" stand for a document that is said to say something."""
        zone, sentence = place
        head = head_of(self._text, source, zone)
        if head is None or vocabulary().documents.at((head.lower_,), 0) is None:
            return
        span, words = finding.antecedent or source, tuple(split_words(head.text))
        mention = Mention(
            MentionKind.NOUN, zone, sentence, 0, 0, 0, 0, span, span, words, head.text
        )
        entity = Entity(person=False, name=mention, named=False, mentions=[mention])
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

    def _mention(self, mention: Mention) -> Finding:
        entity = self._cast.of(mention)
        doubt = self._cast.doubts.get(id(mention))
        factor, reasons = (DOUBT, (doubt + ".",)) if doubt else (1.0, ())
        if entity is None:
            return NOBODY
        if mention.kind in {MentionKind.OFFICE, MentionKind.NOUN}:
            if not entity.named:
                return self._without_name(mention, entity)
            reason = f"“{self._printed(mention)}” stands for {entity.name.name}"
            reason += (
                "."
                if entity.mentions[0].span.start < mention.span.start
                else (", who is named later in the text.")
            )
            return Finding(entity, SpeakerBasis.ROLE, entity.name.span, (reason, *reasons), factor)
        if mention.kind is MentionKind.GROUP:
            return Finding(entity, SpeakerBasis.UNNAMED)
        if entity.person and len(mention.words) < len(entity.name.words):
            return Finding(entity, SpeakerBasis.SURNAME, entity.name.span, reasons, factor)
        known = entity.actor is not None and entity.person and len(mention.words) == 1
        basis = SpeakerBasis.SURNAME if known else SpeakerBasis.NAMED
        return Finding(entity, basis, None, reasons, factor)

    def _without_name(self, mention: Mention, entity: Entity) -> Finding:
        """Somebody by kinship to another, else nobody who is named."""
        kin = self._kin.of(mention)
        if kin is not None:
            reason = f"“{self._printed(mention)}” is taken for {kin.name.name}."
            return Finding(kin, SpeakerBasis.ROLE, kin.name.span, (reason,))
        antecedent = entity.name.span if entity.name is not mention else None
        return Finding(entity, SpeakerBasis.UNNAMED, antecedent)

    def _relative(self, start: int, zone: int) -> Finding:
        """Whom 'who' or 'which' stands for: the mention that ends right before it."""
        mentions = self._text.by_zone[zone] if zone < len(self._text.by_zone) else ()
        near = [
            mention
            for mention in mentions
            if start - 3 <= mention.whole.end <= start or start - 3 <= mention.span.end <= start
        ]
        if not near:
            return NOBODY
        finding = self._mention(near[0])
        return replace(finding, antecedent=finding.antecedent or near[0].span)

    def _carried(self, start: int, zone: int) -> Finding:
        """The one who spoke last, in this paragraph or the one before."""
        since = self._zones[max(zone - 1, 0)] if self._zones else 0
        event = self._discourse.last_speaker(start, since)
        if event is None:
            return replace(NOBODY, reasons=("No speaker is named for these words.",))
        name = self._named(event.entity)
        basis = SpeakerBasis.CARRIED if event.entity.named else SpeakerBasis.UNNAMED
        reason = f"No speaker is named here; {name} spoke just before."
        return Finding(event.entity, basis, event.entity.name.span, (reason,))

    def _named(self, entity: Entity) -> str:
        """An entity by its name, or by the whole phrase when it has none."""
        return entity.name.name if entity.named else f"“{self._printed(entity.name)}”"

    def _plain(self, source: Span, zone: int, sentence: int) -> Finding:
        """Whom words stand for that are no mention: whose document, an epithet, one met before."""
        head = head_of(self._text, source, zone)
        same = apposed(self._cast, head, zone) if head is not None else None
        if same is None and head is not None and head.tag_ == "NN":
            same = self._named_next(source, zone)
        if same is not None:
            return Finding(same, SpeakerBasis.NAMED, same.name.span)
        made = self._made(source, zone) or self._documents.of_post(source, head, (zone, sentence))
        if made is not None:
            return made
        finding = self._epithets.of_phrase(source, zone, sentence) or self._again(source, zone)
        if finding is None:
            self._speaks_unnamed(source, zone, sentence)
        return finding or NOBODY

    def _named_next(self, source: Span, zone: int) -> Entity | None:
        """The person whose whole name stands between commas right after a description."""
        mentions = self._text.by_zone[zone] if zone < len(self._text.by_zone) else ()
        place = bisect_right(mentions, source.end, key=lambda each: each.span.start)
        mention = mentions[place] if place < len(mentions) else None
        if mention is None or mention.kind is not MentionKind.PERSON or len(mention.words) == 1:
            return None
        between = self._words[source.end : mention.whole.start]
        enclosed = self._words[mention.whole.end : mention.whole.end + 1] == ","
        return self._cast.of(mention) if between == ", " and enclosed else None

    def _made(self, source: Span, zone: int) -> Finding | None:
        """Who made the document that a source is, where the source says so."""
        head = head_of(self._text, source, zone)
        maker = self._documents.maker(head, zone) if head is not None else None
        if maker is None or head is None:
            return None
        reason = f"“{head.text}” is said to be that of {maker.name.name}."
        return Finding(maker, SpeakerBasis.NAMED, maker.name.span, (reason,))

    def _printed(self, mention: Mention) -> str:
        return " ".join(mention.whole.of(self._words).split())
