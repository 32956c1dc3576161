"""Boundaries: where a content starts and ends, when the parser cut it too short or too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.clauses import continued, with_terms
from app.extraction.reporting.cues import is_unsaid, reports, word_list
from app.extraction.reporting.endings import finite, without_remark
from app.extraction.reporting.further import goes_on, other_speaks
from app.extraction.reporting.speakers import is_time, is_time_word
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_LATER = frozenset({"will", "would", "shall", "should", "could", "might"})
_OCCASIONS = frozenset({"move", "step", "decision", "bid", "sign", "reference", "nod"})
_REMARKS = frozenset({"comments", "remarks", "words", "statements", "claims"})
_THAT = frozenset({"mark", "advmod", "det"})  # the labels that the parser gives the conjunction
_IMPERSONAL = frozenset({"it", "this", "that", "there"})
_UNTIL = frozenset({"by", "until", "before", "within", "for", "from"})
_PROPOSED = frozenset({"during", "between", "in", "by", "within"})
_AGAINST = frozenset({"despite", "amid", "notwithstanding"})
_LINKING = frozenset({"however", "though", "meanwhile", "nevertheless", "nonetheless"})
_NEXT = 2  # tokens: a comma and a word
_OPENING = frozenset({"once", "if", "unless", "until", "because", "when", "as", "while"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def trimmed(
    paragraph: Paragraph, cue: Cue, construction: str, first: Token, last: Token
) -> tuple[Token, Token]:
    """The content without "that" before it and without what another report says after it."""
    doc = paragraph.doc
    start = first.i
    while start < last.i and (doc[start].is_punct or doc[start].is_space):
        if paragraph.quoted(doc[start]):
            break
        start += 1
    if construction == "that" and doc[start].lower_ == "that" and doc[start].dep_ in _THAT:
        start += 1
    if construction == "that":
        adverb = doc[start].lower_ in _LINKING and start + 2 < last.i
        start += 2 if adverb and doc[start + 1].text == "," else 0
        start = _past_time(doc[start], last).i
    end = _next_report(paragraph, cue, construction, start, last.i)
    if construction == "that" and end == last.i:
        end = _with_joined(paragraph, cue, last).i
        joined = goes_on(paragraph, cue, construction)
        end = continued(paragraph, cue, doc[start], doc[end], joined=joined).i
        end = _next_report(paragraph, cue, construction, start, end)
    if end >= last.i and last.i > cue.verb.i:
        further = with_terms(paragraph, cue, construction, doc[end]).i
        end = _next_report(paragraph, cue, construction, end, further) if further > end else end
    if construction == "that":
        end = _before_present(paragraph, cue, start, end)
    if cue.lemma in word_list("deciding"):
        end = _before_effect(paragraph, start, end)
    while end > start and doc[end].dep_ == "cc":
        end -= 1
    end = _past_link(doc[end]).i
    last = _without_comment(paragraph, doc[start], doc[end])
    return doc[start], without_remark(paragraph, construction, doc[start], last)


def _past_link(last: Token) -> Token:
    """The last token of a content that ends within a word or before the clause it opens.

    "a chance to re | -arm", "ready to go once | a truce holds".
    """
    doc = last.doc
    while last.i + 2 < last.sent.end and not last.whitespace_ and doc[last.i + 1].text == "-":
        if doc[last.i + 1].whitespace_:
            break
        last = doc[last.i + 2]
    if last.lower_ not in _OPENING or last.i + 2 >= last.sent.end:
        return last
    verb = next((t for t in doc[last.i + 1 : last.sent.end] if t.tag_ in _FINITE), None)
    if verb is None:
        return last
    main = verb.head if verb.dep_ in {"aux", "auxpass"} else verb
    return max(verb, main.right_edge, key=lambda token: token.i)


def _before_present(paragraph: Paragraph, cue: Cue, start: int, end: int) -> int:
    """The last token before what is so still: "said they had agreed | , but five points are left".

    What somebody said once is told in the past; a clause joined in the present is the outlet's.
    """
    doc = paragraph.doc
    if cue.verb.tag_ != "VBD":
        return end
    for number in range(start + 2, end):
        comma, joining = doc[number], doc[number + 1]
        if comma.text != "," or joining.lower_ not in {"and", "but"} or paragraph.quoted(joining):
            continue
        above = joining.head
        told = above if above.i >= start else child_of(cue.verb, {"ccomp"})
        past = told is not None and finite(told).tag_ == "VBD"
        for verb in above.conjuncts if past else ():
            subject = child_of(verb, {"nsubj", "nsubjpass"})
            own = subject is not None and subject.left_edge.i == number + 2
            if own and number < verb.i <= end and finite(verb).tag_ in {"VBZ", "VBP"}:
                return number - 1
    return end


def _before_effect(paragraph: Paragraph, start: int, end: int) -> int:
    """The last token before what a decision does: "ruled that he may race, overturning a ban"."""
    doc = paragraph.doc
    for number in range(start + 1, end):
        verb = doc[number + 1]
        if verb.tag_ == "RB" and number + 2 <= end:
            verb = doc[number + 2]
        effect = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.lower_ != "including"
        if doc[number].text == "," and effect and not paragraph.quoted(verb):
            return number - 1
    return end


def _past_time(first: Token, last: Token) -> Token:
    """Where a content begins past the time of saying: "told us this morning | it was late"."""
    noun = first if first.dep_ == "npadvmod" else first.head
    day = child_of(first, {"pobj"}) if first.dep_ == "prep" else None
    if day is not None and is_time_word(day) and first.right_edge.i <= first.i + 2:
        after = day.nbor(1) if day.right_edge.i + 1 < last.i else day
        # "said | on Monday it was late"; but "said that on Monday, ..." and "on Monday night"
        return after if after.dep_ == "nsubj" and after.pos_ == "PRON" else first
    near = first.i <= noun.i <= first.i + 2 and noun.i + 1 < last.i
    if near and noun.dep_ == "npadvmod" and is_time_word(noun) and noun.nbor(1).text != ",":
        return noun.nbor(1)
    return first


def _next_report(paragraph: Paragraph, cue: Cue, construction: str, start: int, end: int) -> int:
    """The last token before another report starts inside a content; ``end`` when none does."""
    doc = paragraph.doc
    for number in range(max(start + 1, cue.verb.i), end + 1):
        other = paragraph.cues.get(number)
        cut = None
        if other is None:
            cut = number - 1 if _declines(doc[number]) or _then_does(doc[number]) else None
        elif goes_on(paragraph, other, construction):
            cut = number - 1
        else:
            begin = other_speaks(paragraph, other)
            cut = begin - 1 if begin is not None and begin > start else None
        if cut is None or paragraph.quoted(doc[number]):
            continue
        while cut > start and doc[cut].dep_ in {"cc", "advmod", "aux", "neg", "punct", "mark"}:
            cut -= 1
        return cut
    return end


def _then_does(verb: Token) -> bool:
    """Whether a verb tells what the speaker did next: "said it was late and then left"."""
    if verb.tag_ != "VBD" or child_of(verb, {"nsubj", "nsubjpass"}) is not None or verb.i < 2:
        return False
    return verb.nbor(-1).lower_ == "then" and verb.nbor(-2).lower_ in {"and", "but"}


def _declines(verb: Token) -> bool:
    """Whether a verb tells what the speaker did next: "said it was late and declined to ..."."""
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or child_of(verb, {"nsubj"}) is not None:
        return False
    return verb.lemma_.lower() in word_list("denying_heads")


def with_tail(paragraph: Paragraph, cue: Cue, last: Token) -> Token:
    """The last token with the phrases after it that only the parser hung on the cue."""
    tails = word_list("tail_prepositions")
    ahead = cue.lemma in word_list("ahead")
    if ahead or cue.lemma in word_list("proposing"):
        tails |= _PROPOSED  # "proposed a truce during the holiday"
    for child in cue.verb.rights:
        if child.i <= last.i or child.dep_ == "punct":
            continue
        between = paragraph.doc[last.i + 1 : child.left_edge.i]
        if child.dep_ != "prep" or child.lower_ not in tails:
            break
        if child.lower_ == "as" and cue.lemma in word_list("likening"):
            break
        if is_time(child) and not (ahead and child.lower_ in _UNTIL):
            break
        if any(not token.is_punct for token in between):
            break
        last = child.right_edge
    return last


def _with_joined(paragraph: Paragraph, cue: Cue, last: Token) -> Token:
    """The last token of a clause joined to the cue that is reported too: ", but would go"."""
    doc = paragraph.doc
    for child in cue.verb.rights:
        if child.dep_ != "conj" or child.i < last.i:
            continue
        if child.i in paragraph.cues and not is_unsaid(child):
            continue
        between = doc[last.i + 1 : child.left_edge.i]
        joined = all(t.is_punct or t.dep_ == "cc" for t in between)
        if joined and _is_still_said(paragraph, cue, child, between):
            return child.right_edge
    for child in cue.verb.rights:
        if child.lower_ == "away" and last.i < child.left_edge.i <= last.i + _NEXT:
            return child  # "hit a port in the east, | a mile away"
    if last.i + 1 < len(doc) and last.i + 1 in paragraph.zone.collapsed:
        return doc[last.i + 1]  # "said it was clear “No one will go.”"
    return last


def _is_still_said(paragraph: Paragraph, cue: Cue, joined: Token, between: Span) -> bool:
    """Whether a clause joined to a cue is reported by it and not what happened next."""
    if any(child.dep_ == "aux" and child.lower_ in _LATER for child in joined.lefts):
        return True  # backshifted: "said it was late, but would come"
    if paragraph.quoted(joined.left_edge) and paragraph.quoted(joined):
        return True
    subject = child_of(joined, {"nsubj", "nsubjpass", "expl"})
    # Past "said", present "closes": not what the speaker did next.
    present = cue.verb.tag_ in {"VBD", "VBN"} and joined.tag_ in {"VBZ", "VBP"}
    if subject is None or joined.lemma_.lower() in word_list("withheld"):
        return present and subject is None
    if not any(token.text == "," for token in between):
        return True  # a main clause of its own would have its comma
    lower = subject.lower_
    return lower in _IMPERSONAL or (present and subject.tag_ == "PRP")


def _without_comment(paragraph: Paragraph, first: Token, last: Token) -> Token:
    """The last token before a participle that comments on the words: ", echoing ..."."""
    doc = paragraph.doc
    for number in range(first.i + 1, last.i + 1):
        token = doc[number]
        closed = doc[number - 1].text == "," and paragraph.quoted(doc[number - 1])
        before = doc[max(number - (1 if closed else 2), first.i)]
        if doc[number - 1].text == "," and _tells_when_or_how(token):
            return before
        if closed and token.tag_ == "VBG" and _is_effect(paragraph, token):
            return before
        placed = _places_the_words(token) or _is_medium(token, last)
        if placed and not paragraph.quoted(token):
            return doc[max(number - 1, first.i)]
        if (
            token.tag_ == "VBG"
            and token.lemma_ in word_list("commenting")
            and doc[number - 1].text == ","
        ):
            return before
    return last


def _is_effect(paragraph: Paragraph, participle: Token) -> bool:
    """Whether a participle right after quoted words tells what they did: “...,” raising fears."""
    own = paragraph.quoted(participle) or participle.i in paragraph.cues
    return not own and participle.lower_ != "including"


def _tells_when_or_how(token: Token) -> bool:
    """Whether what follows a comma is about the saying: ", after a talk", ", without details"."""
    if token.lower_ in {"after", "following"}:
        return True
    if token.lower_ in _AGAINST:
        return any(map(_is_word_of_others, token.doc[token.i + 1 : token.i + 4]))
    if token.lower_ in {"although", "though"}:
        verb = token.head  # "although he did not name them"
        return verb.lemma_.lower() in word_list("withheld") and child_of(verb, {"neg"}) is not None
    if token.lower_ != "without" or token.i + 1 >= len(token.doc):
        return False
    return token.nbor(1).lemma_.lower() in word_list("withheld")


def _is_word_of_others(noun: Token) -> bool:
    """Whether it is what others say: "despite reports that", "amid calls for"."""
    others = word_list("speech_nouns") | word_list("requests") | {"report", "criticism", "rumour"}
    return noun.tag_ == "NNS" and noun.lemma_.lower() in others | {"rumor"}


def _places_the_words(token: Token) -> bool:
    """Whether what begins here tells what the words were: "in a move ...", "— remarks that ..."."""
    if token.i + 2 >= len(token.doc):
        return False
    if token.lower_ == "in" and token.nbor(1).lower_ in {"a", "an"}:
        after = token.doc[token.i + 2 : token.i + 5]
        if any(t.lower_ in _OCCASIONS for t in after[:2]):
            return True
        before = token.nbor(-1) if token.i else token
        apart = before.text == "," or before.text[-1] in "”\"’'"
        return apart and any(t.lemma_.lower() in word_list("remarks") for t in after)
    if token.lower_ == "in" and token.nbor(1).lower_ in {"comments", "remarks"}:
        return token.nbor(2).lower_ in {"to", "on", "published", "carried", "made"}
    dashed = token.i > 0 and token.nbor(-1).text in {"—", "–", "-", ","}
    return dashed and token.lower_ in _REMARKS


def _is_medium(token: Token, last: Token) -> bool:
    """Whether a content ends with where it was said: "would end, in an interview with ..."."""
    thing = child_of(token, {"pobj"}) if token.lower_ in {"in", "during"} else None
    if thing is None or token.right_edge.i < last.i or reports(token.head):
        return False
    if thing.lemma_.lower() not in word_list("media_of_saying"):
        return False
    # "in an interview", "in Monday's post"; but "in the letter", "in letters"
    return any(c.lower_ in {"a", "an"} or c.dep_ == "poss" for c in thing.lefts)
