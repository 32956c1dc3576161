"""Places: where an issue is, and which words name that place or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import own_subject, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.phrases import Phrases
from app.extraction.stances.seeds import Seeds
from app.extraction.stances.thing_words import DATES, is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_PLACING = frozenset({"in", "to", "on", "at", "into", "onto", "across", "inside", "within", "off"})
_NAMING = frozenset({"PROPN", "ADJ", "NOUN"})
_NEAR = frozenset({"poss", "amod", "compound", "dobj", "nsubjpass"})
_COMPLETING = frozenset({"of", "for", "with", "on", "to"})
_ANYBODY = frozenset(
    {"somebody", "someone", "nobody", "anybody", "anyone", "everybody", "everyone"}
)
_PHRASE = 3  # words of a phrase for a place: "on the ground"
_LEAST_NAME = 4  # letters of a place whose adjective begins like it


def _beside(head: Token) -> list[Token]:
    """What describes, owns or completes a word."""
    near = [child for child in head.children if child.dep_ in _NEAR]
    return near + [
        below for child in head.children if child.dep_ == "prep" for below in child.children
    ]


def _tells_who(link: Token) -> bool:
    """'Somebody in Moscow', 'officials in Berlin': where they are is not where the thing is."""
    above = link.head
    persons = stance_lexicon().topics["officials"] | stance_lexicon().frames["persons"]
    return above.lower_ in _ANYBODY or (above.pos_ == "NOUN" and above.lemma_.lower() in persons)


def _tells_where_said(link: Token) -> bool:
    """'Said in Oslo', 'gathered in Oslo', 'the summit in Oslo': not where the thing is."""
    topics = stance_lexicon().topics
    above = link.head
    said = topics["saying"] | topics["gathering"]
    return above.lemma_.lower() in (said if above.pos_ == "VERB" else topics["gatherings"])


def _verb_of(head: Token) -> Token:
    """The verb of the main clause that a word stands in."""
    node = head
    while node.head.i != node.i and node.dep_ not in {"ROOT", "relcl", "ccomp", "conj"}:
        node = node.head
    return node


class Place:
    """The names of an issue's place; an issue without a place is everywhere."""

    def __init__(self, names: Sequence[str], kinds: Phrases, acts: Phrases) -> None:
        """Compile the names; ``kinds`` are no names of places, ``acts`` go to places."""
        self._phrases = Phrases(names)
        self._kinds, self._acts = kinds, acts
        lower = [phrase.casefold() for phrase in names]
        adjectives = [name[:-1] for name in lower if " " not in name and len(name) >= _LEAST_NAME]
        self.seeds = Seeds([*lower, *adjectives]) if lower else None
        self._words = frozenset(word for word in names if " " not in word)
        self._adjectives = tuple(adjectives)
        bare = stance_lexicon().topics["bare_places"]
        proper = [name for name in lower if not bare.issuperset(name.split())]
        # An article that never names the place is not about it, whatever is "there" in it.
        shorter = [name for name in adjectives if any(whole.startswith(name) for whole in proper)]
        self.name_seeds = Seeds([*proper, *shorter]) if proper else None

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def among(self, tokens: Sequence[Token]) -> bool:
        """Whether a name of the place itself is among these tokens."""
        return bool(self._phrases.find(tokens))

    def named(self, tokens: Sequence[Token]) -> bool:
        """Whether the place, or what is of it ("Varvian"), is named among these tokens."""
        return not self or self.among(tokens) or any(self._is_adjective(token) for token in tokens)

    def is_goal_of(self, verb: Token) -> bool:
        """Whether a verb has the place as its own goal: 'packing for Varvia'."""
        return any(
            child.dep_ == "prep"
            and (self.among([*child.children]) or self._begins_with(list(child.subtree)))
            for child in verb.children
        )

    def _begins_with(self, tokens: Sequence[Token]) -> bool:
        """'On the ground': a phrase for the place with its own preposition."""
        return any(start == 0 for start, _ in self._phrases.find(tokens[:_PHRASE]))

    def is_near(self, head: Token) -> bool:
        """'Ukraine's membership', 'an invitation to Kyiv', 'admit Ukraine', 'was to be admitted'.

        Of what only completes a noun or verb, what stands with that: "a promise of membership to
        Kyiv", "issue Kyiv with an invitation", "the accession treaty with Ukraine".
        """
        near = _beside(head)
        if head.pos_ == "VERB":
            owner = own_subject(head)
            if owner is None and head.dep_ == "xcomp":
                owner = subject(head.head)
            near += [owner] if owner is not None else []
        elif head.dep_ == "compound":
            near += _beside(head.head)
        elif head.dep_ == "pobj" and head.head.lower_ in _COMPLETING:
            near += _beside(head.head.head)
        return any(self.named([word]) for word in near)

    def is_elsewheres(self, head: Token) -> bool:
        """Another place's: "Hungary's elections", "Finland's membership", "Sweden joined"."""
        for child in head.children:
            if child.dep_ in {"poss", "amod", "compound", "nsubj"} and child.pos_ in _NAMING:
                if child.dep_ == "nsubj" and (head.pos_ != "VERB" or not is_name(child)):
                    continue
                if self.among(list(child.subtree)) or self._is_adjective(child):
                    return False
                name = is_name(child) and not self._kinds.find([child])
                if name and not self.among(list(head.subtree)):
                    return True
        return self._is_held_by_another(head) or self._is_of_our_country(head)

    def _is_held_by_another(self, head: Token) -> bool:
        """'The elections which Norland wants to hold'."""
        holders = [
            below
            for child in head.children
            if child.dep_ == "relcl" and head.pos_ == "NOUN"
            for below in child.children
            if below.dep_ == "nsubj" and below.pos_ == "PROPN" and below.ent_type_ != "PERSON"
        ]
        return bool(holders) and not any(
            self.named([each]) or self._kinds.find([each]) for each in holders
        )

    def _is_of_our_country(self, head: Token) -> bool:
        """'Our country joining', where the place is named as another beside it."""
        doers = [head, *(child for child in head.children if child.dep_ in {"nsubj", "poss"})]
        if head.dep_ == "pcomp":
            # "Against our country joining": the noun is taken for the object of "against".
            doers += [child for child in head.head.children if child.dep_ == "pobj"]
        ours = any(
            each.lemma_ in {"country", "state", "nation"}
            and any(word.lower_ in {"our", "my"} for word in each.children)
            for each in doers
        )
        return ours and bool(self) and self.named(list(head.sent))

    def is_sited_elsewhere(self, head: Token) -> bool:
        """'The mission in Lusania', whatever place is named beside it."""
        sites = [
            below
            for child in head.children
            if child.dep_ == "prep" and child.lower_ != "to"
            for below in child.children
        ]
        return self.is_another(sites) and not self.among(sites)

    def owns(self, head: Token) -> bool:
        """Whether a thing is the place's own: "Ukrainian troops", "its own army"."""
        for child in head.children:
            if child.dep_ == "amod" and self._is_adjective(child):
                return True
            if child.dep_ == "poss" and child.lower_ in {"its", "his", "their"}:
                # "Ukraine should pull its troops back": they are those of the place itself.
                owner = subject(head.head) if head.head.pos_ in {"VERB", "AUX"} else None
                if child.i + 1 < head.i and child.nbor().lower_ == "own":
                    owner = subject(_verb_of(head)) or owner  # "needs more of its own soldiers"
                if owner is not None and self.named([owner]) and self:
                    return True
            if child.dep_ == "poss" and (
                child.lower_ in self._words
                or any(part.lower_ in self._words for part in child.subtree)
            ):
                return True
        return False

    def is_another(self, tokens: Sequence[Token]) -> bool:
        """Whether words that do not name the place name another one, as a goal or site."""
        return any(
            token.pos_ == "PROPN"
            and token.text[:1].isupper()
            and token.dep_ == "pobj"
            and token.lower_ not in DATES
            and token.head.lower_ in _PLACING
            and not _tells_who(token.head)
            and not _tells_where_said(token.head)
            and token.ent_type_ != "PERSON"
            and not self._kinds.find([token])
            and not self._is_goal_of_noun(token.head)
            for token in tokens
        )

    def is_other_site(self, tokens: Sequence[Token]) -> bool:
        """'To our eastern frontier', 'on the island', 'on his side': a site without a name."""
        sites = stance_lexicon().topics["sites"]
        return not self.named(tokens) and any(
            token.dep_ == "pobj"
            and token.lemma_.lower() in sites
            and token.head.lower_ in _PLACING | {"from"}
            and not any(child.lower_ in {"all", "both"} for child in token.children)
            for token in tokens
        )

    def _is_adjective(self, token: Token) -> bool:
        """Whether a word is the adjective of the place: 'Varvian' of 'varvia'."""
        if not token.text[:1].isupper():
            return False
        word = token.lower_
        return word.startswith(self._adjectives) and any(
            word != place and len(place) >= _LEAST_NAME and word.startswith(place[: len(place) - 1])
            for place in self._words
        )

    def _is_goal_of_noun(self, preposition: Token) -> bool:
        """'A threat to Varvia', 'according to Varvia': nothing goes there."""
        above = preposition.head
        if preposition.lower_ != "to":
            return False
        return above.lower_ == "according" or (
            above.pos_ in {"NOUN", "ADJ"} and not self._acts.find([above])
        )
