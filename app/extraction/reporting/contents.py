"""Contents: what a cue reports, by the constructions that its class licenses.

The constructions are those of lexicon/cues.yaml, tried in the order of ``find_content``; the
first that the parse shows gives the content, from its first to its last token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.extraction.reporting.clauses import worded_clause
from app.extraction.reporting.cues import (
    denying_head,
    find_cue,
    is_denied,
    needs_that,
    word_list,
)
from app.extraction.reporting.speakers import (
    is_fragment,
    is_person_noun,
    is_speaker_noun,
    missing_subject,
)
from app.extraction.syntax import (
    WH_WORDS,
    child_of,
    has_to,
    is_clause,
    is_finite,
    is_passive,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_PREDICATES = frozenset({"oprd", "ccomp", "dobj", "acomp", "xcomp", "attr"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_BACKSHIFTED = frozenset({"had", "would", "could", "should", "might", "will", "can", "may", "must"})
_SAYING = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_GERUNDS = frozenset({"xcomp", "ccomp", "dobj", "advcl", "pcomp"})  # "ruled out sending"
_COMPLEMENTS = frozenset({"prep", "acl", "ccomp", "nmod", "xcomp"})
_RELATIVES = frozenset({"which", "whom", "that"})
# "saw the plan as a threat" characterises it; "saw the plan fail" and "cited a plan late" do not.
_ONLY_WITH_AS = frozenset({"see", "view", "cite", "present", "regard", "perceive"})
_ABOUT = frozenset({"of", "about", "to"})
_CALLING = frozenset({"call", "demand", "appeal", "plea", "request", "push"})
_DRAWN_OUT = frozenset({"which", "that", "who", "whom", "what"})
_FIGURING = frozenset({"put", "estimate"})
_CHARGING = {
    "accuse": {"of"},
    "suspect": {"of"},
    "credit": {"for", "with"},
    "congratulate": {"on", "for"},
}
_NEUTERS = frozenset({"it", "this", "that", "these", "those"})
_LONGEST_NAMED = 16  # tokens: what is called something
_TIME_PREPOSITIONS = frozenset({"in", "at", "on", "during", "by", "after", "before"})


class Content(NamedTuple):
    """What a cue reports: the construction, and the first and last token."""

    construction: str
    first: Token
    last: Token


def find_content(paragraph: Paragraph, cue: Cue) -> Content | None:
    """The content of a cue as the parse has it, before its ends are mended; None without one."""
    if cue.lemma in word_list("moved") and not is_passive(cue.verb):
        return None
    if is_passive(cue.verb) and not is_fragment(cue.verb):
        return _passive_clause(cue) or _passive_subject(cue) or _convinced(cue)
    clause = _clause(paragraph, cue) if cue.builds & {"that", "ing"} else None
    if clause is not None:
        return clause
    infinitive = child_of(cue.verb, {"xcomp"}) if "to" in cue.builds else None
    sought = infinitive is not None and child_of(cue.verb, {"dobj"}) is not None
    if cue.lemma in {"want", "seek", "like", "prefer"} and sought:
        infinitive = None  # "sought commitments to support it"
    if infinitive is not None and has_to(infinitive) and infinitive.i > cue.verb.i:
        return Content("to", infinitive.left_edge, infinitive.right_edge)
    if "that" in cue.builds and _has_verb_behind(paragraph, cue):
        worded = _worded(paragraph, cue)
        if worded is not None:
            return worded
    voiced = "view" in cue.builds and cue.lemma not in word_list("reversing")
    viewed = _view_clause(cue) if voiced else None
    if viewed is not None:
        return viewed
    for name, build in (
        ("person", _person),
        ("pred", _predicate),
        ("of", _of),
        ("object", _object),
        ("view", _view),
    ):
        found = build(cue) if name in cue.builds else None
        if found is not None and not paragraph.placeholder(found[0]):
            return Content(name, *found)
    return (
        _prepositional(paragraph, cue)
        or _quoted_words(paragraph, cue)
        or _named_by_quotation(paragraph, cue)
        or _worded(paragraph, cue)
    )


def _quoted_words(paragraph: Paragraph, cue: Cue) -> Content | None:
    """What somebody spoke of, when words of it are quoted: "spoke of a “conversation”"."""
    if "words" not in cue.builds:
        return None
    for child in cue.verb.rights:
        thing = child_of(child, {"pobj"}) if child.lower_ in _ABOUT else None
        if thing is None:
            continue
        inside = paragraph.doc[thing.left_edge.i : child.right_edge.i + 1]
        quoted = any(map(paragraph.said, inside)) and not any(map(paragraph.placeholder, inside))
        if quoted:
            return Content("words", inside[0], inside[-1])
    return None


def _named_by_quotation(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A thing and the quoted name for it, taken for one noun: "called the offer “a coupon”"."""
    if cue.lemma not in _naming():
        return None
    doc, begin = paragraph.doc, cue.verb.i + 1
    end = min(cue.verb.sent.end, begin + _LONGEST_NAMED)
    opening = next((n for n in range(begin, end) if paragraph.quoted(doc[n])), end)
    between = doc[begin:opening]
    if opening == end or not len(between) or any(_ends_phrase(token) for token in between):
        return None
    last = opening
    while last + 1 < cue.verb.sent.end and paragraph.quoted(doc[last + 1]):
        last += 1
    return Content("pred", doc[begin], doc[last])


def _ends_phrase(token: Token) -> bool:
    return token.is_punct or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "CC", "TO"}


def _has_verb_behind(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether what was taken for an object is the subject of the verb right behind it.

    "warning floods and fires prevent the repair": nobody warned the floods.
    """
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or needs_that(cue) or thing.left_edge.i != cue.tokens[-1].i + 1:
        return False
    after = thing.right_edge.i + 1
    if after >= len(paragraph.doc) or after in paragraph.cues:
        return False
    verb = paragraph.doc[after]
    return verb.tag_ in _FINITE | {"MD"} and verb.head.i != thing.i


def _worded(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A clause that only the order of the words shows."""
    withheld = is_denied(cue.verb) or denying_head(cue.verb) is not None
    if "that" not in cue.builds or not (withheld or cue.verb.tag_ in _SAYING):
        return None
    if cue.verb.tag_ == "VBN" and child_of(cue.verb, {"aux"}) is None:
        return None
    found = worded_clause(paragraph, cue)
    return Content("that", *found) if found is not None else None


def _clause(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A clause with a finite verb; several that are joined count as one."""
    for holder in cue.tokens:
        for child in (*holder.rights, *holder.lefts):
            hung = child.dep_ == "advcl" and holder.i != cue.verb.i and _begins_with_that(child)
            if not (hung or child.dep_ in {"ccomp", "pcomp"}) or paragraph.placeholder(child):
                continue
            if any(child.i == token.i for token in cue.tokens):
                continue  # "made it clear that": the clause is on "clear"
            found = _clause_of(paragraph, cue, child)
            if found is not None:
                return found
    if cue.verb.dep_ == "parataxis":
        return _taken_for_aside(paragraph, cue)
    return _hung_clause(cue)


def _clause_of(paragraph: Paragraph, cue: Cue, clause: Token) -> Content | None:
    """A complement of a cue as its content; None when it is none after all."""
    if clause.i < cue.verb.i:
        return _inverted(paragraph, cue, clause)
    if needs_that(cue) and not _is_marked(cue, clause):
        return None
    if _is_participle_beside(paragraph, clause):
        return None
    first = _clause_start(cue, clause)
    return Content("that", first, clause.right_edge) if first is not None else None


def _is_marked(cue: Cue, clause: Token) -> bool:
    """Whether a clause shows that it is reported: by "that", or a question by its word."""
    asked = clause.left_edge.lower_ in WH_WORDS or any(c.lower_ in WH_WORDS for c in clause.lefts)
    if cue.lemma in word_list("asking") and asked:
        return True
    if any(c.dep_ == "mark" for c in clause.lefts):
        return True
    # "found he had taken it", "agreed they would go": the tense of reported speech.
    told = any(c.dep_ == "aux" and c.lower_ in _BACKSHIFTED for c in clause.lefts)
    return told and cue.lemma in word_list("finding") and is_clause(clause)


def _is_participle_beside(paragraph: Paragraph, clause: Token) -> bool:
    """Whether a clause only tells what went with the words: "..., she said, recalling ..."."""
    first = clause.left_edge
    comma = first.i > 0 and paragraph.doc[first.i - 1].text == ","
    mark = child_of(clause, {"mark"})
    if mark is not None and mark.i > first.i:
        return False  # "reported, citing two officials, that ..."
    return comma and first.tag_ == "VBG" and not paragraph.quoted(first)


def _begins_with_that(clause: Token) -> bool:
    first = clause.left_edge
    return first.lower_ == "that" and first.dep_ in {"mark", "advmod"}


def _clause_start(cue: Cue, clause: Token) -> Token | None:
    """Where a complement starts; None when it is no clause."""
    if clause.left_edge.lower_ in _DRAWN_OUT and clause.left_edge.i < cue.verb.i < clause.i:
        return cue.tokens[-1].nbor(1)  # "a plan which they said would fail"
    if is_clause(clause) or "ing" in cue.builds or _begins_with_that(clause):
        mark = child_of(clause, {"mark"})
        # "reported, citing two officials, that ...": what stands before "that" is not reported.
        return mark if mark is not None and mark.lower_ == "that" else clause.left_edge
    # "adding a number of them were there": the clause's subject taken for the cue's object.
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or clause.tag_ not in _FINITE or thing.i > clause.i:
        return None
    # "told the Evening Star the council needs time": who is told, then the clause's subject.
    subject = child_of(thing, {"appos"})
    if subject is None or subject.left_edge.i != thing.i + 1:
        return thing.left_edge
    return subject.left_edge


def _hung_clause(cue: Cue) -> Content | None:
    """A clause hung on a noun in between: "told reporters after a speech that ..."."""
    if "that" not in cue.builds:
        return None
    for child in cue.verb.rights:
        if child.dep_ == "advcl" and child.lemma_.lower() in word_list("commenting"):
            clause = child_of(child, {"ccomp"})  # "reported, citing two officials, that ..."
            if clause is not None and child_of(clause, {"mark"}) is not None:
                return Content("that", clause.left_edge, clause.right_edge)
        # "rejected the notion that ...": a thing rejected, and no clause denied.
        # Nor is it said where somebody protests it, makes light of it, repeats it.
        rejected = child.dep_ == "dobj" and not is_person(child)
        if rejected or child.dep_ not in {"prep", "dobj", "npadvmod", "dative"}:
            continue
        clause = next(filter(_is_hung_clause, child.subtree), None)
        if clause is not None:
            return Content("that", clause.left_edge, clause.right_edge)
    return None


def is_person(noun: Token) -> bool:
    """Whether a noun names somebody: a proper name or a word for people."""
    return noun.pos_ == "PROPN" or is_speaker_noun(noun.lemma_.lower())


def _is_hung_clause(token: Token) -> bool:
    """Whether a clause with "that" hangs on a noun that is none of speech and has none."""
    if token.dep_ not in {"acl", "ccomp", "relcl"} or token.head.pos_ not in _NOMINAL:
        return False
    if token.head.lemma_.lower() in word_list("speech_nouns") | word_list("views"):
        return False
    return _begins_with_that(token) and is_clause(token)


def _inverted(paragraph: Paragraph, cue: Cue, clause: Token) -> Content | None:
    """Content before its cue, as in "It was late, he said"."""
    if "quote" not in cue.builds or needs_that(cue):
        return None
    if any(map(paragraph.placeholder, cue.verb.rights)):
        return None  # "When asked whether it was so, she said: ...": the quotation is the content
    # "Asta, with the largest army, could help, a source said": a subject that the parser missed.
    finite = clause.tag_ in _FINITE or child_of(clause, {"aux"}) is not None
    opening = clause.left_edge.is_sent_start and finite and clause.pos_ in {"VERB", "AUX"}
    if not is_clause(clause) and not opening:
        return None
    return _up_to_speaker(paragraph, cue, clause.left_edge)


def _taken_for_aside(paragraph: Paragraph, cue: Cue) -> Content | None:
    """Content before a cue that the parser took for an aside: "It is late, he has said"."""
    clause = cue.verb.head
    if clause.i > cue.verb.i or needs_that(cue) or not is_clause(clause):
        return None
    return _up_to_speaker(paragraph, cue, clause.left_edge)


def _up_to_speaker(paragraph: Paragraph, cue: Cue, first: Token) -> Content | None:
    """From a token to the comma or the quotation before the cue and its subject."""
    begin = cue.verb.i
    subject = child_of(cue.verb, {"nsubj"})
    if subject is not None:
        begin = min(begin, subject.left_edge.i)
    else:
        missing = missing_subject(cue.verb)
        if missing is not None:
            begin = min(begin, missing.first.i)
    last = paragraph.doc[begin - 1] if begin else first
    if last.i <= first.i or not (last.text == "," or paragraph.quoted(last)):
        return None
    return Content("that", first, last)


def _person(cue: Cue) -> tuple[Token, Token] | None:
    """Somebody who is to do something: "urged the council to wait"."""
    verb = cue.verb
    for child in verb.rights:
        if not has_to(child) or child.dep_ not in {"ccomp", "xcomp"}:
            continue
        if child.lemma_.lower() in word_list("answering") and cue.lemma != "urge":
            return None  # a journalist's question
        if child.dep_ == "ccomp":
            return child.left_edge, child.right_edge
        person = child_of(verb, {"dobj", "dative"}) or _prepositional_object(cue)
        if person is not None and person.i < child.i:
            return person.left_edge, child.right_edge
    for person in (_prepositional_object(cue), child_of(verb, {"dobj"})):
        inner = child_of(person, {"acl", "relcl"}) if person is not None else None
        if person is not None and inner is not None and has_to(inner):
            return person.left_edge, inner.right_edge
    return None


def _prepositional_object(cue: Cue) -> Token | None:
    """What stands after the particle of a phrasal cue: "the council" in "called on the council"."""
    for token in cue.tokens[1:]:
        found = child_of(token, {"pobj"})
        if found is not None:
            return found
    return None


def _predicate(cue: Cue) -> tuple[Token, Token] | None:
    """An object and what is said of it: "called the plan premature", "... as premature"."""
    verb = cue.verb
    if verb.dep_ in {"relcl", "acl"} and any(c.lower_ in _RELATIVES for c in verb.lefts):
        for said in verb.rights:
            if said.dep_ in _PREDICATES:
                return said.left_edge, said.right_edge
            thing = child_of(said, {"pobj", "amod", "pcomp"}) if said.lower_ == "as" else None
            if thing is not None:
                return thing.left_edge, said.right_edge
        return None
    thing = child_of(verb, {"dobj"})
    given = child_of(verb, {"dative"})
    if given is not None and thing is not None and cue.lemma in _naming() and given.i < thing.i:
        return given.left_edge, thing.right_edge  # "pronounced him a fool"
    if cue.lemma in _FIGURING:
        return _figure(cue, thing)
    likened = _likened(cue, thing)
    if likened is not None:
        return likened
    for child in verb.rights:
        if _is_predicate(cue, child, thing):
            start = thing.left_edge if thing is not None and thing.i < child.i else child.left_edge
            return start, child.right_edge
    for child in thing.rights if thing is not None else ():
        # The parser hung it on the object: "described the plan as late", "called it late".
        hung = child.lower_ == "as" if child.dep_ == "prep" else child.dep_ == "amod"
        if thing is not None and hung and (child.dep_ == "prep" or cue.lemma in _naming()):
            return thing.left_edge, child.right_edge
    return _with_adjective(cue, thing) or _as_worded(cue)


def _figure(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """A thing and its number: "put the dead at 31, nine of them children"."""
    at = next((c for c in cue.verb.rights if c.lower_ == "at" and c.dep_ == "prep"), None)
    if thing is None or at is None or thing.i > at.i:
        return None
    if not any(token.like_num for token in at.subtree):
        return None
    return thing.left_edge, at.right_edge


def _as_worded(cue: Cue) -> tuple[Token, Token] | None:
    """A thing and its quality after "as", wherever the parser hung it."""
    doc, begin = cue.verb.doc, cue.tokens[-1].i + 1
    for token in doc[begin : min(cue.verb.sent.end, begin + _LONGEST_NAMED)]:
        if token.lower_ == "as" and token.i > begin and token.dep_ in {"prep", "mark", "advmod"}:
            last = token.right_edge
            if last.i == token.i and token.dep_ == "mark" and token.head.pos_ != "VERB":
                last = token.head.right_edge
            return (doc[begin], last) if last.i > token.i else None
        if token.is_punct or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return None
    return None


def _likened(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """What is compared to what: "likened the talks to a play"."""
    if thing is None or thing.i < cue.verb.i or cue.lemma not in word_list("likening"):
        return None
    to = [t for t in cue.verb.subtree if t.lower_ == "to" and t.dep_ == "prep" and t.i > thing.i]
    return (thing.left_edge, to[-1].right_edge) if to else None


def _with_adjective(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """A thing with what is said of it, hung on a noun: "called the offer to them unacceptable"."""
    if thing is None or thing.i < cue.verb.i or cue.lemma not in _naming():
        return None
    for token in cue.verb.subtree:
        after = token.dep_ == "amod" and token.head.i < token.i and token.i > thing.i
        if after and token.tag_ == "JJ" and token.left_edge.i > token.head.i:
            return thing.left_edge, token.right_edge
    return None


def _is_predicate(cue: Cue, child: Token, thing: Token | None) -> bool:
    """Whether a dependent says something of the cue's object."""
    if child.dep_ in {"ccomp", "xcomp"}:
        bare = not has_to(child) and not is_finite(child)
        return bare and cue.lemma not in _ONLY_WITH_AS and child.tag_ not in {"VBG", "VB"}
    if child.dep_ == "oprd":
        return True
    if thing is None or child.i < thing.i:
        return False
    if child.dep_ == "dobj":  # "branded the minister a coward"
        return child.i != thing.i and cue.lemma in _naming()
    if child.dep_ == "prep":  # but "cited officials as saying": their words, not a quality
        saying = child_of(child, {"pcomp"})
        quoted = cue.lemma in {"cite", "quote"} or (saying is not None and find_cue(saying))
        return child.lower_ == "as" and (saying is None or not quoted)
    return child.dep_ == "advcl" and any(c.lower_ == "as" for c in child.lefts)


def _naming() -> frozenset[str]:
    return word_list("naming")


def _of(cue: Cue) -> tuple[Token, Token] | None:
    """Somebody and what is laid to their charge: "accused them of delay"."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None:
        return None
    if thing.i < cue.verb.i:
        # "Holm, whom prosecutors accuse of theft": the charge alone.
        charge = next((c for c in cue.verb.rights if c.lower_ in {"of", "for"}), None)
        inner = child_of(charge, {"pobj", "pcomp"}) if charge is not None else None
        return (inner.left_edge, inner.right_edge) if inner is not None else None
    wanted = _CHARGING.get(cue.lemma, {"for"})
    for child in (*cue.verb.children, *thing.rights):
        if child.dep_ == "prep" and child.lower_ in wanted and child.i > thing.i:
            last = child.right_edge
            if last.i + 1 < len(last.doc) and last.nbor(1).lower_ == "than":
                last = last.nbor(1).right_edge  # "of caring more for them than for us"
            return thing.left_edge, last
    return None


def _object(cue: Cue) -> tuple[Token, Token] | None:
    """The object, a thing judged or proposed; or what somebody judges or proposes to do."""
    gerund = next(
        (
            c
            for c in cue.verb.rights
            if _is_gerund(c) and c.dep_ in _GERUNDS and c.left_edge.i <= cue.tokens[-1].i + 2
        ),
        None,
    )
    if gerund is not None:
        return gerund.left_edge, gerund.right_edge
    thing = child_of(cue.verb, {"dobj"}) or child_of(cue.tokens[-1], {"pobj"})
    if thing is None or thing.i < cue.verb.i:
        return None
    if thing.lower_ in _NEUTERS and cue.lemma in word_list("denying_it"):
        return thing, thing  # "denied it": shown with its cue
    if thing.lower_ in word_list("not_content"):
        return None
    if thing.tag_ in {"PRP", "WP", "DT"}:
        return None
    if "of" in cue.builds and (thing.pos_ == "PROPN" or is_person_noun(thing.lemma_.lower())):
        return None  # somebody was praised or attacked; of what, is not said
    proposed = cue.lemma in word_list("proposing") and thing.left_edge.lower_ in {"a", "an"}
    if _is_bare(thing) and not proposed and cue.lemma not in word_list("rejecting"):
        return None  # "welcomed the effort", "urged caution": what of it, is not said
    last = thing.right_edge
    for child in cue.verb.rights:
        # "rejected calls from the left to wait": hung on the verb instead.
        wanted = child.dep_ in {"xcomp", "advcl"} and has_to(child)
        if wanted and child.left_edge.i == last.i + 1 and thing.lemma_.lower() in _of_deeds():
            last = child.right_edge
        absolute = child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > last.i
        if absolute and child_of(child, {"nsubj"}) is not None:
            last = child.right_edge  # "set out terms, the other side leaving first"
    return thing.left_edge, last


def _of_deeds() -> frozenset[str]:
    """The nouns after which an infinitive tells what of: calls to wait, an offer to help."""
    return word_list("views") | word_list("speech_nouns") | word_list("plans")


def _is_bare(noun: Token) -> bool:
    """Whether a noun stands alone, but for an article or a pronoun."""
    return all(
        child.dep_ in {"det", "poss", "punct", "predet"} and child.pos_ not in _NOMINAL
        for child in noun.children
    )


def _is_gerund(verb: Token) -> bool:
    """Whether it is a gerund: "sending troops", "having sent troops"."""
    helper = next((child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}), None)
    return (helper or verb).tag_ == "VBG"


def _view(cue: Cue) -> tuple[Token, Token] | None:
    """An object that is a view, with something said of it: "its stance on the plan"."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or thing.i < cue.verb.i:
        return None
    heads = [thing, *(c for c in thing.conjuncts if c.i > thing.i)]
    if not any(head.lemma_.lower() in word_list("views") for head in heads):
        return None
    if thing.lemma_.lower() in _CALLING and thing.nbor(1).lower_ == "for":
        end = max((c.right_edge for c in (*thing.rights, *cue.verb.rights)), key=lambda t: t.i)
        return thing.nbor(2), end  # "renewed his call for the two to meet"
    if any(child.dep_ in _COMPLEMENTS for head in heads for child in head.rights):
        return thing.left_edge, thing.right_edge
    for child in cue.verb.rights:
        # "gave assurances that ...", "voiced concern about ...": hung on the verb instead.
        if child.dep_ == "ccomp" and thing.left_edge.i == thing.right_edge.i == thing.i:
            mark = child_of(child, {"mark"})  # "expressed confidence that": a verb in two words
            if mark is not None and mark.i == thing.i + 1 and mark.lower_ == "that":
                return mark.nbor(1), child.right_edge
        near = child.dep_ == "prep" and child.i == thing.right_edge.i + 1
        if child.dep_ == "ccomp" or (near and child.lower_ not in _TIME_PREPOSITIONS):
            return thing.left_edge, child.right_edge
    return None


def _view_clause(cue: Cue) -> Content | None:
    """The clause of a view: "expressed confidence that ...", "issued a warning that ..."."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or thing.i < cue.verb.i or thing.i + 2 >= len(thing.doc):
        return None
    noun, that = thing.lemma_.lower(), thing.nbor(1)
    if noun in word_list("reversing_nouns") or noun not in word_list("views"):
        return None  # "voiced doubt that ...": the bare clause would say the contrary
    if that.lower_ != "that" or that.dep_ != "mark" or that.head.i < that.i:
        return None
    return Content("that", that.nbor(1), that.head.right_edge)


def _prepositional(paragraph: Paragraph, cue: Cue) -> Content | None:
    for child in cue.verb.rights:
        if cue.lemma in word_list("asking_for") and child_of(cue.verb, {"dobj"}) is not None:
            return None  # "pressed the minister for it": a deed
        if child.dep_ in {"prep", "prt", "advmod"} and child.lower_ in cue.prepositions:
            last = child.right_edge
            bare = last.i == child.i + 1 and last.lower_ in word_list("not_content")
            if last.i > child.i and not bare and not paragraph.quoted(child):
                # What is called for is the phrase; "against it" without its word says the contrary.
                first = child if child.lower_ == "against" else child.nbor(1)
                return Content("prep", first, _with_purpose(cue, last))
    return None


def _with_purpose(cue: Cue, last: Token) -> Token:
    """The last token with an infinitive after it: "called for a halt to save the harvest"."""
    for child in cue.verb.rights:
        if child.dep_ in {"advcl", "xcomp"} and has_to(child) and child.left_edge.i == last.i + 1:
            last = child.right_edge
    if last.dep_ == "cc" or (last.i + 1 < len(last.doc) and last.nbor(1).dep_ == "cc"):
        joined = last.nbor(1 if last.dep_ == "cc" else 2)  # "called for a vote and for a report"
        if joined.dep_ in {"prep", "conj"} and joined.lower_ in cue.prepositions:
            last = joined.right_edge
    return last


def _convinced(cue: Cue) -> Content | None:
    """What somebody is convinced of, when the parser takes the state for a passive."""
    clause = child_of(cue.verb, {"ccomp"})
    if cue.lemma not in word_list("states") or clause is None or clause.i < cue.verb.i:
        return None
    return Content("that", clause.left_edge, clause.right_edge) if is_clause(clause) else None


def _passive_clause(cue: Cue) -> Content | None:
    """What was said, when it is told by whom: "It was announced by the team that ..."."""
    subject = child_of(cue.verb, {"nsubjpass", "expl"})
    if subject is None or subject.lower_ != "it" or child_of(cue.verb, {"agent"}) is None:
        return None
    if "that" not in cue.builds:
        return None
    for child in cue.verb.subtree:
        # Whatever the parser makes of "that": after "it was announced by" nothing else follows.
        that = child.left_edge
        if (
            child.dep_ in {"ccomp", "acl", "relcl"}
            and that.lower_ == "that"
            and that.i > cue.verb.i
        ):
            return Content("that", that.nbor(1), child.right_edge)
    return None


def _passive_subject(cue: Cue) -> Content | None:
    """What somebody judged, when it is told who: "The plan was rejected by the council"."""
    subject = child_of(cue.verb, {"nsubjpass"})
    if subject is None or child_of(cue.verb, {"agent"}) is None or "object" not in cue.builds:
        return None
    if subject.lower_ in word_list("not_content") or subject.tag_ in {"PRP", "WP", "WDT", "DT"}:
        return None
    if "of" in cue.builds and (subject.pos_ == "PROPN" or is_person_noun(subject.lemma_.lower())):
        return None
    return Content("object", subject.left_edge, subject.right_edge)
