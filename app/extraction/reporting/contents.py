"""Contents: what a cue reports, by the constructions that its class licenses.

The constructions are those of lexicon/cues.yaml, tried in the order of ``find_content``; the
first that the parse shows gives the content, from its first to its last token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.by_words import Content, before_verb, by_words, withheld
from app.extraction.reporting.cues import (
    denying_head,
    is_denied,
    needs_that,
    word_list,
)
from app.extraction.reporting.passives import in_passive
from app.extraction.reporting.phrases import charge, judged, raised, to_do, view
from app.extraction.reporting.predicates import predicate
from app.extraction.reporting.speakers import (
    is_fragment,
    is_speaker_noun,
    missing_subject,
)
from app.extraction.syntax import (
    WH_WORDS,
    child_of,
    has_to,
    is_clause,
    is_passive,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_BACKSHIFTED = frozenset({"had", "would", "could", "should", "might", "will", "can", "may", "must"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_WISHING = frozenset({"want", "seek", "like", "prefer"})
_NAMED = frozenset({"named", "identified", "quoted"})
_DRAWN_OUT = frozenset({"which", "that", "who", "whom", "what"})


def find_content(paragraph: Paragraph, cue: Cue) -> Content | None:
    """The content of a cue as the parse has it, before its ends are mended; None without one."""
    if cue.lemma in word_list("moved") and not is_passive(cue.verb):
        return None
    if _is_asked(cue):
        return None
    if is_passive(cue.verb) and not is_fragment(cue.verb):
        told = in_passive(cue)
        return Content(*told) if told is not None else None
    clause = _clause(paragraph, cue) if cue.builds & {"that", "ing"} else None
    if clause is not None:
        return clause
    found = (
        _told_clause(cue) or _infinitive(cue) or before_verb(paragraph, cue) or _view_clause(cue)
    )
    found = found or _phrase(paragraph, cue) or by_words(paragraph, cue)
    return found or withheld(cue)


def _is_asked(cue: Cue) -> bool:
    """Whether somebody is asked and then answers: "; asked how she felt, she said ..."."""
    verb = cue.verb
    if cue.lemma not in word_list("questioning") or verb.tag_ not in {"VBD", "VBN"} or not verb.i:
        return False
    if child_of(verb, {"dobj"}) is not None or verb.nbor(-1).text not in {";", ",", "—"}:
        return False
    after = [t for t in verb.sent if t.i > verb.i and t.text == "," and t.i + 1 < len(verb.doc)]
    if any(comma.nbor(1).tag_ in {"VBD", "VBZ", "VBN"} for comma in after):
        return True  # "Lind, asked how she felt, said ..."
    if child_of(verb, {"nsubj"}) is not None:
        return False
    return any(comma.nbor(1).dep_ in {"nsubj", "det", "compound", "poss"} for comma in after)


def _told_clause(cue: Cue) -> Content | None:
    """A clause that the parser took for a description of who is told: "told the court she left"."""
    person = child_of(cue.verb, {"dobj", "dative"})
    if person is None or "that" not in cue.builds or cue.lemma not in word_list("telling"):
        return None
    clause = child_of(person, {"relcl"})
    if clause is None or clause.left_edge.i != person.i + 1:
        return None
    subject = child_of(clause, {"nsubj", "nsubjpass", "expl"})
    if subject is None or subject.left_edge.i != person.i + 1 or subject.lower_ in _DRAWN_OUT:
        return None
    aims = [c.right_edge for c in cue.verb.rights if c.i > clause.i and c.dep_ == "xcomp"]
    return Content("that", clause.left_edge, max([clause.right_edge, *aims], key=_place))


def _place(token: Token) -> int:
    return token.i


def _infinitive(cue: Cue) -> Content | None:
    """What somebody is to do: "vowed to leave"."""
    verb = child_of(cue.verb, {"xcomp"}) if "to" in cue.builds else None
    if verb is None or not has_to(verb) or verb.i < cue.verb.i:
        return None
    if cue.lemma in _WISHING and child_of(cue.verb, {"dobj"}) is not None:
        return None  # "sought commitments to support it"
    if cue.lemma in _WISHING and is_denied(cue.verb) and verb.lower_ in _NAMED:
        return None  # "did not want to be named"
    return Content("to", verb.left_edge, verb.right_edge)


def _phrase(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A content that is no clause, by the first construction that fits."""
    for name, build in (
        ("person", to_do),
        ("pred", predicate),
        ("of", charge),
        ("object", judged),
        ("view", raised),
        ("view", view),
    ):
        found = build(cue) if name in cue.builds else None
        if found is not None and not paragraph.placeholder(found[0]):
            return Content(name, *found)
    return None


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
    if _is_participle_beside(paragraph, clause) or _is_condition(cue, clause):
        return None
    if _tells_when_said(cue, clause):
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


def _is_condition(cue: Cue, clause: Token) -> bool:
    """Whether a clause is only the end of what is said: "should a deal be struck"."""
    first = clause.left_edge
    return first.lower_ in {"should", "had", "were"} and first.i > cue.tokens[-1].i + 1


def _tells_when_said(cue: Cue, clause: Token) -> bool:
    """Whether a clause is no question but the time of the words: "said when they met"."""
    asked = is_denied(cue.verb) or denying_head(cue.verb) is not None
    plain = cue.lemma in {"say", "add", "tell", "remark", "continue"} and not asked
    return plain and clause.left_edge.lower_ in {"when", "while", "where"}


def _begins_with_that(clause: Token) -> bool:
    first = clause.left_edge
    return first.lower_ == "that" and first.dep_ in {"mark", "advmod"}


def _clause_start(cue: Cue, clause: Token) -> Token | None:
    """Where a complement starts; None when it is no clause."""
    end = cue.tokens[-1].i
    if clause.left_edge.lower_ in _DRAWN_OUT and clause.left_edge.i < cue.verb.i <= end < clause.i:
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


def _view_clause(cue: Cue) -> Content | None:
    """The clause of a view: "expressed confidence that ...", "issued a warning that ..."."""
    thing = child_of(cue.verb, {"dobj"})
    if "view" not in cue.builds or cue.lemma in word_list("reversing"):
        return None
    if thing is None or thing.i < cue.verb.i or thing.i + 2 >= len(thing.doc):
        return None
    noun, that = thing.lemma_.lower(), thing.nbor(1)
    if noun in word_list("reversing_nouns") or noun not in word_list("views"):
        return None  # "voiced doubt that ...": the bare clause would say the contrary
    owner = child_of(thing, {"poss"})
    if owner is not None and owner.tag_ != "PRP$":
        return None  # "stressed the ministry's belief that ...": another's view
    if that.lower_ != "that" or that.dep_ != "mark" or that.head.i < that.i:
        return None
    return Content("that", that.nbor(1), that.head.right_edge)
