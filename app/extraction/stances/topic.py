"""Topic: whether words are on an issue, and which words in them stand for the thing at issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Issue, Timing, Whose
from app.extraction.stances.grammar import SUBJECTS, own_subject, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.order import NO_ORDER, Order, find_order
from app.extraction.stances.phrases import Phrases
from app.extraction.stances.seeds import Seeds
from app.extraction.stances.thing_words import (
    DATES,
    can_point,
    head_of,
    heads_above,
    heads_in_clause,
    is_describing,
    is_month,
    is_name,
    is_of_its_own,
    is_ours,
    is_set_aside,
    takes_part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span, Token

_PLACING = frozenset({"in", "to", "on", "at", "into", "onto", "across", "inside", "within", "off"})
_TAKING_PART = ("participate", "partake", "partook")
_NAMING = frozenset({"PROPN", "ADJ", "NOUN"})
_NEAR = frozenset({"poss", "amod", "compound", "dobj", "nsubjpass"})
_INNER = frozenset({"pobj", "compound", "poss", "amod", "prep", "nmod"})
_POINTING = ("those", "'em", "’em")
_IRREGULAR = ("spoke", "knew")  # forms of words that ask, which do not begin like the word
_LEAST_NAME = 4  # letters of a place whose adjective begins like it


class TopicGate:
    """The word classes of one issue, ready for finding them."""

    def __init__(self, issue: Issue) -> None:
        """Compile the classes of an issue."""
        topics = stance_lexicon().topics
        own = [*issue.things, *issue.certain, *issue.vague, *issue.acts, *issue.implying]
        # "The mission", "such troops" point back only where the issue is of troops.
        military = {word for word in topics["deployments"] if word not in own}
        general = [one for one in stance_lexicon().anaphors if one.split()[-1] not in military]
        pointing = dict.fromkeys((*general, *issue.pointing))
        self._own_pointing = Phrases(issue.pointing)
        self._deeds = topics["acts"] - military
        self._partaking = not own or bool({"participate", "take part"} & {*own})
        self.whose, self.timing = issue.whose, issue.timing
        self._things = Phrases([*issue.things, *issue.certain, *issue.vague])
        self._certain = Phrases(issue.certain)
        self._vague = Phrases(issue.vague)
        self._acts = Phrases(issue.acts)
        self._implying = Phrases(issue.implying)
        self._kinds = Phrases(issue.kinds)
        self._place = Phrases(issue.place)
        self._contrary = Phrases(issue.contrary)
        self.events, self.states = Phrases(issue.events), Phrases(issue.states)
        self._pointing = Phrases(pointing)
        self._exclusions = Phrases(issue.exclusions)
        # What is looked for before anything is parsed: see Passages.may_take.
        naming = [*issue.things, *issue.certain, *issue.vague, *issue.implying, *issue.contrary]
        if issue.timing is Timing.AFTER:
            naming += issue.events
        self.naming_seeds = Seeds(naming)
        # An order needs both of the things that it orders, or a word that says it alone.
        ordered = (issue.things, (*issue.events, *issue.states))
        alone = (*issue.certain, *issue.vague, *issue.implying, *issue.contrary)
        self.order_seeds = (
            () if issue.timing is Timing.ANY else tuple(Seeds([*w, *alone]) for w in ordered)
        )
        nouns = [*topics["acts"], *(phrase for phrase in pointing if " " in phrase)]
        single = [phrase for phrase in pointing if " " not in phrase]
        self.pointing_nouns_seeds = Seeds(nouns)
        self.pointing_seeds = Seeds([*nouns, *_TAKING_PART], [*single, *_POINTING])
        self.asking_seeds = Seeds([*topics["asking"], *_IRREGULAR], ["?"])
        self.grounding_seeds = Seeds(topics["grounding"])
        names = [phrase.casefold() for phrase in issue.place]
        adjectives = [name[:-1] for name in names if " " not in name and len(name) >= _LEAST_NAME]
        self.place_seeds = Seeds([*names, *adjectives]) if names else None
        self._places = frozenset(word for word in issue.place if " " not in word)
        self._adjectives = tuple(adjectives)
        proper = [name for name in names if not topics["bare_places"].issuperset(name.split())]
        # An article that never names the place is not about it, whatever is "there" in it.
        shorter = [name for name in adjectives if any(whole.startswith(name) for whole in proper)]
        self.place_name_seeds = Seeds([*proper, *shorter]) if proper else None
        self._placed = bool(issue.place)
        self._linked = bool(issue.kinds)
        self.timed = issue.timing is not Timing.ANY
        self._of_others = issue.whose is Whose.OTHERS
        # One value, so that two threads never mix what they found; a gate is shared.
        self._seen_in: tuple[Doc | None, dict[tuple[int, int], dict[str, tuple[Token, ...]]]]
        self._seen_in = None, {}

    def in_place(self, tokens: Sequence[Token]) -> bool:
        """Whether the place of the issue is named among these tokens."""
        return (
            not self._placed
            or bool(self._place.find(tokens))
            or any(self._is_demonym(token) for token in tokens)
        )

    def is_placed(self, sentence: Span, *, place_known: bool) -> bool:
        """Whether a sentence is about the place: it names it, or names no other one."""
        known = self._seen(sentence)
        tokens = known["tokens"]
        if "placed" not in known:
            known["placed"] = tokens if self.in_place(tokens) else ()
        if known["placed"]:
            return True
        if not place_known:
            return False
        if "elsewhere" not in known:
            known["elsewhere"] = tokens if self._elsewhere(tokens) else ()
        return not known["elsewhere"]

    def named(
        self,
        sentence: Span,
        *,
        place_known: bool,
        kinds_known: bool = False,
        spoken: bool = False,
    ) -> tuple[Token, ...]:
        """The words of one sentence that stand for the thing at issue, without pointing words.

        ``place_known``: the title or the sentences around name the place; ``kinds_known``: they
        name the kind, or the statement is judged on this issue; ``spoken``: of the thing that is
        to come before or after is spoken just before.
        """
        if not self.is_placed(sentence, place_known=place_known):
            return ()
        found = {token.i: token for token in self.things(sentence, kinds_known=kinds_known)}
        order = self.order(sentence)
        things = bool(found)
        if self.timing is Timing.AFTER:
            # Only what is said of the order is on the issue: not every word of talks.
            told = order.targets if kinds_known else tuple(link.target for link in order.links)
            found = {token.i: token for token in told}
        else:
            found.update((token.i, token) for token in order.targets)
        if self.timed and not (things or spoken):
            return ()  # "a truce first" is an order of the thing only where that is spoken of
        contrary = {head.i: head for head in self.contrary(sentence)}
        described = {
            head.i
            for head in contrary.values()
            if head.dep_ in {"amod", "compound"} and head.head.i in found
        }
        found.update((index, head) for index, head in contrary.items() if index not in described)
        # Of two that hang on each other the upper one tells: "postpone the elections".
        return tuple(
            found[index]
            for index in sorted(found)
            if not any(above.i in found for above in heads_in_clause(found[index]))
        )

    def order(self, sentence: Span, inside: frozenset[int] | None = None) -> Order:
        """What a sentence says of when the thing is to be; nothing where the issue has no timing.

        ``inside``: the tokens that were said, beyond which nothing is read.
        """
        if not self.timed:
            return NO_ORDER
        return find_order(sentence, self, self.things(sentence), inside)

    def things(self, sentence: Span, *, kinds_known: bool = False) -> tuple[Token, ...]:
        """The words for the thing in a sentence about the place."""
        known = self._seen(sentence)
        key = "things, kinds known" if kinds_known else "things"
        if key not in known:
            known[key] = self._find_things(sentence, kinds_known=kinds_known)
        return known[key]

    def _seen(self, sentence: Span) -> dict[str, tuple[Token, ...]]:
        """What was found in a sentence before: it is asked for up to six times a statement."""
        doc, found = self._seen_in
        if doc is not sentence.doc:
            found = {}
            self._seen_in = sentence.doc, found
        place = sentence.start, sentence.end
        if place not in found:
            found[place] = {"tokens": tuple(sentence)}
        return found[place]

    def _find_things(self, sentence: Span, *, kinds_known: bool) -> tuple[Token, ...]:
        tokens = self._seen(sentence)["tokens"]
        excluded = self._excluded(tokens)
        unsaid = kinds_known and not excluded and not self._of_others
        found: dict[int, Token] = {}
        moved = self.moves(tokens)
        for start, end in self._things.find(tokens):
            head = head_of(tokens[start:end])
            if self._is_no_thing(head, end - start):
                continue
            # The longer phrase wins: "become a NATO member" over "NATO member".
            if any(end - start <= excluded.get(index, 0) for index in range(start, end)):
                continue
            if self._is_owned_by_others(head):
                continue
            if self._is_thing(head, tokens[start:end], moved) or (
                unsaid and self._linked and (self.whose is Whose.ANYONE or self._is_of_place(head))
            ):
                found[head.i] = head
        for start, end in self._implying.find(tokens):
            head = head_of(tokens[start:end])
            if is_month(head):
                continue
            inside = set(range(start, end))
            below = [part for part in head.subtree if part.i - sentence.start not in inside]
            if self._implies(head, [head, *below], excluded, sentence.start):
                found.setdefault(head.i, head)
        return tuple(found[index] for index in sorted(found))

    def _is_no_thing(self, head: Token, words: int) -> bool:
        """Whether a word for the thing is one of something else by what it hangs on or brings."""
        if self._of_others:
            return is_month(head) or is_describing(head, words)
        if self.timing is Timing.AFTER and is_of_its_own(head):
            return True
        return self._linked and self._is_of_anothers(head)

    def contrary(self, sentence: Span) -> tuple[Token, ...]:
        """The words for the contrary of what is proposed, where they are about the thing.

        A phrase says so by itself ("out of NATO"); of a single word a word for the thing has to
        hang on it, or it on that ("postpone the elections").
        """
        known = self._seen(sentence)
        if "contrary" not in known:
            known["contrary"] = self._find_contrary(known["tokens"])
        return known["contrary"]

    def _find_contrary(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        found = []
        for start, end in self._contrary.find(tokens):
            head = head_of(tokens[start:end])
            kind = self._linked and (self._kinds.find([head]) or self._has_kind_near(head))
            if end - start > 1 or kind or self._is_about_thing(head):
                found.append(head)
        return tuple(found)

    def signs(self, sentence: Span) -> dict[int, int]:
        """Words that do not stand for the proposition as it is: -1 for its contrary."""
        contrary = self.contrary(sentence)
        signs = dict.fromkeys((token.i for token in contrary), -1)
        # "Lower duties": what describes the thing turns it.
        # "Rather than admitting it": what is proposed is set aside.
        signs.update((token.i, -1) for token in self.things(sentence) if is_set_aside(token))
        signs.update((t.head.i, -1) for t in contrary if t.dep_ in {"amod", "compound"})
        if self.timed:
            signs.update(self.order(sentence).signs)
        return signs

    def has_kind(self, tokens: Sequence[Token]) -> bool:
        """Whether a word of what has to stand with the thing is among these tokens."""
        return bool(self._kinds.find(tokens))

    def has_things(self, tokens: Sequence[Token]) -> bool:
        """Whether words for the thing are there at all, whatever is said of them."""
        return bool(self._things.find(tokens))

    def speaks_of(self, tokens: Sequence[Token]) -> bool:
        """Whether words of the issue stand among these, enough to go on about it once named."""
        excluded = self._excluded(tokens)
        return any(
            not any(index in excluded for index in range(start, end))
            for words in (self._things, self._kinds, self._contrary, self.events)
            for start, end in words.find(tokens)
        )

    def pointing(self, sentence: Span) -> tuple[Token, ...]:
        """The words of one sentence that point back to something said before."""
        known = self._seen(sentence)
        if "pointing" not in known:
            known["pointing"] = self._find_pointing(known["tokens"])
        return known["pointing"]

    def _find_pointing(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        found = [head_of(tokens[start:end]) for start, end in self._pointing.find(tokens)]
        found = [head for head in found if can_point(head)]
        known = self._excluded(tokens)
        again = [
            head_of(tokens[start:end])
            for start, end in (self._things.find(tokens) if self._linked else ())
            if not any(index in known for index in range(start, end))
        ]
        found += [
            head
            for head in again
            if head.pos_ == "NOUN"
            and any(child.lower_ in {"these", "those", "such"} for child in head.children)
        ]
        for token in tokens:
            pointed = {child.lower_ for child in token.children}
            if token.pos_ == "NOUN" and token.lemma_.lower() in self._deeds:
                if pointed & {"this", "that", "such"}:
                    found.append(token)
            elif (self._partaking and takes_part(token)) or (
                token.lower_ == "those"
                and any(child.dep_ == "relcl" and child.lemma_ == "do" for child in token.children)
            ):
                found.append(token)
        return tuple({token.i: token for token in found}.values())

    def is_own_pointing(self, token: Token) -> bool:
        """Whether a noun points back by the issue's own list."""
        left = list(token.doc[token.left_edge.i : token.i + 1])
        return token.pos_ == "NOUN" and any(
            end == len(left) for _, end in self._own_pointing.find(left)
        )

    def _excluded(self, tokens: Sequence[Token]) -> dict[int, int]:
        """The places in ``tokens`` of what only looks like the thing, with its length."""
        return {
            index: end - start
            for start, end in self._exclusions.find(tokens)
            for index in range(start, end)
        }

    def _is_about_thing(self, head: Token) -> bool:
        if self._things.find(list(head.subtree)):
            return True
        return any(self._things.find([node]) for node in heads_above(head))

    def moves(self, tokens: Sequence[Token]) -> frozenset[int]:
        """The indexes of the words among these that bring the thing about ("deploy", "use")."""
        return frozenset(
            token.i
            for start, end in self._acts.find(tokens)
            for token in tokens[start:end]
            if token.pos_ in {"VERB", "NOUN", "AUX"}
        )

    def _is_thing(self, head: Token, words: Sequence[Token], moved: frozenset[int]) -> bool:  # noqa: PLR0911 - ordered cases, each one line of its class table
        if self._vague.find(words):
            return self._is_sent(head, moved)
        if not self._linked:
            return not self._acts or self.timed or bool(moved) or head.pos_ == "VERB"
        if not self._of_others:
            return self._is_of_kind(head, words)
        below = list(head.subtree)
        if self._is_figurative(head) or self._is_built_up(head):
            return False
        if self._certain.find(words) or self._kinds.find(below) or self._kinds.find(words):
            return True
        if self._place.find(below) or is_ours(head):
            return True
        for node in heads_above(head):
            if node.i in moved or (node.pos_ in {"VERB", "AUX"} and self._placed_by(node)):
                return True
        return any(child.i in moved for child in head.children)

    def _is_of_kind(self, head: Token, words: Sequence[Token]) -> bool:
        """Whether the thing is of its kind: by its words, those on it or of its clause."""
        known = self._certain.find(words) or self._kinds.find(words)
        return bool(known or self._kinds.find(list(head.subtree))) or self._has_kind_near(head)

    def _is_sent(self, head: Token, moved: frozenset[int]) -> bool:
        """'Sending people to Varvia', 'our people will be in Varvia': an act, and the place."""
        ours = is_ours(head)
        if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ == "NUM":
            head = head.head.head  # "six hundred of our people"
        verb = head.head
        if verb.pos_ not in {"VERB", "AUX"} or head.dep_ not in {"dobj", "obj", *SUBJECTS}:
            return False
        acted = verb.i in moved or (verb.lemma_ == "be" and ours)
        return acted and self._placed_by(verb) and not self._is_owned_by_others(head)

    def _has_kind_near(self, head: Token) -> bool:
        """Whether a word of a kind stands in the clause of the thing: 'NATO will admit Ukraine'."""
        node = head
        while node.head.i != node.i and node.pos_ not in {"VERB", "AUX"}:
            node = node.head
        clause = [
            token
            for token in node.subtree
            if node.i in {token.i, token.head.i} or token.dep_ in _INNER
        ]
        return bool(self._kinds.find(sorted(clause, key=lambda token: token.i)))

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
                        return not (self._things.find(words) or self._kinds.find(words))
        return False

    def _is_built_up(self, head: Token) -> bool:
        """'Build the strongest army of Europe': a country's own, unless the place is named."""
        building = stance_lexicon().topics["building_up"]
        return (
            head.dep_ == "dobj"
            and head.head.lemma_.lower() in building
            and not self.in_place(list(head.sent))
        )

    def _implies(
        self, head: Token, below: Sequence[Token], excluded: Mapping[int, int], offset: int
    ) -> bool:
        """A deployment or presence whose troops are not named, but whose place is."""
        if any(token.i - offset in excluded for token in below) or self._is_owned_by_others(head):
            return False
        if head.pos_ == "VERB":
            goals = [part for part in below if part.dep_ == "pobj" and part.head.head.i == head.i]
            if goals and self._elsewhere(goals) and not self._place.find(goals):
                return False  # "stationed in Poland"
            object_ = any(part.dep_ in {"dobj", "obj"} and part.head.i == head.i for part in below)
            return not object_ and bool(self._place.find(below))
        of = [part for child in head.children if child.lower_ == "of" for part in child.subtree]
        if of and not (self._things.find(of) or self._kinds.find(of)):
            return False
        return bool(self._kinds.find(below)) or bool(self._place.find(list(head.sent)))

    def _is_owned_by_others(self, head: Token) -> bool:
        """Whether the thing is not of those whose it has to be."""
        if self.whose is Whose.PLACE:
            return self.is_elsewheres(head)
        return self._placed and self._is_own(head)

    def _is_of_place(self, head: Token) -> bool:
        """'Ukraine's membership', 'an invitation to Kyiv', 'admit Ukraine'."""
        near = [child for child in head.children if child.dep_ in _NEAR]
        near += [
            below for child in head.children if child.dep_ == "prep" for below in child.children
        ]
        owner = own_subject(head) if head.pos_ == "VERB" else None
        return any(self.in_place([word]) for word in (*near, *((owner,) if owner else ())))

    def is_elsewheres(self, head: Token) -> bool:
        """Another place's: "Hungary's elections", "Finland's membership", "Sweden joined"."""
        for child in head.children:
            if child.dep_ in {"poss", "amod", "compound", "nsubj"} and child.pos_ in _NAMING:
                if child.dep_ == "nsubj" and (head.pos_ != "VERB" or not is_name(child)):
                    continue
                if self._place.find(list(child.subtree)) or self._is_demonym(child):
                    return False
                name = is_name(child) and not self._kinds.find([child])
                if name and not self._place.find(list(head.subtree)):
                    return True
        return False

    def is_state_elsewhere(self, head: Token) -> bool:
        """Whether a state is another place's, of an issue that has a place: "Norland's war"."""
        return self._placed and self.is_elsewheres(head)

    def _is_of_anothers(self, head: Token) -> bool:
        """'Finland's application to join': it hangs on what is another place's."""
        noun = head.head
        return head.dep_ == "acl" and noun.pos_ == "NOUN" and self.is_elsewheres(noun)

    def admits(self, token: Token) -> bool:
        """Whether a word names the place that is to be taken in, which does not decide on it."""
        return self._linked and self.whose is Whose.PLACE and self.in_place([token])

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
        if not token.text[:1].isupper():
            return False
        word = token.lower_
        return word.startswith(self._adjectives) and any(
            word != place and len(place) >= _LEAST_NAME and word.startswith(place[: len(place) - 1])
            for place in self._places
        )

    def _elsewhere(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence that does not name the place names another one."""
        return any(
            token.pos_ == "PROPN"
            and token.dep_ == "pobj"
            and token.lower_ not in DATES
            and token.head.lower_ in _PLACING
            and token.ent_type_ != "PERSON"
            and not self._kinds.find([token])
            and not self._is_goal_of_noun(token.head)
            for token in tokens
        )

    def _is_goal_of_noun(self, preposition: Token) -> bool:
        """'A threat to Varvia', 'according to Varvia': nothing goes there."""
        above = preposition.head
        if preposition.lower_ != "to":
            return False
        return above.lower_ == "according" or (
            above.pos_ in {"NOUN", "ADJ"} and not self._acts.find([above])
        )
