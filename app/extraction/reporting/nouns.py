"""Nouns that report: "Lind's claim that it was late", "their fear was that it would close"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.cues import is_unsaid, word_list
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.speakers import can_speak, find_speaker, noun_phrase
from app.extraction.syntax import child_of, has_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.extraction.reporting.paragraph import Paragraph

_HOLDERS = frozenset({"by", "from", "within", "among", "inside", "in", "of"})
_CALLING = frozenset({"call", "demand", "appeal", "plea", "request"})


def noun_drafts(paragraph: Paragraph) -> Iterator[Draft]:
    """The statements that nouns of speech and opinion report in a paragraph."""
    yield from _speech_nouns(paragraph)
    yield from _noun_is_that(paragraph)
    yield from _signed_intent(paragraph)


def _speech_nouns(paragraph: Paragraph) -> Iterator[Draft]:
    """Nouns of speech with an owner and a clause: "Lind's claim that it was late"."""
    zone = paragraph.zone
    nouns = word_list("speech_nouns") | word_list("requests") | word_list("attitudes")
    for token in paragraph.with_lemma(nouns):
        if not _is_noun(token):
            continue
        owner = child_of(token, {"poss"}) or _by_whom(token) or _possessor(token)
        owner = owner or _nation(token)
        told = _told_by_noun(token) or _asked_by_noun(token)
        if told is None or owner is None:
            continue
        clause, opening = told
        source = noun_phrase(owner)
        its_own = owner.lower_ in {"its", "my", "our", "his", "her", "their"}
        if paragraph.quoted(token) or _inside_view(paragraph, token):
            continue
        if not its_own and not can_speak(source, strict=True):
            continue
        reverses = token.lemma_.lower() in word_list("reversing_nouns")
        first = token if reverses else opening
        content = paragraph.content_span(first, clause)
        cue_place, place = zone.token_span(token), source_span(zone, source)
        if its_own and owner.lower_ in {"my", "our"}:
            continue
        reason = (
            f"“{token.text}” is a noun of speech; the clause after it is said to be "
            f"“{place.of(paragraph.text)}”’s."
        )
        sure = confidence.SPEECH_NOUN
        yield Draft([content], cue_place, place, sure, [reason], cue_place.start)


def _is_noun(token: Token) -> bool:
    """Whether a word is a noun, also where the parser takes it for a verb: "Lind's claim"."""
    owned = token.i > 0 and token.nbor(-1).tag_ == "POS"
    return token.pos_ == "NOUN" or (owned and token.pos_ == "VERB")


def _possessor(noun: Token) -> Token | None:
    """Whose a noun is, when the parser took the owner for a subject."""
    if not noun.i or noun.nbor(-1).tag_ != "POS":
        return None
    owner = noun.nbor(-1).head
    return owner if owner.i < noun.i and owner.pos_ in {"NOUN", "PROPN"} else None


def _told_by_noun(noun: Token) -> tuple[Token, Token] | None:
    """The last and the first token of what a noun of speech tells: "claim that", "request to"."""
    clause = child_of(noun, {"acl", "ccomp"})
    that = child_of(clause, {"mark"}) if clause is not None else None
    if clause is not None and that is not None and that.lower_ == "that":
        return clause.right_edge, that.nbor(1)
    after = noun.nbor(1) if noun.i + 2 < len(noun.doc) else noun
    for child in noun.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ in _HOLDERS
            and child.right_edge.i + 2 < len(noun.doc)
        ):
            after = child.right_edge.nbor(1)  # "optimism within the ministry that ..."
    if after.lower_ == "that" and after.dep_ == "mark" and after.head.i > after.i:
        return after.head.right_edge, after.nbor(1)  # hung on the verb above instead
    asked = noun.lemma_.lower() in word_list("requests")
    if clause is not None and asked and has_to(clause) and clause.left_edge.i == noun.i + 1:
        return clause.right_edge, clause.left_edge
    return None


def _asked_by_noun(noun: Token) -> tuple[Token, Token] | None:
    """The last and the first token of what somebody calls for: "Sarmel's demand for a truce"."""
    if noun.lemma_.lower() not in _CALLING or noun.i + 2 >= len(noun.doc):
        return None
    preposition = noun.nbor(1)
    thing = child_of(preposition, {"pobj", "pcomp"}) if preposition.lower_ == "for" else None
    if thing is None:
        return None
    last = preposition.right_edge
    to = last.nbor(1) if last.i + 2 < len(last.doc) else last
    if (
        to.lower_ == "to"
        and to.dep_ == "aux"
        and to.head.tag_ == "VB"
        and to.head.left_edge.i == to.i
    ):
        last = to.head.right_edge  # "for Sarmel | to leave", wherever the parser hung it
    return last, preposition.nbor(1)


def _noun_is_that(paragraph: Paragraph) -> Iterator[Draft]:
    """A noun of opinion, its owner and a clause: "Their impression was that it was late"."""
    zone = paragraph.zone
    for token in paragraph.with_lemma(word_list("predicate_nouns")):
        verb = token.head
        if token.dep_ != "nsubj":
            continue
        clause = child_of(verb, {"ccomp"}) if verb.lemma_ == "be" and verb.i > token.i else None
        that = child_of(clause, {"mark"}) if clause is not None else None
        owner = child_of(token, {"poss"}) or _of_owner(token)
        if clause is None or that is None or that.lower_ != "that" or owner is None:
            continue
        if paragraph.quoted(token) or owner.lower_ in {"my", "our", "your", "its"}:
            continue
        source = noun_phrase(owner)
        if owner.tag_ != "PRP$" and not can_speak(source, strict=True):
            continue
        negated = any(child.dep_ == "neg" for child in verb.children)
        first = verb if negated else zone.doc[that.i + 1]
        content = paragraph.content_span(first, clause.right_edge)
        cue_place, place = zone.tokens_span(token, verb), source_span(zone, source)
        reason = (
            f"“{cue_place.of(paragraph.text)} that” gives a view; it is said to be "
            f"“{place.of(paragraph.text)}”’s."
        )
        yield Draft([content], cue_place, place, confidence.SPEECH_NOUN, [reason], cue_place.start)


def _signed_intent(paragraph: Paragraph) -> Iterator[Draft]:
    """What a writing of intent says: "signed a declaration of intent to build a bridge"."""
    zone = paragraph.zone
    for token in paragraph.with_word("intent"):
        of = token.head
        writing, verb = of.head, of.head.head
        if of.lower_ != "of" or writing.dep_ != "dobj":
            continue
        aim = child_of(token, {"acl"}) or child_of(writing, {"acl"}) or child_of(verb, {"xcomp"})
        source = find_speaker(verb)
        if aim is None or not has_to(aim) or aim.left_edge.i != token.i + 1 or is_unsaid(verb):
            continue
        if source is None or not can_speak(source, strict=True) or paragraph.quoted(token):
            continue
        content = paragraph.content_span(aim.left_edge, aim.right_edge)
        cue_place, place = zone.tokens_span(writing.left_edge, token), source_span(zone, source)
        reason = (
            f"“{cue_place.of(paragraph.text)}” says what is to be done; it is said to be "
            f"“{place.of(paragraph.text)}”’s."
        )
        yield Draft([content], cue_place, place, confidence.SPEECH_NOUN, [reason], cue_place.start)


def _of_owner(noun: Token) -> Token | None:
    """Whose it is, after "of": "the view of the ministry"."""
    of = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    return child_of(of, {"pobj"}) if of is not None else None


def _inside_view(paragraph: Paragraph, noun: Token) -> bool:
    """Whether the noun is itself the object of a cue that gives the whole as content."""
    cue = paragraph.cues.get(noun.head.i)
    return noun.dep_ == "dobj" and cue is not None and "view" in cue.builds


def _nation(noun: Token) -> Token | None:
    """Whose a noun of speech is by an adjective with a capital: "Norlandic calls for a truce"."""
    first = noun.left_edge
    named = (
        first.i < noun.i and first.pos_ in {"ADJ", "PROPN"} and first.dep_ in {"amod", "compound"}
    )
    return first if named and first.text.istitle() and not first.is_sent_start else None


def _by_whom(noun: Token) -> Token | None:
    """Whose words or thoughts a noun tells: "a claim by Lind", "optimism within the ministry"."""
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in _HOLDERS:
            return child_of(child, {"pobj"})
    return None
