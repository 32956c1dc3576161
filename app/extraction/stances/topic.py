"""Topic: whether words are on an issue, and which words in them stand for the thing at issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.positions import Issue
from app.extraction.months import MONTHS, WEEKDAYS
from app.extraction.stances.grammar import subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.phrases import Phrases
from app.extraction.stances.seeds import Seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

_PLACING = frozenset({"in", "to", "on", "at", "into", "onto", "across", "inside", "within", "off"})
_DATES = frozenset(form for name in (*WEEKDAYS, *MONTHS) for form in (name, name[:3]))
_TAKING_PART = ("participate", "partake", "partook")
_POINTING = ("those", "'em", "’em")
_IRREGULAR = ("spoke", "knew")  # forms of words that ask, which do not begin like the word
_LEAST_NAME = 4  # letters of a place whose adjective begins like it
# What a gate reads of an issue.
_READ = tuple(
    name
    for name in Issue.__dataclass_fields__
    if name
    not in {"slug", "title", "proposition", "description", "counts", "does_not_count", "stances"}
)
_MOST_GATES = 64
_REACH = 4  # heads up from the troops to the verb that moves them


@dataclass(frozen=True, slots=True)
class Topic:
    """Which tokens of a sentence stand for the thing at issue.

    ``named`` are words for the thing itself, ``deictic`` words that point back to it.
    """

    named: tuple[Token, ...] = ()
    deictic: tuple[Token, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named or self.deictic)


class TopicGate:
    """The word classes of one issue, ready for finding them."""

    def __init__(self, issue: Issue) -> None:
        """Compile the classes of an issue."""
        classes = stance_lexicon().topic_classes
        self._forces = Phrases(issue.things)
        self._movements = Phrases(issue.acts)
        self._foreign = Phrases(issue.kinds)
        self._place = Phrases(issue.place)
        self._anaphors = Phrases(issue.pointing)
        self._exclusions = Phrases(issue.exclusions)
        self._inherent = Phrases(classes["inherently_foreign"])
        strong = stance_lexicon().topics["strong_movements"]
        self._strong = Phrases(strong)
        # What is looked for before anything is parsed: see Passages.may_take.
        topics = stance_lexicon().topics
        self.naming_seeds = Seeds([*issue.things, *(strong if issue.kinds else ())])
        nouns = [*topics["acts"], *(phrase for phrase in issue.pointing if " " in phrase)]
        single = [phrase for phrase in issue.pointing if " " not in phrase]
        self.pointing_nouns_seeds = Seeds(nouns)
        self.pointing_seeds = Seeds([*nouns, *_TAKING_PART], [*single, *_POINTING])
        self.asking_seeds = Seeds([*topics["asking"], *_IRREGULAR], ["?"])
        self.grounding_seeds = Seeds(topics["grounding"])
        names = [phrase.casefold() for phrase in issue.place]
        adjectives = [name[:-1] for name in names if " " not in name and len(name) >= _LEAST_NAME]
        self.place_seeds = Seeds([*names, *adjectives]) if names else None
        self._places = frozenset(word for word in issue.place if " " not in word)
        self._placed = bool(issue.place)
        self._about_troops = bool(issue.kinds)

    def in_place(self, tokens: Sequence[Token]) -> bool:
        """Whether the place of the issue is named among these tokens."""
        return (
            not self._placed
            or bool(self._place.find(tokens))
            or any(self._is_demonym(token) for token in tokens)
        )

    def named(self, sentence: Span, *, place_known: bool) -> tuple[Token, ...]:
        """The words of one sentence that stand for the thing at issue, without pointing words.

        ``place_known``: the title or the sentences around name the place.
        """
        tokens = list(sentence)
        here = self.in_place(tokens)
        if not here and (not place_known or self._elsewhere(tokens)):
            return ()
        excluded = {
            index for start, end in self._exclusions.find(tokens) for index in range(start, end)
        }
        found: dict[int, Token] = {}
        moved = self._moved(tokens)
        for start, end in self._forces.find(tokens):
            head = _head(tokens[start:end])
            if any(index in excluded for index in range(start, end)) or self._is_own(head):
                continue
            if self._is_thing(head, tokens[start:end], moved):
                found[head.i] = head
        if self._about_troops:
            for start, end in self._strong.find(tokens):
                head = _head(tokens[start:end])
                below = list(head.subtree)
                if self._strong_alone(head, below, excluded, sentence.start):
                    found.setdefault(head.i, head)
        return tuple(found[index] for index in sorted(found))

    def pointing(self, sentence: Span) -> tuple[Token, ...]:
        """The words of one sentence that point back to something said before."""
        tokens = list(sentence)
        heads = (_head(tokens[start:end]) for start, end in self._anaphors.find(tokens))
        doing = (
            token
            for token in tokens
            if token.lower_ == "those"
            and any(child.dep_ == "relcl" and child.lemma_ == "do" for child in token.children)
        )
        known = {
            index for start, end in self._exclusions.find(tokens) for index in range(start, end)
        }
        again = (
            _head(tokens[start:end])
            for start, end in (self._forces.find(tokens) if self._about_troops else ())
            if not known.intersection(range(start, end))
        )
        found = [head for head in heads if _can_point(head)]
        found += [
            head
            for head in again
            if head.pos_ == "NOUN"
            and any(child.lower_ in {"these", "those", "such"} for child in head.children)
        ]
        acts = stance_lexicon().topics["acts"]
        found += [
            token
            for token in tokens
            if token.lemma_.lower() in acts
            and token.pos_ == "NOUN"
            and any(child.lower_ in {"this", "that", "such"} for child in token.children)
        ]
        found += [token for token in tokens if _takes_part(token)]
        return tuple({token.i: token for token in (*found, *doing)}.values())

    def _moved(self, tokens: Sequence[Token]) -> frozenset[int]:
        return frozenset(
            token.i
            for start, end in self._movements.find(tokens)
            for token in tokens[start:end]
            if token.pos_ in {"VERB", "NOUN", "AUX"}
        )

    def moves(self, tokens: Sequence[Token]) -> frozenset[int]:
        """The indexes of the words among these that bring the thing about ("deploy", "use")."""
        return self._moved(tokens)

    def _is_thing(self, head: Token, words: Sequence[Token], moved: frozenset[int]) -> bool:  # noqa: PLR0911 - ordered cases, each one line of its class table
        if not self._about_troops:
            return not self._movements or bool(moved) or head.pos_ == "VERB"
        below = list(head.subtree)
        if self._is_figurative(head):
            return False
        if self._inherent.find(words) or self._foreign.find(below):
            return True
        if self._place.find(below):
            return True
        if any(
            child.lower_ in {"our", "my"}
            or (child.lower_ == "of" and any(part.lower_ == "ours" for part in child.children))
            for child in head.children
        ):
            return True
        node = head
        for _ in range(_REACH):
            if node.head.i == node.i:
                break
            node = node.head
            if node.i in moved and node.i != head.i:
                return True
            if node.pos_ in {"VERB", "AUX"} and self._placed_by(node):
                return True
        return any(child.i in moved for child in head.children)

    def _placed_by(self, verb: Token) -> bool:
        """Whether a verb has the place as its own goal: 'packing for Varvia'."""
        return any(
            child.dep_ == "prep" and self._place.find([*child.children]) for child in verb.children
        )

    def _is_figurative(self, head: Token) -> bool:
        """'An army of accountants': what it consists of are no soldiers."""
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for below in child.children:
                    if below.dep_ == "pobj" and below.pos_ == "NOUN" and below.tag_ == "NNS":
                        words = list(below.subtree)
                        return not (self._forces.find(words) or self._foreign.find(words))
        return False

    def _strong_alone(
        self, head: Token, below: Sequence[Token], excluded: set[int], offset: int
    ) -> bool:
        """A deployment or presence whose troops are not named, but whose place is."""
        if any(token.i - offset in excluded for token in below) or self._is_own(head):
            return False
        if head.pos_ == "VERB":
            return not any(child.dep_ in {"dobj", "obj"} for child in head.children) and bool(
                self._place.find(below)
            )
        of = [part for child in head.children if child.lower_ == "of" for part in child.subtree]
        if of and not (self._forces.find(of) or self._foreign.find(of)):
            return False
        return bool(self._foreign.find(below)) or bool(self._place.find(list(head.sent)))

    def _is_own(self, head: Token) -> bool:
        """Whether the troops are those of the place itself: "Ukrainian troops", "its own army"."""
        for child in head.children:
            if child.dep_ == "amod" and self._is_demonym(child):
                return True
            if child.dep_ == "poss" and child.lower_ in {"its", "his", "their"}:
                # "Ukraine should pull its troops back": they are those of the place itself.
                owner = subject(head.head) if head.head.pos_ in {"VERB", "AUX"} else None
                if owner is not None and self.in_place([owner]) and self._placed:
                    return True
            if child.dep_ == "poss" and (
                child.lower_ in self._places
                or any(part.lower_ in self._places for part in child.subtree)
            ):
                return True
        return False

    def _is_demonym(self, token: Token) -> bool:
        """Whether a word is the adjective of the place: 'Varvian' of 'varvia'."""
        word = token.lower_
        return token.text[:1].isupper() and any(
            word != place and len(place) >= _LEAST_NAME and word.startswith(place[: len(place) - 1])
            for place in self._places
        )

    def _elsewhere(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence that does not name the place names another one."""
        return any(
            token.pos_ == "PROPN"
            and token.dep_ == "pobj"
            and token.lower_ not in _DATES
            and token.head.lower_ in _PLACING
            and not self._foreign.find([token])
            for token in tokens
        )


def _head(words: Sequence[Token]) -> Token:
    """The word of a phrase on which its others hang."""
    inside = {word.i for word in words}
    return next((word for word in words if word.head.i not in inside), words[-1])


def _takes_part(token: Token) -> bool:
    """'Would not participate': in what, was said before."""
    return (
        token.pos_ == "VERB"
        and token.lemma_.lower() in {"participate", "partake"}
        and not any(child.dep_ in {"prep", "dobj"} for child in token.children)
    )


_DETERMINING = frozenset({"det", "mark", "advmod", "predet"})


def _can_point(head: Token) -> bool:
    """Whether a matched word stands as an argument: no determiner, no expletive 'it'."""
    if head.dep_ in _DETERMINING or head.tag_ == "WDT" or head.dep_ == "expl":
        return False
    if head.lower_ == "such":
        return False
    return not (head.lower_ == "it" and _is_expletive(head))


def _is_expletive(it: Token) -> bool:
    """'It' of 'it is dangerous to go there', 'it is your decision who comes'."""
    if it.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = it.head
    clauses = {"xcomp", "ccomp", "csubj", "advcl", "acl", "relcl"}
    below = [*verb.children]
    below += [
        part
        for child in verb.children
        if child.dep_ in {"acomp", "attr"}
        for part in child.children
    ]
    return verb.lemma_ in {"be", "seem", "become", "remain", "make"} and any(
        part.dep_ in clauses and part.i > verb.i for part in below
    )


class _Known:
    """The gates of issues, by their words: ``stances`` are no key, and change no gate."""

    def __init__(self) -> None:
        self._gates: dict[tuple[object, ...], TopicGate] = {}

    def __call__(self, issue: Issue) -> TopicGate:
        """The gate of an issue; compiled once for the same word classes."""
        key = tuple(getattr(issue, name) for name in _READ)
        if key not in self._gates:
            if len(self._gates) >= _MOST_GATES:
                self._gates.clear()
            self._gates[key] = TopicGate(issue)
        return self._gates[key]


topic_gate = _Known()
