"""Linking: from what a source stands for to an actor.

An actor of the directory where the text's entity is one; else an actor made of the words, never
dropped: a person by the fullest name in the text, a country's government, an organisation, a
group, or an office whose holder nobody names. The same group or office under small variants
("EU leaders", "the leaders of the European Union") gets one slug.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender, slugify
from app.domain.statements import Attribution, Statement
from app.extraction.dates import date_statements
from app.extraction.naming.cast import read_cast
from app.extraction.naming.full_names import FullNames
from app.extraction.naming.mention import OF_NAME, OF_NOUN, Mention, MentionKind
from app.extraction.naming.phrases import narrowed
from app.extraction.naming.sources import OWNED, SourceKind, read_source
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import low, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.parsing import ParsedText

UNNAMED = Actor("unnamed-speaker", "Unnamed speaker", ActorKind.OFFICE)

_NOT_NAMED = 0.85  # times: an office or a body that the text does not name
_SPELT_OUT = {"pm": "prime minister", "mp": "member of parliament", "ceo": "chief executive"}
_ONLY_SURNAME = 0.9  # times: the directory alone completes a surname
_EDGES = " \t\n\"'“”‘’«»„,;:.()[]–—-"
_LEADING = re.compile(
    r"(?:the|an|a|so-called|one(?!\s+of\b)|same|meanwhile|however|instead|yesterday|earlier|still)"
    r",?\s+",
    re.IGNORECASE,
)
_PARTY_TAG = re.compile(r"\s*[,(]\s*[DRI]-[A-Z][\w.-]*\)?,?\s*$")  # "Smith, D-N.Y."
_LONGEST_ACRONYM = 6  # letters; longer capitals are a name printed in capitals
_LONGEST_NAME = 120  # characters; a source that is longer is no name


@dataclass(frozen=True, slots=True)
class Link:
    """An actor, how sure it is that it is the one, and why."""

    actor: Actor
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


def link(
    parsed: ParsedText, attributions: tuple[Attribution, ...], actors: ActorDirectory
) -> tuple[Statement, ...]:
    """A statement for each attribution, in their order, with its actor and when it was said.

    Attributions are those that coreference.resolve gave back.
    """
    cast = read_cast(parsed, actors)
    linker = _Linker(cast, actors)
    statements = []
    for attribution in attributions:
        found = linker.link(attribution)
        statements.append(
            Statement(
                kind=attribution.kind,
                content=attribution.content,
                cue=attribution.cue,
                source=attribution.source,
                antecedent=attribution.antecedent,
                actor=found.actor,
                basis=attribution.basis,
                confidence=attribution.confidence * found.confidence,
                reasons=(*attribution.reasons, *found.reasons),
            )
        )
    days = date_statements(cast, statements)
    return tuple(
        replace(
            statement,
            said_on=day.said_on,
            reasons=(*statement.reasons, *([day.reason] if day.reason else [])),
        )
        for statement, day in zip(statements, days, strict=True)
    )


class _Linker:
    def __init__(self, cast: Cast, directory: ActorDirectory) -> None:
        self._cast = cast
        self._text = cast.text.parsed.text.text
        self._directory = directory
        self._book = vocabulary()
        self._names = FullNames(cast)
        self._by_span = {mention.span: mention for mention in cast.text.mentions}
        self._governments = {
            actor.country: actor for actor in directory if actor.kind is ActorKind.GOVERNMENT
        }

    def link(self, attribution: Attribution) -> Link:
        """The actor of an attribution."""
        if attribution.antecedent is not None:
            return self._by_antecedent(attribution, attribution.antecedent)
        printed = attribution.source.of(self._text) if attribution.source else ""
        if OWNED.fullmatch(" ".join(printed.split())):
            return Link(UNNAMED)  # "his office": nobody is found whose it is
        source = read_source(self._cast.text, attribution.source)
        if source.kind is SourceKind.MENTION and source.mention is not None:
            entity = self._cast.of(source.mention)
            if entity is not None:
                return self._entity(entity, source.mention)
        if source.kind is SourceKind.JOINT and source.mention is not None:
            return self._joint((source.mention, *source.others))
        if attribution.source is None or source.kind not in {
            SourceKind.PLAIN,
            SourceKind.DOCUMENT,
        }:
            return Link(UNNAMED)
        return Link(self._plain(attribution.source.of(self._text)))

    def _by_antecedent(self, attribution: Attribution, antecedent: Span) -> Link:
        """The actor of what a pronoun or an office was found to stand for."""
        mention = self._by_span.get(antecedent)
        entity = self._cast.of(mention) if mention is not None else None
        if mention is None or entity is None:
            together = read_source(self._cast.text, antecedent)
            if together.kind is SourceKind.JOINT and together.mention is not None:
                return self._joint((together.mention, *together.others))
            return Link(self._plain(antecedent.of(self._text)))
        return self._owned(attribution, entity) or self._entity(entity, mention)

    def _owned(self, attribution: Attribution, entity: Entity) -> Link | None:
        """Whom "his office" stands for: somebody's, by the owner's name."""
        printed = attribution.source.of(self._text) if attribution.source else ""
        owned = OWNED.fullmatch(" ".join(printed.split()))
        if owned is None or not entity.named:
            return None
        name = f"{_clean(entity.actor.name if entity.actor else entity.name.name)}’s {owned[1]}"
        reason = f"“{printed}” is taken for that of {entity.name.name}."
        return Link(_made(name, ActorKind.OFFICE), reasons=(reason,))

    def _entity(self, entity: Entity, mention: Mention) -> Link:
        if entity.actor is not None:
            return self._known(entity, entity.actor, mention)
        if not entity.named:
            return self._unnamed(self._described(entity), entity.name)
        if entity.person:
            return Link(self._person(entity))
        return self._body(entity)

    def _known(self, entity: Entity, actor: Actor, mention: Mention) -> Link:
        if entity.person and len(entity.name.words) == 1 and len(actor.name.split()) > 1:
            reason = f"Only “{entity.name.name}” is printed; the directory has {actor.name}."
            return Link(actor, _ONLY_SURNAME, (reason,))
        country = self._book.country_names.get(actor.country or "")
        capital = self._book.capitals.at(mention.words, 0) is not None
        other = country is not None and mention.words != split_words(country)
        if capital and other and actor.kind is ActorKind.GOVERNMENT:
            return Link(actor, reasons=(f"“{mention.name}” stands for {actor.name}.",))
        return Link(actor)

    def _person(self, entity: Entity) -> Actor:
        name = _clean(self._names.fullest(entity))
        kind = ActorKind.PERSON
        surname = entity.name.words[-1].endswith(self._book.surname_endings)
        unsure = not entity.sure and entity.gender is None and not surname
        known = "-" in entity.name.words[0] or entity.name.words[0] in self._book.given
        if unsure and len(entity.name.words) == 1 and not known:
            kind = ActorKind.ORGANISATION  # papers print people's full names once; firms' not
        of = (
            frozenset().union(*(held.of for held in entity.offices))
            if entity.offices
            else frozenset()
        )
        return _made(name, kind, country=_only_code(of), gender=entity.gender)

    def _body(self, entity: Entity) -> Link:
        code = _only_code(entity.name.of)
        if code is not None and code in self._book.country_names:
            actor = self._government(code)
            if actor is not None:
                name = entity.name.name
                same = split_words(name) == split_words(actor.name)
                reasons = () if same else (f"“{name}” stands for the government of {actor.name}.",)
                return Link(actor, reasons=reasons)
        return Link(_made(_clean(entity.name.name), ActorKind.ORGANISATION))

    def _government(self, code: str) -> Actor | None:
        known = self._governments.get(code)
        if known is not None:
            return known
        name = self._book.country_names.get(code)
        return _made(name, ActorKind.GOVERNMENT, country=code) if name else None

    def _unnamed(self, actor: Actor, mention: Mention) -> Link:
        """An office or a body of which only the common noun is printed.

        "The minister" of one article is not "the minister" of the next: it is less sure to be of
        use, and the reasons say so.
        """
        bare = actor.kind in {ActorKind.OFFICE, ActorKind.ORGANISATION} and not actor.in_directory
        if not bare or actor.country is not None or mention.of:
            return Link(actor)
        words = split_words(actor.name)
        if words != mention.words:
            return Link(actor)
        noun = _SPELT_OUT.get(" ".join(words), " ".join(words))
        reason = f"The text does not name whom “{actor.name}” stands for."
        return Link(_made(_clean(noun), actor.kind), _NOT_NAMED, (reason,))

    def _described(self, entity: Entity) -> Actor:
        """An actor of a description: a group, an office, or a body by a common noun."""
        mention = entity.name
        phrase = _clean(mention.whole.of(self._text))
        of = mention.of
        longer = _clean(entity.printed)
        if len(longer) > len(phrase):
            kind = ActorKind.GROUP if mention.plural else ActorKind.OFFICE
            if mention.kind is MentionKind.NOUN:
                kind = ActorKind.ORGANISATION
            return Actor(slugify(longer), longer, kind, country=_only_code(of))
        code = _only_code(of)
        known = self._directory.by_name(phrase) or self._directory.by_name(self._canonical(mention))
        if len(known) == 1:
            return known[0]
        if mention.kind is MentionKind.NOUN:
            government = mention.words[-1] in self._book.government_nouns
            bare = set(self._qualifying(mention)) <= _OF_ALL
            if government and bare and code and not _bodies(of) - {self._slug_of(code)}:
                actor = self._government(code)
                if actor is not None:
                    return actor
            kind = ActorKind.ORGANISATION
        else:
            kind = ActorKind.GROUP if mention.kind is MentionKind.GROUP else ActorKind.OFFICE
        slug = slugify(self._canonical(mention))
        return Actor(slug, phrase, kind, country=code)

    def _qualifying(self, mention: Mention) -> Iterator[str]:
        """The small words before a noun: "military" in "the British military leadership"."""
        words = self._cast.text.words[mention.zone][mention.left : mention.first]
        return (word.low for word in words if not word.capital and not word.possessive)

    def _canonical(self, mention: Mention) -> str:
        """A group or office in one form: whose it is by its own name, then the noun."""
        owners = []
        for slug in sorted(_bodies(mention.of)):
            actor = self._directory.by_slug(slug)
            if actor is not None:
                owners.append(actor.name)
        code = _only_code(mention.of)
        if not owners and code is not None:
            government = self._governments.get(code)
            owners.append(government.name if government else self._book.country_names.get(code, ""))
        if len(owners) != 1:
            return _clean(mention.whole.of(self._text))
        noun = mention.offices[0].word.words if mention.offices else mention.words
        return f"{owners[0]} {' '.join(_american(word) for word in noun)}"

    def _slug_of(self, code: str) -> str:
        actor = self._governments.get(code)
        return actor.slug if actor else ""

    def _joint(self, mentions: tuple[Mention, ...]) -> Link:
        """Several who say something together: a group of them."""
        names = []
        for mention in mentions:
            entity = self._cast.of(mention)
            found = self._entity(entity, mention).actor if entity else None
            described = entity is None or not entity.named
            printed = " ".join(mention.whole.of(self._text).split())
            names.append(printed if described or found is None else found.name)
        names = list(dict.fromkeys(names))
        name = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
        # What several say together is one statement by all of them and by none alone, so they are
        # one actor, the same one in whatever order they are printed.
        slug = slugify(" and ".join(sorted(names)))
        return Link(Actor(slug, _clean(name), ActorKind.GROUP))

    def _whole_name(self, phrase: str) -> Actor | None:
        """A person by whose name a phrase ends that no sentence was read of: a caption."""
        entity = self._names.ending(phrase)
        if entity is not None:
            return entity.actor or self._person(entity)
        name = self._names.printed_in(phrase)
        if name is None:
            return None
        known = self._directory.by_name(name)
        gender = self._book.given.get(low(name.split(" ")[0]))
        return known[0] if len(known) == 1 else _made(name, ActorKind.PERSON, gender=gender)

    def _plain(self, printed: str) -> Actor:
        """An actor of words that are no mention of any class we know."""
        phrase = _clean(narrowed(printed))
        if not phrase:
            return UNNAMED
        known = self._directory.by_name(phrase)
        if len(known) == 1:
            return known[0]
        person = self._whole_name(phrase)
        if person is not None:
            return person
        first = re.split(r",|\s(?:of|for|from|in|at|who|which|that)\s", phrase, maxsplit=1)[0]
        plural = (
            bool(re.search(r"(?<!s)s$|people$|men$", first))
            or first.lower() in _VAGUE
            or " and " in first
        )
        return _made(phrase, ActorKind.GROUP if plural else ActorKind.OFFICE)


# What may stand beside a country's government that is the whole of it.
_OF_ALL = frozenset({"the", "new", "current", "present", "whole", "entire", "own", "then"}) | {
    *("outgoing", "incoming", "federal", "central", "national", "its", "of", "and")
}
_VAGUE = frozenset({"some", "many", "others", "several", "few", "both", "all"})


def _made(
    name: str, kind: ActorKind, *, country: str | None = None, gender: Gender | None = None
) -> Actor:
    return Actor(slugify(name), name, kind, country=country, gender=gender)


def _clean(name: str) -> str:
    """A name in NFC, without articles, quotation marks and doubled spaces, and with a capital."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    text = _PARTY_TAG.sub("", name).strip(_EDGES)
    text = re.sub(r"['’]s?$", "", text)
    while match := _LEADING.match(text):
        text = text[match.end() :].strip(_EDGES)
    if len(text) > _LONGEST_NAME:
        text = text[:_LONGEST_NAME].rsplit(" ", 1)[0].strip(_EDGES)
    if text.isupper() and len(text) > _LONGEST_ACRONYM:
        text = text.title()  # "ANNA LIND:" in a transcript, "A MINISTER has" at an article's start
    if " " not in text and text.isupper() and (low(text),) in vocabulary().offices.values:
        text = text.title()  # "A MINISTER"
    return text[:1].upper() + text[1:]


def _only_code(of: frozenset[str]) -> str | None:
    codes = {item for item in of if len(item) == 2 and item.isupper()}
    return next(iter(codes)) if len(codes) == 1 else None


def _bodies(of: frozenset[str]) -> set[str]:
    return {item for item in of if not item.isupper() and not item.startswith((OF_NAME, OF_NOUN))}


def _american(word: str) -> str:
    """One spelling for the few words of offices that have two."""
    return {
        "defence": "defense",
        "advisor": "adviser",
        "spokesman": "spokesperson",
        "spokeswoman": "spokesperson",
        "organisation": "organization",
    }.get(word, word)
