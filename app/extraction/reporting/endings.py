"""Endings: what an outlet adds after the words of a speaker, in the same sentence.

"said the deal was dead, a remark that surprised his party", "proposed a truce, which began on
Monday", "denied it, a day after the vote": the parser hangs all of it on the speaker's last noun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import word_list
from app.extraction.reporting.speakers import is_speaker_noun
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from app.extraction.reporting.paragraph import Paragraph

_DASHES = frozenset({"—", "–", "-", "--"})
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_DETERMINERS = frozenset({"a", "an", "the", "another"})
_RELATIVES = frozenset({"which", "where", "who", "whose", "when", "whom"})
_PREPOSITIONS = frozenset({"in", "of", "by", "from", "on", "at", "with", "for"})
_MOST_BEFORE_NOUN = 4  # tokens: "a long and surprising claim"
# What begins the circumstances of words right after their quotation mark.
_CIRCUMSTANCES = frozenset({"after", "during", "following", "while", "when", "as", "before"})
_OCCASIONS = frozenset({"after", "when"})
_CONCEDING = frozenset({"although", "though"})
# After a dash that stands alone these go on with what was said; others begin what the outlet adds.
_GOES_ON = frozenset({"because", "if", "unless", "and", "or", "not", "the"})
_JUST = frozenset({"even", "just", "shortly", "soon", "hours", "days", "weeks", "months"})
_WILL = frozenset({"will", "would", "should"})
_PRESENT = frozenset({"VBZ", "VBP"})
_AHEAD = frozenset({"to", "person", "prep"})
# Clauses are told as they were said; these constructions give only a phrase.
_PHRASES = frozenset({"object", "prep", "person", "pred", "of", "view", "words"})


def without_remark(paragraph: Paragraph, construction: str, first: Token, last: Token) -> Token:
    """The last token of a content before what the outlet remarks on it."""
    for number in range(first.i + 1, last.i):
        token = paragraph.doc[number]
        ends = _ends_at(paragraph, construction, number, first, last)
        if ends or _is_past_occasion(token, construction, first, last):
            before = token.nbor(-1)
            while before.i > first.i and (before.dep_ == "cc" or before.lower_ in _JUST):
                before = before.nbor(-1)
            return before
    return last


def _ends_at(
    paragraph: Paragraph, construction: str, number: int, first: Token, last: Token
) -> bool:
    """Whether a content ends before a mark or a word, as a remark begins there."""
    mark, token = paragraph.doc[number], paragraph.doc[number + 1]
    phrase = construction in _PHRASES
    if mark.text == ";":
        return token.lower_ != "that" and not paragraph.quoted(mark)
    if mark.text != "," and mark.text not in _DASHES:
        after = paragraph.quoted(mark.nbor(-1)) and not paragraph.quoted(mark)
        told = mark.lower_ in _CIRCUMSTANCES if phrase else _tells_past(mark, last)
        return (after and told) or (phrase and _goes_with(mark, last))
    if paragraph.quoted(token):
        return False
    if mark.text in _DASHES:
        if _is_remark(token, last):
            return True
        alone = bool(mark.whitespace_) and not paragraph.quoted(mark)
        alone = alone and not _closed(mark, last) and not _closes(mark, first)
        return alone and token.lower_ not in _GOES_ON
    beside = _is_remark(token, last) or _is_time_of_other(token) or _concedes(token)
    return beside or _is_what_went_on(token, last) or (phrase and _is_relative(token))


def _is_past_occasion(token: Token, construction: str, first: Token, last: Token) -> bool:
    """Whether a clause tells what had happened before words about what is to come.

    "vowed to appeal | after the panel declined", "said it would close | when the money ran out":
    what lies ahead cannot be the time of what is past.
    """
    ahead = construction in _AHEAD
    occasions = _OCCASIONS | ({"as", "before"} if ahead else {"as"})
    if token.lower_ not in occasions or token.dep_ not in {"mark", "advmod"}:
        return False
    verb = token.head
    helped = child_of(verb, {"aux", "auxpass"})
    shown = helped if helped is not None else verb
    past = shown.tag_ == "VBD" and shown.lower_ not in {"had", "'d", "’d"}
    # "would go, but only after the council had voted": a condition
    only = token.i > 0 and token.nbor(-1).lower_ == "only"
    subject = child_of(verb, {"nsubj", "nsubjpass"})
    if only or not past or subject is None or not token.i < subject.i < verb.i <= last.i:
        return False
    if ahead:
        own = subject.pos_ == "PRON" or token.nbor(-1).lower_ in _JUST
        return token.lower_ != "before" or own
    told = verb.head if first.i <= verb.head.i < token.i else token
    if construction != "that" or told.i == token.i:
        return False
    # "said no decision has been taken | as ministers met": what is, is not while they met.
    if finite(told).tag_ in _PRESENT:
        return True
    return token.lower_ != "as" and any(t.lower_ in _WILL for t in told.lefts)


def tells_occasion(doc: Doc, start: int, end: int) -> bool:
    """Whether some tokens, past a comma, only tell after what something was said."""
    while start < end and doc[start].is_punct:
        start += 1
    opening = doc[start]
    if opening.lower_ not in _OCCASIONS or opening.dep_ not in {"mark", "advmod"}:
        return False
    subject = child_of(opening.head, {"nsubj", "nsubjpass"})
    told = finite(opening.head).tag_ == "VBD" and start < opening.head.i <= end
    return told and subject is not None and start < subject.i < opening.head.i


def finite(verb: Token) -> Token:
    """The verb that shows the tense: the helper of a verb, or the verb itself."""
    helpers = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    return helpers[0] if helpers else verb


def _tells_past(token: Token, last: Token) -> bool:
    """Whether a clause tells what had happened: "is “ready” | after the council had voted"."""
    verb = token.head
    if token.lower_ not in {"after", "as", "while"} or token.dep_ != "mark":
        return False
    return finite(verb).tag_ == "VBD" and token.i < verb.i <= last.i


def _closed(dash: Token, last: Token) -> bool:
    """Whether a second dash closes what a dash opens, within a content."""
    after = dash.doc[dash.i + 1 : last.i + 1]
    return any(t.text in _DASHES and t.nbor(-1).whitespace_ == dash.whitespace_ for t in after)


def _closes(dash: Token, first: Token) -> bool:
    """Whether a dash closes what another dash opened within a content."""
    before = [t for t in dash.doc[first.i : dash.i] if t.text in _DASHES and t.whitespace_]
    return len(before) % 2 == 1


def _is_remark(token: Token, last: Token) -> bool:
    """Whether an apposition names the words: ", a claim that ...", ", something nobody knew"."""
    if token.lower_ == "something":
        return True
    if token.tag_ == "NNS" and token.lemma_.lower() in word_list("remarks"):
        return token.nbor(1).lower_ in {"that", "which"}  # "—conditions that they reject"
    if token.lower_ not in _DETERMINERS:
        return False
    for noun in token.doc[token.i + 1 : min(token.i + _MOST_BEFORE_NOUN, last.i)]:
        if noun.pos_ == "NOUN" and noun.dep_ != "compound":
            after = noun.nbor(1)
            if token.lower_ in {"a", "an"} and after.lower_ in {"that", "which"}:
                return not is_speaker_noun(noun.lemma_.lower())
            if noun.lemma_.lower() not in word_list("remarks"):
                continue
            return after.lower_ in {"that", "which", "not", "he", "she", "they"} or (
                after.tag_ in {"IN", "TO", "VBN", "VBG", "DT", "NNP", "PRP$"}
            )
    return False


def _is_time_of_other(token: Token) -> bool:
    """Whether a time is told by another event: ", a day after ...", ", hours before ..."."""
    doc = token.doc
    for noun in doc[token.i : token.i + _MOST_BEFORE_NOUN]:
        if noun.lemma_.lower() in _UNITS and noun.i + 1 < len(doc):
            return noun.nbor(1).lower_ in {"after", "before"}
        if noun.is_punct:
            return False
    return False


def _concedes(token: Token) -> bool:
    """Whether an outlet's own reserve begins: ", although others doubt it"."""
    return token.lower_ in _CONCEDING and token.dep_ in {"mark", "advmod"}


def _is_what_went_on(token: Token, last: Token) -> bool:
    """Whether a clause tells what else was going on: ", as the fighting spread"."""
    if token.lower_ != "as" or token.dep_ != "mark" or token.i >= last.i:
        return False
    verb = token.head
    subject = child_of(verb, {"nsubj", "nsubjpass"})
    plain = subject is not None and subject.left_edge.i == token.i + 1
    if verb.pos_ == "AUX" and subject is not None and subject.pos_ == "PRON":
        return False  # "was pointless, as it was late": why it was
    return plain and verb.i <= last.i and verb.tag_ in {"VBD", "VBZ", "VBP", "VBG", "VBN"}


def _goes_with(token: Token, last: Token) -> bool:
    """The same without a comma, of whoever spoke: "called it late as she opened the road"."""
    if not _is_what_went_on(token, last):
        return False
    return token.nbor(1).tag_ == "PRP" and token.head.tag_ == "VBD"


def _is_relative(token: Token) -> bool:
    """Whether a relative clause begins after a comma: ", which ...", ", in which ..."."""
    if token.lower_ in _PREPOSITIONS and token.i + 1 < len(token.doc):
        token = token.nbor(1)
    return token.lower_ in _RELATIVES and token.tag_ in {"WDT", "WP", "WP$", "WRB"}


def segment(token: Token) -> tuple[int, int]:
    """The bounds of a token's sentence, or of its part between semicolons."""
    doc, sentence = token.doc, token.sent
    start, end = sentence.start, sentence.end
    for number in range(sentence.start, sentence.end):
        if doc[number].text == ";":
            if number < token.i:
                start = number + 1
            elif number > token.i:
                end = min(end, number)
    return start, end
