"""Holder: the words for whoever holds a position, who need not be the one who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind, fold
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from app.domain.actors import Actor, ActorDirectory

_FIRST = frozenset({"i", "we", "me", "us", "my", "our", "ours", "mine", "myself", "ourselves"})
_THIRD = frozenset({"he", "she", "they", "his", "her", "their", "him", "them"})
_NOBODY = frozenset(
    {
        "it",
        "its",
        "this",
        "that",
        "who",
        "whoever",
        "which",
        "what",
        "you",
        "your",
        "there",
        "one",
        "those",
        "these",
        "nobody",
        "everyone",
        "anyone",
        "everybody",
        "someone",
        "somebody",
        "all",
        "none",
        "nothing",
        "anybody",
        "such",
    }
)
_COMMON_ROOT = 4  # letters that a name and its adjective share: Grandia, Grandian


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the words and the directory tell.

    ``words`` are all the names and nouns known for the speaker (a source text, a name, a role).
    """

    words: str
    actor: Actor | None = None
    source: str = ""  # the words the text uses for the speaker

    @property
    def vague_source(self) -> bool:
        """Whether the text names a vague reporter, while the statement was linked to another."""
        reporters = stance_lexicon().topics["reporters"]
        named = self.actor is not None and fold(self.actor.name) == fold(self.source)
        return not named and any(
            word in {"report", "reports", "media", "source", "sources"} and word in reporters
            for word in fold(self.source).split()
        )

    @property
    def is_reporter(self) -> bool:
        """Whether it is a newspaper, an agency, 'some reports', analysts: no side of its own."""
        reporters = stance_lexicon().topics["reporters"]
        return any(word in reporters for word in fold(self.words).replace(",", " ").split())

    @property
    def is_official(self) -> bool:
        """Whether it speaks by office: 'the foreign minister', 'a spokesman'."""
        officials = stance_lexicon().topics["officials"]
        return any(word in officials for word in fold(self.words).replace(",", " ").split())

    @property
    def has_role(self) -> bool:
        """Whether a role is known of the speaker, and not only a name."""
        words = self.roles
        words = words | {word.removesuffix("s") for word in words}
        lexicon = stance_lexicon()
        known = lexicon.topics["officials"] | lexicon.topics["holders"] | lexicon.frames["persons"]
        return bool(words & (known | _MORE_ROLES))

    @property
    def roles(self) -> set[str]:
        """The words for what the speaker is: of 'an aide to the premier' only 'an aide'."""
        heads = (_BELOW.split(part)[0] for part in fold(self.words).split(","))
        return {word.removesuffix("'s") for head in heads for word in head.split()}

    @property
    def speaks_by_office(self) -> bool:
        """Whether a state's side may be the speaker's: an official, or a bare name."""
        return self.is_official or not self.has_role

    def names_a_place(self, actors: ActorDirectory) -> bool:
        """Whether a country or a body is known with the speaker, beside the speaker's own name."""
        if self.actor is not None and (self.actor.country or self.actor.belongs_to):
            return True
        if _COMMON_BODIES & {word.removesuffix("'s") for word in fold(self.words).split()}:
            return True  # of an alliance or a union: no state is the speaker's own
        titles = stance_lexicon().topics["officials"] | stance_lexicon().topics["holders"]
        parts = [part.strip() for part in self.words.split(",") if part.strip()]
        for number, part in enumerate(parts):
            words = [word for word in part.split() if word.lower() not in _SMALL]
            bare = all(word[:1].isupper() for word in words)
            if number == 0 and bare and (len(words) > 1 or not actors.by_demonym(words[0])):
                continue  # a person's name, with or without a title before it
            if any(fold(name) not in titles | _TITLES for name in names_in(part)):
                return True
        return False


_BELOW = re.compile(r"\b(?:of|to|in|at|for|from|with|familiar|close|on)\b")
_COMMON_BODIES = frozenset({"alliance", "union", "pact", "bloc", "nations", "coalition"})
_SMALL = frozenset({"the", "a", "an"})
_TITLES = frozenset({"prime", "foreign", "defence", "defense", "deputy", "vice", "state"})
_MORE_ROLES = frozenset(
    {
        "professor",
        "analyst",
        "colonel",
        "congressman",
        "diplomat",
        "union",
        "service",
        "participant",
        "lawmaker",
        "senator",
        "deputy",
        "delegate",
        "house",
        "council",
        "group",
        "chamber",
        "assembly",
        "committee",
        "board",
    }
)
# Roles that stand for the same office in the words of different outlets.
_SAME_OFFICE = (
    frozenset({"premier", "prime", "chancellor", "taoiseach"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    frozenset({"lawmaker", "deputy", "mp", "member", "congressman", "senator", "representative"}),
    frozenset({"leader", "chairman", "chairwoman", "chair", "head", "president", "chief"}),
)


def shares_role(token: Token, speaker: Speaker) -> bool:
    """Whether a role may stand for the speaker: 'the premier' for 'the prime minister of X'."""
    spoken = speaker.roles
    lemma = token.lemma_.lower()
    return bool({lemma, token.lower_} & spoken) or any(
        lemma in same and same & spoken for same in _SAME_OFFICE
    )


def same_root(one: str, other: str) -> bool:
    """Whether two names share a root: 'Grandia' and 'Grandian', 'Poland' and 'Polish' do not."""
    a, b = fold(one), fold(other)
    shared = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= _COMMON_ROOT and shared >= min(len(a), len(b)) - 2


def noun_phrase(token: Token) -> tuple[Token, ...]:
    """The words of the phrase a token heads, without clauses that hang on it and conjuncts."""
    kept = [token]
    for child in token.children:
        if child.dep_ in {"compound", "amod", "poss", "nummod", "det", "case", "appos", "nmod"}:
            kept.extend(child.subtree if child.dep_ != "appos" else (child,))
        elif child.dep_ == "prep" and child.lower_ == "of":
            kept.extend(child.subtree)
    return tuple(sorted(set(kept), key=lambda word: word.i))


def phrase_text(token: Token) -> str:
    """The words of a noun phrase as printed, without its article."""
    words = noun_phrase(token)
    while len(words) > 1 and words[0].lower_ in {"the", "a", "an", "both", "several"}:
        words = words[1:]
    if words[-1].dep_ == "case":
        words = words[:-1]
    return token.doc[words[0].i : words[-1].i + 1].text.strip(" ,'’\"“”")


def office_text(token: Token, speaker: Speaker) -> str:
    """The words of a noun phrase; of a bare office with the state that stands with the speaker.

    "The chancellor", told by "aides to the chancellor of Norland", is the chancellor of Norland.
    """
    text = phrase_text(token)
    if token.lemma_.lower() not in _PERSONS_OF_OFFICE or any(word.isupper() for word in text):
        return text
    stated = re.search(rf"{re.escape(text)} of ({_NAME})", speaker.words)
    return f"{text} of {stated[1]}" if stated is not None else text


_NAME = r"[A-Z][\w-]+(?: [A-Z][\w-]+)*"


def names_in(text: str) -> list[str]:
    """The words of a text that begin with a capital letter, without a possessive ending."""
    return [
        word.strip(".,'’\"")
        for word in text.replace("’s", "").replace("'s", "").split()
        if word[:1].isupper()
    ]


def _country_of(text: str, actors: ActorDirectory) -> str | None:
    """The country a phrase names, by the directory: 'Moscow', 'Polish troops', 'the Kremlin'."""
    for actor in actors.by_name(text):
        if actor.country:
            return actor.country
    for word in names_in(text):
        known = actors.by_demonym(word)
        if known is None:
            named = [a for a in (*actors.by_name(word), *actors.by_surname(word)) if a.country]
            known = named[0] if named else None
        if known is not None and known.country:
            return known.country
    return None


def speaks_for(speaker: Speaker, token: Token, actors: ActorDirectory) -> bool | None:  # noqa: C901, PLR0911 - ordered cases, each one line of its class table
    """Whether the speaker speaks for whoever a word names.

    True for 'we', for the speaker's own name, for the state or body the speaker belongs to; False
    for somebody else; None when nothing is known of either.
    """
    lower = token.lower_
    if lower in _FIRST:
        return True
    text = phrase_text(token)
    if any(part.lower_ in {"my", "our"} for part in token.children):
        return token.lemma_.lower() not in {
            "colleague",
            "friend",
            "partner",
            "ally",
            "neighbour",
            "neighbor",
            "counterpart",
        }
    folded, spoken = fold(text), fold(speaker.words)
    if folded and (folded in spoken or spoken in folded):
        # "Aides to the chancellor" are not the chancellor.
        if token.pos_ != "NOUN" or token.lemma_.lower() not in _PERSONS_OF_OFFICE:
            return True
        return shares_role(token, speaker)
    titles = stance_lexicon().topics["holders"] | stance_lexicon().topics["officials"]
    titles |= {"prime", "state", "deputy", "vice", "former", "press"}
    names = [name for name in names_in(text) if fold(name) not in titles]
    speaking = [name for name in names_in(speaker.words) if fold(name) not in titles]
    if any(
        same_root(one, other) or fold(one) == fold(other) for one in names for other in speaking
    ):
        return _same_person(token, speaker)
    country = _country_of(text, actors)
    own = speaker.actor.country if speaker.actor is not None else None
    own = own or _country_of(speaker.words, actors)
    if country is not None and own is not None:
        if country != own:
            return False
        return _is_state(token, text, actors) or None
    if speaker.actor is not None:
        for actor in actors.by_name(text):
            if actor.slug in speaker.actor.belongs_to:
                return True
    return None


def _is_state(token: Token, text: str, actors: ActorDirectory) -> bool:
    """Whether a phrase names a state, a capital or a body and not another person of it."""
    found = actors.by_name(text) or actors.by_surname(text)
    if found:
        return found[0].kind is not ActorKind.PERSON
    holders = {"president", "minister", "premier", "chancellor", "leader", "king", "counterpart"}
    return token.lemma_.lower() not in holders


_PERSONS_OF_OFFICE = frozenset({"president", "minister", "premier", "chancellor", "king", "leader"})


def _same_person(token: Token, speaker: Speaker) -> bool:
    """'The Grandian leader' is not 'the Grandian spokesman'; 'Grandia' is spoken for by both."""
    persons = {
        "president",
        "minister",
        "premier",
        "chancellor",
        "leader",
        "king",
        "colleague",
        "counterpart",
        "secretary",
        "ambassador",
    }
    lemma = token.lemma_.lower()
    return lemma not in persons or shares_role(token, speaker)


_OWN_BODIES = frozenset(
    {
        "alliance",
        "union",
        "bloc",
        "commission",
        "organisation",
        "organization",
        "council",
        "parliament",
        "country",
        "government",
        "nation",
        "party",
        "administration",
        "cabinet",
        "side",
        "state",
        "ministry",
    }
)
_POINTING = frozenset({"the", "his", "her", "its", "their", "our", "my"})


def stands_for_own(token: Token, speaker: Speaker) -> bool:
    """'His country', 'the government', with no name in it: the body of whoever is talked of."""
    if token.lemma_.lower() not in _OWN_BODIES or speaker.is_reporter:
        return False
    below = [child for child in token.children if child.dep_ in {"det", "poss", "amod", "compound"}]
    return any(child.lower_ in _POINTING for child in below) and not any(
        child.text[:1].isupper() and child.lower_ not in _POINTING for child in below
    )


def can_hold(token: Token) -> bool:
    """Whether a word can stand for somebody who holds a position."""
    if token.lower_ in _NOBODY:
        return False
    if token.pos_ == "PRON":
        return token.lower_ in _FIRST | _THIRD
    lexicon = stance_lexicon()
    known = lexicon.topics["holders"] | lexicon.frames["persons"]
    if token.lemma_.lower() in _SHARES and _is_of_persons(token):
        return True
    return token.pos_ == "PROPN" or token.lemma_.lower() in known


_SHARES = frozenset({"cent", "percent", "third", "half", "quarter", "majority", "%", "minority"})


def _is_of_persons(share: Token) -> bool:
    """'Two thirds of the deputies', '63 per cent of those asked': a share of persons."""
    lexicon = stance_lexicon()
    known = lexicon.topics["holders"] | lexicon.frames["persons"] | {"those"}
    return any(
        below.lemma_.lower() in known or below.lower_ == "those" or below.pos_ == "PROPN"
        for child in share.children
        if child.lower_ == "of"
        for below in child.children
    )


def holders_named(bearer: Token) -> tuple[Token, ...]:
    """The holders a phrase names: its conjuncts, or those listed by 'including A and B'."""
    for child in bearer.children:
        if child.dep_ == "prep" and child.lower_ in {"including", "like"}:
            listed = [below for below in child.children if below.dep_ == "pobj"]
            if listed:
                return (listed[0], *listed[0].conjuncts)
    return (
        bearer,
        *(other for other in bearer.conjuncts if other.pos_ in {"PROPN", "NOUN", "PRON"}),
    )


def antecedent(
    token: Token, before: Sequence[Token], speaker: Speaker, actors: ActorDirectory
) -> Token | None:
    """The nearest noun before that "he" or "they" may stand for and that is not the speaker.

    A person is preferred; a state or a capital is taken when no person is named.
    """
    plural = token.lower_ in {"they", "their", "them"}
    candidates = [
        word
        for word in before
        if word.dep_ not in {"compound", "amod"}
        and (word.pos_ == "PROPN" or word.lemma_.lower() in stance_lexicon().topics["holders"])
        and word.pos_ != "ADJ"
        and word.lower_ not in _FIRST
    ]
    spoken = fold(speaker.words)
    for word in reversed(candidates):
        if fold(word.text) in spoken:
            continue
        known = actors.by_name(word.text) or actors.by_surname(word.text)
        if not plural and known and all(one.kind is not ActorKind.PERSON for one in known):
            continue  # a state is no 'he'
        if not plural and _is_met(word):
            return word
        if word.dep_ == "pobj" and word.head.lower_ in {
            "in",
            "to",
            "for",
            "into",
            "on",
            "at",
            "from",
        }:
            continue
        if word.dep_ in {"dobj", "pobj"} and word.pos_ != "PROPN" and not plural:
            continue
        return word
    return None


_MEETING = frozenset({"speak", "talk", "meet", "spend", "sit", "dine", "call"})


def _is_met(word: Token) -> bool:
    """'I spoke to the president. He ...': the person of an office whom somebody met."""
    if word.lemma_.lower() not in _PERSONS_OF_OFFICE:
        return False
    link = word.head
    if word.dep_ == "pobj" and link.lower_ in {"to", "with"}:
        return link.head.lemma_ in _MEETING or link.head.head.lemma_ in _MEETING
    return word.dep_ == "dobj" and link.lemma_ in {"meet", "see", "call"}


def named_before(token: Token, doc: Doc, actors: ActorDirectory) -> Token | None:
    """The person of the same country named before a role: 'Putin' for 'the Russian leader'."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in stance_lexicon().topics["holders"]:
        return None
    country = _country_of(phrase_text(token), actors)
    if country is None:
        return None
    for word in reversed(doc[: token.i]):
        if word.pos_ == "PROPN":
            persons = [one for one in actors.by_surname(word.text) if one.country == country]
            if len(persons) == 1:
                return word
    return None


def is_third_person(token: Token) -> bool:
    """Whether a word is he, she or they in any case."""
    return token.lower_ in _THIRD


def is_first_person(token: Token) -> bool:
    """Whether a word is I or we in any case."""
    return token.lower_ in _FIRST
