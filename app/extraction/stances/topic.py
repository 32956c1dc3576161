"""Topic: whether words are on an issue, and which words in them stand for the thing at issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Issue, Timing, Whose
from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.neighbours import (
    is_bygone,
    is_idiom,
    is_neighbour,
    is_past,
    is_there_already,
)
from app.extraction.stances.occasions import (
    is_counted,
    is_of_members,
    is_of_person,
    is_on_agenda,
    is_put_to,
)
from app.extraction.stances.order import NO_ORDER, Order, find_order
from app.extraction.stances.phrases import Phrases
from app.extraction.stances.places import Place
from app.extraction.stances.pointing import PointingWords
from app.extraction.stances.seeds import Seeds
from app.extraction.stances.thing_words import (
    head_of,
    heads_above,
    heads_in_clause,
    is_built_up,
    is_describing,
    is_for_time,
    is_judged,
    is_month,
    is_of_its_own,
    is_of_next,
    is_ours,
    is_set_aside,
    makes_up,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span, Token

_INNER = frozenset({"pobj", "compound", "poss", "amod", "prep", "nmod"})
_DONE = frozenset({"dobj", "nsubjpass", "prep", "compound"})
_IRREGULAR = ("spoke", "knew")  # forms of words that ask, which do not begin like the word


class TopicGate:
    """The word classes of one issue, ready for finding them."""

    def __init__(self, issue: Issue) -> None:
        """Compile the classes of an issue."""
        topics = stance_lexicon().topics
        self.whose, self.timing = issue.whose, issue.timing
        self._things = Phrases([*issue.things, *issue.certain, *issue.vague])
        self._certain = Phrases(issue.certain)
        self._vague = Phrases(issue.vague)
        self._acts = Phrases(issue.acts)
        self._implying = Phrases(issue.implying)
        self._kinds = Phrases(issue.kinds)
        self.place = Place(issue.place, self._kinds, self._acts)
        self._contrary = Phrases(issue.contrary)
        self.events, self.states = Phrases(issue.events), Phrases(issue.states)
        self._pointers = PointingWords(issue)
        self.pointing_seeds = self._pointers.seeds
        self.pointing_nouns_seeds = self._pointers.nouns_seeds
        self.place_seeds, self.place_name_seeds = self.place.seeds, self.place.name_seeds
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
        self.asking_seeds = Seeds([*topics["asking"], *_IRREGULAR], ["?"])
        self.grounding_seeds = Seeds(topics["grounding"])
        self._linked = bool(issue.kinds)
        self.timed, self.is_after = issue.timing is not Timing.ANY, issue.timing is Timing.AFTER
        self._of_others = issue.whose is Whose.OTHERS
        self._is_plain = issue.whose is Whose.ANYONE and not self.timed
        # What is to be built or introduced is not there yet.
        self._is_made = bool({"build", "introduce"} & {*issue.acts})
        self.is_for_place = bool(issue.place) and not self._linked
        # One value, so that two threads never mix what they found; a gate is shared.
        self._seen_in: tuple[Doc | None, dict[tuple[int, int], dict[str, tuple[Token, ...]]]]
        self._seen_in = None, {}

    def in_place(self, tokens: Sequence[Token]) -> bool:
        """Whether the place of the issue is named among these tokens; everywhere if it has none."""
        return self.place.named(tokens)

    def is_placed(self, sentence: Span, *, place_known: bool) -> bool:
        """Whether a sentence is about the place: it names it, or names no other one."""
        known = self._seen(sentence)
        tokens = known["tokens"]
        if "placed" not in known:
            known["placed"] = tokens if self.place.named(tokens) else ()
        if known["placed"]:
            return True
        if not place_known:
            return False
        if "elsewhere" not in known:
            known["elsewhere"] = tokens if self.place.is_another(tokens) else ()
        return not known["elsewhere"]

    def named(
        self,
        sentence: Span,
        *,
        place_known: bool,
        kinds_known: bool = False,
        spoken: bool = False,
        against: bool = False,
    ) -> tuple[Token, ...]:
        """The words of one sentence that stand for the thing at issue, without pointing words.

        ``place_known``: the title or the sentences around name the place; ``kinds_known``: they
        name the kind, or the statement is judged on this issue; ``spoken``: of the thing that is
        to come before or after is spoken just before; ``against``: what comes first is set against
        it there.
        """
        if not self.is_placed(sentence, place_known=place_known):
            return ()
        found = {token.i: token for token in self.things(sentence, kinds_known=kinds_known)}
        order = self.order(sentence)
        things = bool(found)
        if self.timing is Timing.AFTER:
            # Only what is said of the order is on the issue: not every word of talks.
            told = order.targets if kinds_known else tuple(link.target for link in order.links)
            if against:
                things_here = self.things(sentence)
                told = find_order(sentence, self, things_here, against=True).targets
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

    def tells_order(self, sentence: Span) -> bool:
        """Whether a sentence says which is to come first, either way."""
        first = any(token.lower_ == "first" for token in sentence) and bool(self.things(sentence))
        return first or bool(self.order(sentence).links or self.contrary(sentence))

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
                unsaid and self._linked and (self.whose is Whose.ANYONE or self.place.is_near(head))
            ):
                found[head.i] = head
        if self.whose is Whose.PLACE and self._linked:
            found.update((token.i, token) for token in tokens if self._is_membership(token))
        for start, end in self._implying.find(tokens):
            head = head_of(tokens[start:end])
            if is_month(head) or is_on_agenda(head) or is_of_person(head):
                continue
            inside = set(range(start, end))
            below = [part for part in head.subtree if part.i - sentence.start not in inside]
            if self._implies(head, [head, *below], excluded, sentence.start):
                found.setdefault(head.i, head)
        return tuple(found[index] for index in sorted(found))

    def _is_membership(self, token: Token) -> bool:
        """'See the country in the western alliance': being in what the issue is of."""
        if token.lower_ not in {"in", "into", "inside"} or token.dep_ != "prep":
            return False
        inside = [child for child in token.children if child.dep_ == "pobj"]
        if not any(self._kinds.find([child]) for child in inside):
            return False
        above = token.head
        if above.pos_ in {"NOUN", "PROPN"}:
            return self.place.among([above])
        objects = [c for c in above.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"}]
        return above.pos_ in {"VERB", "AUX"} and any(self.place.among([c]) for c in objects)

    def _is_no_thing(self, head: Token, words: int) -> bool:
        """Whether a word for the thing is one of something else by what it hangs on or brings."""
        if is_on_agenda(head) or is_of_person(head):
            return True
        if self._of_others:
            return is_month(head) or is_describing(head, words) or is_bygone(head)
        if self.whose is Whose.PLACE and (
            is_past(head) or is_put_to(head) or is_of_members(head) or is_counted(head)
        ):
            return True
        if self.timing is Timing.AFTER and is_of_its_own(head):
            return True
        if self._is_plain and self._is_other(head):
            return True
        return self._linked and self._is_of_anothers(head)

    def _is_other(self, head: Token) -> bool:
        return is_neighbour(head, self) or (self._is_made and is_there_already(head))

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
            if is_on_agenda(head) or (self._is_plain and self._is_other(head)):
                continue
            if self.whose is Whose.PLACE and self.place.is_elsewheres(head):
                continue  # "Norland's neutrality"
            if self.timing is Timing.AFTER and self._is_of_event(head):
                continue  # "a truce without preconditions"
            # Of what is to be removed the act would have been found, were it about that.
            if end - start > 1 or kind or (self._acts and self._is_about_thing(head)):
                found.append(head)
        return tuple(found)

    def _is_of_event(self, head: Token) -> bool:
        """Whether a word describes an event, or what is done with one."""
        objects = [child for child in head.head.children if child.dep_ in {"dobj", "nsubjpass"}]
        return bool(self.events.find([head.head])) or any(
            self.events.find([*each.subtree]) for each in objects
        )

    def signs(self, sentence: Span) -> dict[int, int]:
        """Words that do not stand for the proposition as it is: -1 for its contrary."""
        contrary = self.contrary(sentence)
        signs = dict.fromkeys((token.i for token in contrary), -1)
        if not self._acts:
            # What is to be removed is the contrary of what is proposed; its removal is not:
            # "a rent cap", "restricting tourist flats" with a participle taken for an adjective.
            signs = {
                token.i: -1
                for token in contrary
                if not any(
                    word.dep_ in {"amod", "compound"}
                    and (word.lower_.endswith("ing") or word.tag_ == "JJR")
                    and self._things.find([word])
                    for word in token.doc[token.left_edge.i : token.i]
                )
            }
            contrary = tuple(token for token in contrary if token.dep_ != "compound")
        # "Lower duties": what describes the thing turns it.
        # "Rather than admitting it": what is proposed is set aside.
        signs.update((token.i, -1) for token in self.things(sentence) if is_set_aside(token))
        signs.update((t.head.i, -1) for t in contrary if t.dep_ in {"amod", "compound"})
        if self.timed:
            signs.update(self.order(sentence).signs)
        return signs

    def has_kind(self, tokens: Sequence[Token]) -> bool:
        """Whether a word of what has to stand with the thing is among these tokens."""
        found = [head_of(tokens[start:end]) for start, end in self._kinds.find(tokens)]
        return any(not is_idiom(head) for head in found)

    def has_things(self, tokens: Sequence[Token]) -> bool:
        """Whether words for the thing are there at all, whatever is said of them."""
        return bool(self._things.find(tokens))

    def speaks_of(self, tokens: Sequence[Token]) -> bool:
        """Whether words of the issue stand among these, enough to go on about it once named."""
        excluded = self._excluded(tokens)
        return any(
            not any(index in excluded for index in range(start, end))
            and not (self._is_plain and is_neighbour(head_of(tokens[start:end]), self))
            for words in (self._things, self._kinds, self._contrary, self.events)
            for start, end in words.find(tokens)
        )

    def is_phrase(self, tokens: Sequence[Token]) -> bool:
        """Whether these tokens as a whole are a phrase of the issue."""
        words = (self._things, self._kinds, self._contrary)
        return any((0, len(tokens)) in each.find(tokens) for each in words)

    def belongs(self, tokens: Sequence[Token]) -> bool:
        """Whether words of the issue, its place or its acts are among these tokens."""
        words = (self._things, self._kinds, self._acts, self._contrary)
        return any(each.find(tokens) for each in words) or (
            bool(self.place) and self.place.named(tokens)
        )

    def pointing(self, sentence: Span) -> tuple[Token, ...]:
        """The words of one sentence that point back to something said before."""
        known = self._seen(sentence)
        if "pointing" not in known:
            tokens = known["tokens"]
            excluded = self._excluded(tokens)
            again = [
                head_of(tokens[start:end])
                for start, end in (self._things.find(tokens) if self._linked else ())
                if not any(index in excluded for index in range(start, end))
            ]
            known["pointing"] = self._pointers.find(tokens, again)
        return known["pointing"]

    def is_own_pointing(self, token: Token) -> bool:
        """Whether a noun points back by the issue's own list."""
        return self._pointers.is_own(token)

    def _excluded(self, tokens: Sequence[Token]) -> dict[int, int]:
        """The places in ``tokens`` of what only looks like the thing, with its length."""
        return {
            index: end - start
            for start, end in self._exclusions.find(tokens)
            if not (is_for_time(tokens[end - 1]) or is_of_next(tokens[end - 1]))
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
            if not self._acts or self.timed or bool(moved) or head.pos_ == "VERB":
                return True
            return is_judged(head.sent)
        if not self._of_others:
            return self._is_of_kind(head, words)
        below = list(head.subtree)
        home = is_built_up(head) and not self.place.named(list(head.sent))
        if home or self._is_figurative(head):
            return False
        if self._certain.find(words) or self._kinds.find(below) or self._kinds.find(words):
            return True
        if self.place.among(below) or is_ours(head):
            return True
        for node in heads_above(head):
            if node.i in moved or (node.pos_ in {"VERB", "AUX"} and self.place.is_goal_of(node)):
                return True
        return any(child.i in moved for child in head.children)

    def _is_of_kind(self, head: Token, words: Sequence[Token]) -> bool:
        """Whether the thing is of its kind: by its words, those on it or of its clause."""
        known = self._certain.find(words) or self.has_kind(words)
        if not self._acts and any(
            self._contrary.find(list(child.subtree))
            for child in head.children
            if child.dep_ in _DONE
        ):
            return True  # "limits on flats": what is to be removed, which its act stands with
        return bool(known or self.has_kind(list(head.subtree))) or self._has_kind_near(head)

    def _is_sent(self, head: Token, moved: frozenset[int]) -> bool:
        """'Sending people to Varvia', 'our people will be in Varvia': an act, and the place."""
        ours = is_ours(head)
        if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ == "NUM":
            head = head.head.head  # "six hundred of our people"
        verb = head.head
        if verb.pos_ not in {"VERB", "AUX"} or head.dep_ not in {"dobj", "obj", *SUBJECTS}:
            return False
        acted = verb.i in moved or (verb.lemma_ == "be" and ours)
        return acted and self.place.is_goal_of(verb) and not self._is_owned_by_others(head)

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
        return self.has_kind(sorted(clause, key=lambda token: token.i))

    def _is_figurative(self, head: Token) -> bool:
        """'An army of accountants': what it consists of are no soldiers."""
        of = makes_up(head)
        return bool(of) and not (self._things.find(of) or self._kinds.find(of))

    def _implies(
        self, head: Token, below: Sequence[Token], excluded: Mapping[int, int], offset: int
    ) -> bool:
        """A deployment or presence whose troops are not named, but whose place is."""
        if any(token.i - offset in excluded for token in below) or self._is_owned_by_others(head):
            return False
        if head.pos_ == "VERB":
            goals = [part for part in below if part.dep_ == "pobj" and part.head.head.i == head.i]
            if goals and self.place.is_another(goals) and not self.place.among(goals):
                return False  # "stationed in Poland"
            object_ = any(part.dep_ in {"dobj", "obj"} and part.head.i == head.i for part in below)
            return not object_ and self.place.among(below)
        of = [part for child in head.children if child.lower_ == "of" for part in child.subtree]
        if of and not (self._things.find(of) or self._kinds.find(of)):
            return False
        return bool(self._kinds.find(below)) or self.place.among(list(head.sent))

    def _is_owned_by_others(self, head: Token) -> bool:
        """Whether the thing is not of those whose it has to be."""
        if self.whose is Whose.PLACE:
            return self.place.is_elsewheres(head)
        return bool(self.place) and (self.place.owns(head) or self.place.is_sited_elsewhere(head))

    def is_state_elsewhere(self, head: Token) -> bool:
        """Whether a state is another place's, of an issue that has a place: "Norland's war"."""
        return bool(self.place) and self.place.is_elsewheres(head)

    def _is_of_anothers(self, head: Token) -> bool:
        """'Finland's application to join': it hangs on what is another place's."""
        noun = head.head
        described = head.dep_ == "acl" or (head.dep_ == "compound" and not self.place.is_near(head))
        return described and noun.pos_ == "NOUN" and self.place.is_elsewheres(noun)

    def admits(self, token: Token) -> bool:
        """Whether a word names the place that is to be taken in, which does not decide on it."""
        return self._linked and self.whose is Whose.PLACE and self.place.named([token])
