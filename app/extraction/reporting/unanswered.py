"""Unanswered: questions that somebody leaves open, where no cue of saying has them as its clause.

"Asked whether the road would open, Lind declined to comment", "He would not be drawn on whether
...", "The ministry gave no reason why ...", "She has left open who ...".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.cues import is_denied, word_list
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.speakers import NounPhrase, can_speak, find_speaker, noun_phrase
from app.extraction.syntax import WH_WORDS, child_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.extraction.reporting.paragraph import Paragraph

_ANSWERING = frozenset({"say", "answer", "respond", "reply", "comment", "elaborate", "tell"})
_REASONS = frozenset({"reason", "explanation", "detail", "indication", "information", "word"})
_LINKING = frozenset({"for", "of", "on", "about", "as", "to"})
_LONGEST_LINK = 2  # tokens: "as to whether"
_LONGEST_ASKING = 12  # tokens: "asked on the way out by our reporter whether"


def unanswered_drafts(paragraph: Paragraph) -> Iterator[Draft]:
    """The questions that somebody leaves open in a paragraph, each as a statement of that one."""
    for word in sorted(WH_WORDS):
        for token in paragraph.with_word(word):
            if paragraph.quoted(token):
                continue
            found = _asked_before(paragraph, token) or _left_open(token)
            if found is None:
                continue
            cue, source, last = found
            plain = can_speak(source, strict=True) and not paragraph.said(source.head)
            if plain and source.head.lower_ not in {"i", "we", "you"} and last.i > token.i:
                yield _draft(paragraph, cue, source, (token, last))


def _draft(
    paragraph: Paragraph, cue: tuple[Token, Token], source: NounPhrase, told: tuple[Token, Token]
) -> Draft:
    cue_place = paragraph.zone.tokens_span(*cue)
    place = source_span(paragraph.zone, source)
    reason = (
        f"“{place.of(paragraph.text)}” leaves a question open: “{cue_place.of(paragraph.text)}”."
    )
    content = [paragraph.content_span(*told)]
    return Draft(content, cue_place, place, confidence.SPEECH_NOUN, [reason], cue_place.start)


_Found = tuple[tuple["Token", "Token"], NounPhrase, "Token"]


def _asked_before(paragraph: Paragraph, word: Token) -> _Found | None:
    """The question before its answer: "Asked whether ..., Lind declined to comment"."""
    doc, sentence = word.doc, word.sent
    asking = doc[max(sentence.start, word.i - _LONGEST_ASKING) : word.i]
    opens = word.i == sentence.start and word.lower_ == "whether"
    if not opens and not any(_is_asked(token) for token in asking):
        return None
    for verb in doc[word.i + 1 : sentence.end]:
        cue = _silence(verb)
        subject = child_of(verb, {"nsubj"}) if cue is not None else None
        if (
            cue is None
            or subject is None
            or paragraph.quoted(verb)
            or subject.left_edge.i <= word.i
        ):
            continue
        comma = doc[subject.left_edge.i - 1]
        if comma.text == "," and not any(map(paragraph.placeholder, doc[word.i : comma.i])):
            return cue, noun_phrase(subject), comma.nbor(-1)
    return None


def _is_asked(token: Token) -> bool:
    """Whether somebody is asked here before saying anything: "Asked", "when pressed"."""
    if token.lemma_.lower() not in word_list("questioning") or token.tag_ not in {"VBN", "VBD"}:
        return False
    return child_of(token, {"nsubj", "dobj"}) is None


def _silence(verb: Token) -> tuple[Token, Token] | None:
    """The words by which somebody gives no answer: "would not say", "declined to comment"."""
    helpers = [c for c in verb.lefts if c.dep_ in {"aux", "neg"}]
    if verb.lemma_.lower() in _ANSWERING and is_denied(verb):
        return min([*helpers, verb], key=_place), verb
    said = child_of(verb, {"xcomp"})
    if verb.lemma_.lower() in word_list("denying_heads") and said is not None:
        return (verb, said) if said.lemma_.lower() in _ANSWERING else None
    thing = child_of(verb, {"dobj"})
    if thing is None or thing.lemma_.lower() not in {"answer", "comment", "reply", "response"}:
        return None
    return (verb, thing) if child_of(thing, {"det"}) and thing.nbor(-1).lower_ == "no" else None


def _place(token: Token) -> int:
    return token.i


def _left_open(word: Token) -> _Found | None:
    """The question after what leaves it open: "gave no reason why ...", "left open who ..."."""
    number = word.i - 1
    while number > 0 and word.i - number <= _LONGEST_LINK and word.doc[number].lower_ in _LINKING:
        number -= 1
    if number < 1:
        return None
    before = word.doc[number]
    last = _clause_end(word)
    if before.lower_ == "drawn" and is_denied(before):
        subject = child_of(before, {"nsubjpass"})
        return ((before, before), noun_phrase(subject), last) if subject is not None else None
    if before.lower_ == "open" and before.head.lemma_.lower() == "leave":
        source = find_speaker(before.head)
        return ((before.head, before), source, last) if source is not None else None
    return _reason_not_given(before, last)


def _reason_not_given(noun: Token, last: Token) -> _Found | None:
    """A question after a reason or detail that is not given, or not by somebody."""
    by = child_of(noun.head, {"pobj"}) if noun.dep_ == "pobj" else None
    reason = noun.head.head if by is not None and noun.head.lower_ in {"from", "by"} else noun
    if reason.lemma_.lower() not in _REASONS:
        return None
    none = child_of(reason, {"det"})
    verb = reason.head
    if not (none is not None and none.lower_ == "no") and not is_denied(verb):
        return None
    source = noun_phrase(noun) if reason.i != noun.i else find_speaker(verb)
    first = verb if verb.i < reason.i else reason
    return ((first, reason), source, last) if source is not None else None


def _clause_end(word: Token) -> Token:
    """The last token of the clause that a question's word begins."""
    verb = word
    for above in word.ancestors:
        if above.i < word.i:
            break
        verb = above
    return verb.right_edge
