"""Indirect and mixed speech: content in the outlet's words, by the dependency parse.

Only sentences with a cue outside quotation marks are looked at. For each cue, the constructions
that its class licenses (lexicon/cues.yaml) are tried in a fixed order, and the first that the
parse shows gives the content; then its source is looked for, and whether it can speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction import confidence
from app.extraction.cues import (
    Cue,
    cue_tokens,
    denying_head,
    find_cue,
    is_denied,
    is_unsaid,
    needs_that,
    word_list,
)
from app.extraction.drafts import Draft, Places, source_span
from app.extraction.speakers import (
    NounPhrase,
    can_speak,
    find_speaker,
    is_person_noun,
    is_time,
    noun_phrase,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.parsing import ParsedZone

_WH = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who", "which"})
_NOT_CONTENT = frozenset(
    [
        "this",
        "that",
        "it",
        "these",
        "those",
        "them",
        "him",
        "her",
        "us",
        "me",
        "you",
        "what",
        "which",
        "who",
    ]
)
_PREDICATES = frozenset({"oprd", "ccomp", "dobj", "acomp", "xcomp", "attr"})
# What a journalist asks for.
_ANSWERING = frozenset("comment respond answer elaborate clarify explain reply".split())
_LATER = frozenset({"will", "would", "shall", "should", "could", "might"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_NAMING = frozenset(
    ["call", "brand", "label", "term", "dub", "deem", "declare", "consider", "pronounce", "judge"]
)
# Prepositions that, hung on the cue by the parser, still belong to what was said, and those that
# tell of the saying: "in an interview", "on Monday", "after the talks".
_TAIL = frozenset(
    [
        "as",
        "from",
        "for",
        "to",
        "of",
        "against",
        "with",
        "without",
        "including",
        "under",
        "until",
        "despite",
    ]
)
# Participles that tell what the words did rather than what they were.
_COMMENTING = frozenset(
    ["echo", "cite", "refer", "respond", "reply", "allude", "invoke", "contradict", "repeat"]
)
_JOINING = frozenset({"while", "whereas", "although", "though", "but", "and", "as"})
_COMPLEMENTS = frozenset({"prep", "acl", "ccomp", "nmod", "xcomp"})
# Participles that go on from the verb above them, wherever the parser hangs them.
_GOING_ON = frozenset(
    [
        "say",
        "add",
        "note",
        "stress",
        "emphasize",
        "emphasise",
        "argue",
        "warn",
        "insist",
        "claim",
        "state",
        "explain",
        "tell",
        "declare",
        "announce",
        "adding",
        "assert",
        "maintain",
        "suggest",
        "vow",
        "pledge",
        "promise",
        "urge",
    ]
)


class IndirectReader:
    """Finds the indirect and mixed statements of one paragraph."""

    def __init__(self, zone: ParsedZone, above: ParsedZone | None, places: Places) -> None:
        self._zone = zone
        self._above = above  # the paragraph before, if any
        self._places = places
        self._cues: dict[int, Cue] = {}
        for token in zone.doc:
            cue = find_cue(token)
            if cue is not None and not places.quoted(zone, token):
                self._cues[token.i] = cue

    def drafts(self) -> Iterator[Draft]:
        """The statements found, in the order of their cues."""
        taken: dict[int, tuple[int, int]] = {}  # cue token number -> its content's tokens
        for number, cue in self._cues.items():
            content = self._content(cue)
            if content is None:
                continue
            construction, first, last = content
            if construction not in {"that", "to", "person"}:
                last = self._with_tail(cue, last)
            first, last = self._trimmed(cue, construction, first, last)
            if first.i > last.i or is_unsaid(cue.verb):
                continue
            if any(begin <= cue.verb.i <= end for begin, end in taken.values()):
                continue  # what a speaker says that another says is the speaker's statement
            draft = self._draft(cue, construction, first, last)
            if draft is not None:
                taken[number] = (first.i, last.i)
                yield draft
        yield from self._about_before()
        yield from self._nouns()
        yield from self._according()

    # -- content -----------------------------------------------------------------------------

    def _content(self, cue: Cue) -> tuple[str, Token, Token] | None:
        builds = cue.builds
        if _passive(cue.verb):
            return None
        clause = self._clause(cue) if "that" in builds or "ing" in builds else None
        if clause is None and "that" in builds and cue.verb.dep_ == "parataxis":
            clause = self._aside(cue)
        if clause is not None:
            return clause
        infinitive = _child(cue.verb, {"xcomp"}) if "to" in builds else None
        if infinitive is not None and _has_to(infinitive) and infinitive.i > cue.verb.i:
            return "to", infinitive.left_edge, infinitive.right_edge
        for name, build in (
            ("person", self._person),
            ("pred", self._predicate),
            ("of", self._of),
            ("object", self._object),
            ("view", self._view),
        ):
            found = build(cue) if name in builds else None
            if found is not None:
                return name, *found
        return self._prepositional(cue)

    def _clause(self, cue: Cue) -> tuple[str, Token, Token] | None:
        """A clause with a finite verb; several that are joined count as one."""
        for holder in cue.tokens:
            for child in holder.children:
                if child.dep_ not in {"ccomp", "pcomp"} or self._is_placeholder(child):
                    continue
                if child.i < cue.verb.i:
                    inverted = self._inverted(cue, child)
                    if inverted is not None:
                        return inverted
                    continue
                marked = any(c.dep_ == "mark" or c.lower_ in _WH for c in child.lefts)
                if needs_that(cue) and not marked:
                    continue
                if not _is_clause(child) and "ing" not in cue.builds:
                    thing = _child(cue.verb, {"dobj"})
                    if thing is None or child.tag_ not in _FINITE or thing.i > child.i:
                        continue
                    # "adding a number of them were": the subject taken for an object.
                    return "that", thing.left_edge, child.right_edge
                return "that", child.left_edge, child.right_edge
        return self._hung_clause(cue)

    def _hung_clause(self, cue: Cue) -> tuple[str, Token, Token] | None:
        """A clause hung on a noun in between: "told reporters after a speech that ..."."""
        for child in cue.verb.rights:
            if child.dep_ not in {"prep", "dobj", "npadvmod", "dative"}:
                continue
            for token in child.subtree:
                if token.dep_ not in {"acl", "ccomp", "relcl"} or token.head.pos_ not in _NOMINAL:
                    continue
                noun = token.head.lemma_.lower()
                if noun in word_list("speech_nouns") or noun in word_list("views"):
                    continue
                that = next((c for c in token.lefts if c.dep_ == "mark"), None)
                if that is not None and that.lower_ == "that" and _is_clause(token):
                    return "that", token.left_edge, token.right_edge
        return None

    def _inverted(self, cue: Cue, clause: Token) -> tuple[str, Token, Token] | None:
        """Content before its cue: "It was late, he said." """
        if "quote" not in cue.builds or needs_that(cue) or not _is_clause(clause):
            return None
        verb = cue.verb
        subject = _child(verb, {"nsubj"})
        begin = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
        last = self._zone.doc[begin - 1] if begin else clause
        if last.text != "," and not self._places.quoted(self._zone, last):
            return None
        first = clause.left_edge
        if last.i <= first.i:
            return None
        return "that", first, last

    def _aside(self, cue: Cue) -> tuple[str, Token, Token] | None:
        """Content before a cue that the parser took for an aside: "It is late, he has said"."""
        verb, head = cue.verb, cue.verb.head
        subject = _child(verb, {"nsubj"})
        if subject is None or head.i > verb.i or needs_that(cue) or not _is_clause(head):
            return None
        last = self._zone.doc[min(verb.left_edge.i, subject.left_edge.i) - 1]
        first = head.left_edge
        if last.i <= first.i or not (last.is_punct or self._places.quoted(self._zone, last)):
            return None
        return "that", first, last

    def _person(self, cue: Cue) -> tuple[Token, Token] | None:
        """Somebody who is to do something: "urged the council to wait"."""
        for child in cue.verb.children:
            if child.i < cue.verb.i:
                continue
            if child.lemma_.lower() in _ANSWERING and cue.lemma in {"ask", "press", "invite"}:
                return None  # a journalist's question
            if child.dep_ == "ccomp" and _has_to(child):
                return child.left_edge, child.right_edge
            if child.dep_ == "xcomp" and _has_to(child):
                person = _child(cue.verb, {"dobj", "dative"})
                if person is None:
                    person = next(
                        (c for p in cue.tokens[1:] for c in p.children if c.dep_ == "pobj"), None
                    )
                if person is not None and person.i < child.i:
                    return person.left_edge, child.right_edge
        for preposition in cue.tokens[1:]:
            person = _child(preposition, {"pobj"})
            inner = _child(person, {"acl", "relcl"}) if person is not None else None
            if person is not None and inner is not None and _has_to(inner):
                return person.left_edge, inner.right_edge
        person = _child(cue.verb, {"dobj"})
        inner = _child(person, {"acl"}) if person is not None else None
        if person is not None and inner is not None and _has_to(inner):
            return person.left_edge, inner.right_edge
        return None

    def _predicate(self, cue: Cue) -> tuple[Token, Token] | None:
        """An object and what is said of it: "called the plan premature", "... as premature"."""
        verb = cue.verb
        thing = _child(verb, {"dobj"})
        relative = next((c for c in verb.lefts if c.lower_ in {"which", "whom", "that"}), None)
        if relative is not None:
            said = next((c for c in verb.rights if c.dep_ in _PREDICATES), None)
            return (said.left_edge, said.right_edge) if said is not None else None
        for child in verb.children:
            if child.i < verb.i:
                continue
            if child.dep_ in {"ccomp", "xcomp"} and not _has_to(child) and not _is_finite(child):
                if cue.lemma in {"see", "view", "cite", "present", "regard", "perceive"}:
                    continue
                start = thing.left_edge if thing is not None and thing.i < child.i else None
                return start or child.left_edge, child.right_edge
            if child.dep_ == "oprd":
                start = thing.left_edge if thing is not None else child.left_edge
                return start, child.right_edge
            if child.dep_ == "prep" and child.lower_ == "as" and thing is not None:
                return thing.left_edge, child.right_edge
            if (
                child.dep_ == "advcl"
                and thing is not None
                and any(c.lower_ == "as" for c in child.lefts)
                and child.tag_ in {"VBG", "JJ", "VBN"}
            ):
                return thing.left_edge, child.right_edge
        if thing is not None:
            for child in thing.rights:
                if child.dep_ == "prep" and child.lower_ == "as":
                    return thing.left_edge, child.right_edge
                if child.dep_ == "amod" and cue.lemma in _NAMING:
                    return thing.left_edge, thing.right_edge
        return None

    def _of(self, cue: Cue) -> tuple[Token, Token] | None:
        """Somebody and what is laid to their charge: "accused them of delay"."""
        thing = _child(cue.verb, {"dobj"})
        if thing is None:
            return None
        wanted = {"of", "for"} if cue.lemma != "accuse" else {"of"}
        for child in (*cue.verb.children, *thing.rights):
            if child.dep_ == "prep" and child.lower_ in wanted and child.i > thing.i:
                if cue.lemma in {"suspect", "attack", "thank", "credit"} and child.lower_ == "of":
                    continue
                return thing.left_edge, child.right_edge
        return None

    def _object(self, cue: Cue) -> tuple[Token, Token] | None:
        thing = _child(cue.verb, {"dobj"}) or _child(cue.tokens[-1], {"pobj"})
        if thing is None or thing.i < cue.verb.i or thing.lower_ in _NOT_CONTENT:
            return None
        if thing.tag_ in {"PRP", "WP", "DT"} or self._is_placeholder(thing):
            return None
        if "of" in cue.builds and (thing.pos_ == "PROPN" or is_person_noun(thing.lemma_.lower())):
            return None  # somebody was praised or attacked; of what, is not said
        last = thing.right_edge
        for child in cue.verb.rights:
            if child.dep_ == "advcl" and child.i > last.i and _child(child, {"nsubj"}) is not None:
                if child.tag_ == "VBG":  # "set out terms, the enemy leaving first"
                    last = child.right_edge
        return thing.left_edge, last

    def _view(self, cue: Cue) -> tuple[Token, Token] | None:
        thing = _child(cue.verb, {"dobj"})
        if thing is None or thing.i < cue.verb.i:
            return None
        heads = [thing, *(c for c in thing.conjuncts if c.i > thing.i)]
        if not any(head.lemma_.lower() in word_list("views") for head in heads):
            return None
        last = thing.right_edge
        if not any(child.dep_ in _COMPLEMENTS for head in heads for child in head.rights):
            # "gave assurances that ...", "voiced concern about ...": hung on the verb instead.
            hung = next(
                (
                    c
                    for c in cue.verb.rights
                    if c.i > last.i
                    and (c.dep_ == "ccomp" or (c.dep_ == "prep" and c.i == last.i + 1))
                    and c.lower_ not in {"in", "at", "on", "during", "by", "after", "before"}
                ),
                None,
            )
            if hung is None:
                return None
            last = hung.right_edge
        return thing.left_edge, last

    def _prepositional(self, cue: Cue) -> tuple[str, Token, Token] | None:
        for child in cue.verb.rights:
            if child.dep_ in {"prep", "prt", "advmod"} and child.lower_ in cue.prepositions:
                last = child.right_edge
                if last.i > child.i and not self._places.quoted(self._zone, child):
                    return "prep", child, last
        return None

    def _is_placeholder(self, token: Token) -> bool:
        return token.i in self._zone.collapsed

    def _with_tail(self, cue: Cue, last: Token) -> Token:
        """The last token with the phrases after it that only the parser hung on the cue."""
        for child in cue.verb.rights:
            if child.i <= last.i or child.dep_ == "punct":
                continue
            between = self._zone.doc[last.i + 1 : child.left_edge.i]
            if child.dep_ != "prep" or child.lower_ not in _TAIL or is_time(child):
                break
            if any(not token.is_punct for token in between):
                break
            last = child.right_edge
        return last

    # -- what is cut from a content ------------------------------------------------------------

    def _trimmed(
        self, cue: Cue, construction: str, first: Token, last: Token
    ) -> tuple[Token, Token]:
        """The content without "that" before it and without what another cue says after it."""
        doc = self._zone.doc
        start, end = first.i, last.i
        while (
            start < end
            and (doc[start].is_punct or doc[start].is_space)
            and not (self._places.quoted(self._zone, doc[start]))
        ):
            start += 1
        if construction == "that" and doc[start].lower_ == "that" and doc[start].dep_ == "mark":
            start += 1
        for number in range(start + 1, end + 1):
            other = self._cues.get(number)
            if other is None or self._places.quoted(self._zone, doc[number]):
                continue
            if number < cue.verb.i:
                continue
            if self._goes_on(other, construction):
                cut = number - 1
            elif (begin := self._other_speaks(other)) is not None and begin > start:
                cut = begin - 1
            else:
                continue
            while cut > start and doc[cut].dep_ in {"cc", "advmod", "aux", "neg", "punct", "mark"}:
                cut -= 1
            end = cut
            break
        if construction == "that" and end == last.i:
            end = self._with_joined(cue, last).i
        while end > start and doc[end].dep_ == "cc":
            end -= 1
        return doc[start], self._without_comment(doc[start], doc[end])

    def _with_joined(self, cue: Cue, last: Token) -> Token:
        """The last token of a clause joined to the cue that is reported too: ", but would go"."""
        doc = self._zone.doc
        for child in cue.verb.rights:
            if child.dep_ != "conj" or child.i < last.i or child.i in self._cues:
                continue
            between = doc[last.i + 1 : child.left_edge.i]
            backshifted = any(c.dep_ == "aux" and c.lower_ in _LATER for c in child.lefts)
            if backshifted and all(t.is_punct or t.dep_ == "cc" for t in between):
                return child.right_edge
        if last.i + 1 < len(doc) and last.i + 1 in self._zone.collapsed:
            return doc[last.i + 1]  # "said it was clear “No one will go.”"
        return last

    def _without_comment(self, first: Token, last: Token) -> Token:
        """The last token before a participle that comments on the words: ", echoing ..."."""
        doc = self._zone.doc
        for number in range(first.i + 1, last.i + 1):
            token = doc[number]
            if token.tag_ == "VBG" and token.lemma_ in _COMMENTING and doc[number - 1].text == ",":
                return doc[max(number - 2, first.i)]
        return last

    def _other_speaks(self, other: Cue) -> int | None:
        """Where the clause starts in which somebody else speaks, joined on by a comma."""
        verb, doc = other.verb, self._zone.doc
        subject = _child(verb, {"nsubj"})
        if subject is None or verb.dep_ not in {"relcl", "advcl", "conj", "ccomp"}:
            return None
        begin = verb.left_edge.i
        comma = begin > 0 and doc[begin - 1].text == ","
        if begin > 1 and doc[begin - 1].lower_ in _JOINING and doc[begin - 2].text == ",":
            begin, comma = begin - 1, True
        opening = doc[begin].lower_
        if not comma or not (opening in _JOINING or (verb.dep_ == "relcl" and opening in _WH)):
            return None
        phrase = find_speaker(verb)
        if phrase is None or not can_speak(phrase, strict=True) or self._content(other) is None:
            return None
        return begin

    def _goes_on(self, other: Cue, construction: str) -> bool:
        """Whether a later cue begins a new report by the same speaker: ", adding that ..."."""
        verb = other.verb
        doc = self._zone.doc
        before = verb.i - 1
        while before >= 0 and doc[before].dep_ in {"advmod", "aux", "neg"}:
            before -= 1
        if before < 0 or verb.dep_ not in {
            "advcl",
            "conj",
            "acl",
            "ccomp",
            "xcomp",
            "pcomp",
            "dep",
        }:
            return False
        if verb.tag_ == "VBG":
            listed = other.lemma in _GOING_ON or construction != "that"
            joined = doc[before].text == "," or doc[before].lower_ in {"and", "but"}
            return (listed and joined and self._content(other) is not None) or (
                listed and joined and self._before_quotation(verb)
            )
        if verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.dep_ in {"conj", "ccomp", "dep"}:
            if any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
                return False
            joined = doc[before].lower_ in {"and", "but", "yet", "while"}
            return joined and "that" in other.builds and self._content(other) is not None
        return False

    def _before_quotation(self, verb: Token) -> bool:
        after = self._zone.doc[verb.i + 1 : verb.i + 4]
        return any(self._is_placeholder(token) for token in after)

    # -- source ----------------------------------------------------------------------------------

    def _source(self, cue: Cue) -> NounPhrase | None:
        outer = self._outer(cue)
        verb = outer.verb if outer is not None else cue.verb
        found = find_speaker(verb)
        if found is not None and can_speak(found, strict=True):
            return found
        if cue.verb.tag_ == "VBG" and cue.verb.i and self._zone.doc[cue.verb.i - 1].text == ",":
            # Hung on a noun nearby: the participle after a comma is the main subject's.
            for above in cue.verb.ancestors:
                main = find_speaker(above)
                if main is not None and can_speak(main, strict=True):
                    return main
        return found

    def _outer(self, cue: Cue) -> Cue | None:
        """The cue that a participle or a joined verb goes on from, past a faulty attachment."""
        verb = cue.verb
        if _child(verb, {"nsubj"}) is not None or verb.dep_ == "relcl":
            return None
        if not self._goes_on(cue, "that"):
            return None
        found = None
        for ancestor in verb.ancestors:
            other = self._cues.get(ancestor.i)
            if other is not None and ancestor.i < verb.i and "quote" in other.builds:
                found = other
        return found

    def _draft(self, cue: Cue, construction: str, first: Token, last: Token) -> Draft | None:
        source = self._source(cue)
        if source is None or source.head.i in self._zone.collapsed:
            return None
        if first.i <= source.head.i <= last.i or self._places.said(self._zone, source.head):
            return None
        if not can_speak(source, strict=cue.strict(construction)):
            return None
        if source.head.lower_ == "it" and source.head.head.i != cue.verb.i:
            return None  # "it is worth recalling": nobody
        if source.head.lower_ in {"i", "we", "you"}:
            return None  # the writer speaks, or somebody whose quotation marks are lost
        zone = self._zone
        begin, end = cue_tokens(cue)
        cue_place = zone.tokens_span(begin, end)
        source_place = source_span(zone, source)
        content = [self._places.content_span(zone, first, last)]
        sure = confidence.for_construction(construction, named=source.head.pos_ == "PROPN")
        if source.head.i > cue.verb.i:
            sure -= confidence.INVERTED_LOSS
        return Draft(
            content,
            cue_place,
            source_place,
            sure,
            self._reasons(cue, construction, source),
            cue_place.start,
        )

    def _reasons(self, cue: Cue, construction: str, source: NounPhrase) -> list[str]:
        text, zone = self._places.text, self._zone
        said = zone.tokens_span(*cue_tokens(cue)).of(text)
        name = source_span(zone, source).of(text)
        own = _child(cue.verb, {"nsubj"}) is not None
        subject = "its subject is" if own else "the subject it shares is"
        reasons = [f"“{said}” reports {confidence.WHAT[construction]}; {subject} “{name}”."]
        if is_denied(cue.verb) or denying_head(cue.verb) is not None:
            reasons.append("It is denied or declined: the words tell what was not said.")
        return reasons

    def _about_before(self) -> Iterator[Draft]:
        """The sentence before, that "this" stands for: "This was stated by the ministry"."""
        for cue in self._cues.values():
            verb = cue.verb
            thing = _child(verb, {"nsubjpass", "dobj"})
            if thing is None or thing.lower_ != "this" or "that" not in cue.builds:
                continue
            if needs_that(cue) or cue.lemma in {"report", "reiterate", "repeat"}:
                continue
            if is_unsaid(verb) or is_denied(verb):
                continue
            source = find_speaker(verb)
            if source is None or not can_speak(source, strict=True):
                continue
            zone, before = self._zone, verb.sent.start - 1
            if before < 0:
                if self._above is None:
                    continue
                zone, before = self._above, len(self._above.doc) - 1
            sentence = zone.doc[before].sent
            if _child(verb, {"ccomp"}) is not None or any(map(find_cue, sentence)):
                continue
            content = self._places.content_span(zone, sentence[0], sentence[-1])
            cue_place = self._zone.tokens_span(*cue_tokens(cue))
            name = source_span(self._zone, source)
            reason = (
                f"“This” with “{cue_place.of(self._places.text)}” stands for the sentence before; "
                f"“{name.of(self._places.text)}” said it."
            )
            yield Draft(
                [content], cue_place, name, confidence.THIS_BEFORE, [reason], cue_place.start
            )

    # -- cues that are no verbs --------------------------------------------------------------------

    def _nouns(self) -> Iterator[Draft]:
        """Nouns of speech with an owner and a clause: "Lind's claim that it was late"."""
        zone = self._zone
        for token in zone.doc:
            if token.pos_ != "NOUN" or token.lemma_.lower() not in word_list("speech_nouns"):
                continue
            clause = _child(token, {"acl", "ccomp"})
            owner = _child(token, {"poss"}) or _by_whom(token)
            if clause is None or owner is None or self._places.quoted(zone, token):
                continue
            if not any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts):
                continue
            if self._inside_view(token):
                continue
            source = noun_phrase(owner)
            if not can_speak(source, strict=True) or owner.lower_ in {"its", "my", "our"}:
                continue
            that = next(c for c in clause.lefts if c.dep_ == "mark")
            content = self._places.content_span(zone, zone.doc[that.i + 1], clause.right_edge)
            cue_place = zone.token_span(token)
            reason = (
                f"“{token.text}” is a noun of speech; the clause after it is said to be "
                f"“{source_span(zone, source).of(self._places.text)}”’s."
            )
            yield Draft(
                [content],
                cue_place,
                source_span(zone, source),
                confidence.SPEECH_NOUN,
                [reason],
                cue_place.start,
            )

    def _inside_view(self, noun: Token) -> bool:
        """Whether the noun is itself the object of a cue that gives the whole as content."""
        cue = self._cues.get(noun.head.i)
        return noun.dep_ == "dobj" and cue is not None and "view" in cue.builds

    def _according(self) -> Iterator[Draft]:
        """ "According to the ministry, it was late." """
        doc = self._zone.doc
        for token in doc:
            if token.lower_ != "according" or self._places.quoted(self._zone, token):
                continue
            to = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if to is None or to.lower_ != "to":
                continue
            name = _child(to, {"pobj"}) or _child(token, {"pobj"})
            if name is None or self._places.quoted(self._zone, name):
                continue
            source = self._shortened(token, noun_phrase(name))
            if not can_speak(source, strict=True):
                continue
            draft = self._according_draft(token, to, source)
            if draft is not None:
                yield draft

    def _shortened(self, token: Token, source: NounPhrase) -> NounPhrase:
        """The name after a sentence's "According to", up to its comma unless that apposes."""
        doc = self._zone.doc
        if token.i != token.sent.start:
            return source
        comma = next((n for n in range(token.i, source.last.i) if doc[n].text == ","), None)
        if comma is None or comma <= source.head.i:
            return source
        closing = next((n for n in range(comma + 1, token.sent.end) if doc[n].text == ","), None)
        if closing is not None and closing + 1 < len(doc):
            apposed = not any(t.pos_ in {"VERB", "AUX"} for t in doc[comma:closing])
            after = doc[closing + 1 : token.sent.end]
            subject = next((t for t in after if t.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
            if apposed and subject is not None and subject.left_edge.i == closing + 1:
                return NounPhrase(source.first, source.head, doc[closing - 1])
        return NounPhrase(source.first, source.head, doc[comma - 1])

    def _according_draft(self, token: Token, to: Token, source: NounPhrase) -> Draft | None:
        zone, doc = self._zone, self._zone.doc
        sentence = token.sent
        begin = token.i
        while (
            begin > sentence.start
            and doc[begin - 1].dep_ == "advmod"
            and begin - 1 > sentence.start
        ):
            begin -= 1
        end = source.last.i + 1
        while end < sentence.end and doc[end].text != "," and token.i == sentence.start:
            end += 1
        parts: list[Span_] = []
        if begin > sentence.start:
            parts.append((sentence.start, begin - 1))
        if end < sentence.end:
            parts.append((end, sentence.end - 1))
        spans: list[Span] = []
        whole = doc[parts[0][0] : parts[-1][1] + 1] if parts else doc[0:0]
        if not any(t.pos_ in {"VERB", "AUX"} or t.i in zone.collapsed for t in whole):
            return None
        for start, stop in parts:
            while start <= stop and (doc[start].is_punct or doc[start].is_space):
                start += 1
            while stop >= start and (doc[stop].is_punct or doc[stop].is_space):
                if self._places.quoted(zone, doc[stop]):
                    break
                stop -= 1
            if stop >= start:
                spans.append(self._places.content_span(zone, doc[start], doc[stop]))
        generic = source.head.lemma_.lower() in {"report", "source", "medium", "media", "account"}
        if not spans or (generic and self._reports_inside(parts)):
            return None
        cue_place = zone.tokens_span(token, to)
        name = source_span(zone, source).of(self._places.text)
        return Draft(
            spans,
            cue_place,
            source_span(zone, source),
            confidence.ACCORDING_TO,
            [f"The sentence is given “according to” “{name}”."],
            cue_place.start,
        )

    def _reports_inside(self, parts: list[Span_]) -> bool:
        """Whether the rest of the sentence has a cue with a source of its own."""
        for start, stop in parts:
            for number in range(start, stop + 1):
                cue = self._cues.get(number)
                if cue is None or self._content(cue) is None:
                    continue
                source = self._source(cue)
                if source is not None and can_speak(source, strict=True):
                    return True
        return False


Span_ = tuple[int, int]


def _child(token: Token, labels: set[str]) -> Token | None:
    return next((child for child in token.children if child.dep_ in labels), None)


def _by_whom(noun: Token) -> Token | None:
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            return _child(child, {"pobj"})
    return None


def _passive(verb: Token) -> bool:
    """Whether a verb is passive, a participle without "have" included: "when pressed"."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if verb.tag_ == "VBD" and verb.dep_ == "advcl" and verb.is_sent_start:
        return True  # "Asked about it, she ...": a participle taken for a past tense
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj" and verb.head.tag_ in {"VBN", "VBD"}:
        return _passive(verb.head)
    helped = any(child.dep_ == "aux" for child in verb.children)
    return not helped and _child(verb, {"nsubj"}) is None


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _is_finite(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children) and (
        verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        or any(child.dep_ in {"aux", "auxpass"} and child.lower_ != "to" for child in verb.children)
    )


def _is_clause(verb: Token) -> bool:
    """Whether a complement is a clause: a verb with a subject, or a question word before it."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return any(child.dep_ in {"cop", "nsubj"} for child in verb.children)
    subject = any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in verb.children)
    return subject or any(child.lower_ in _WH for child in verb.lefts)
