"""Asides: reports whose content is not built on the cue, but on the sentence around it.

"According to X, ...", "in X's view, ...", "..., as X put it", "The plan, he said, was late",
"This was stated by X", and "X's claim that ...".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.contents import find_content
from app.extraction.reporting.cues import (
    cue_tokens,
    find_cue,
    is_denied,
    is_unsaid,
    needs_that,
    word_list,
)
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.endings import segment, tells_occasion
from app.extraction.reporting.parentheses import ADJUNCT, draft_aside, parenthetical
from app.extraction.reporting.reporters import reporter_of
from app.extraction.reporting.speakers import NounPhrase, can_speak, find_speaker, noun_phrase
from app.extraction.syntax import WH_WORDS, child_of, has_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from app.domain.spans import Span
    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_LONGEST_SIGNATURE = 8  # tokens from the verb to the paragraph's end: "said on Friday."
_SHORTEST_SIGNED = 4  # tokens
_SHORT_OPENING = 2  # tokens: "Meanwhile,"
_LONGEST_CLAUSE_ASIDE = 4  # tokens; longer, the clause is the sentence's own: "he briefed us"
# Sources that say nothing themselves where the sentence has a speaker of its own.
_GENERIC = frozenset({"report", "source", "medium", "media", "account", "interview", "statement"})


def aside_drafts(paragraph: Paragraph) -> Iterator[Draft]:
    """The reports of a paragraph that are built on a whole sentence or on a noun."""
    yield from _according(paragraph)
    yield from _in_the_view_of(paragraph)
    for cue in paragraph.cues.values():
        found = _as_put(paragraph, cue) or _in_the_middle(paragraph, cue)
        found = found or parenthetical(paragraph, cue)
        found = found or _sentence_before(paragraph, cue)
        if found is not None:
            yield found
    yield from _signed(paragraph)
    yield from _speech_nouns(paragraph)
    yield from _noun_is_that(paragraph)
    yield from _signed_intent(paragraph)


# -- according to X, in X's view ------------------------------------------------------------------


def _according(paragraph: Paragraph) -> Iterator[Draft]:
    doc = paragraph.doc
    for token in paragraph.with_word("according"):
        to = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if to is None or to.lower_ != "to":
            continue
        name = child_of(to, {"pobj"}) or child_of(token, {"pobj"})
        if name is None or paragraph.quoted(token):
            continue
        source = _up_to_comma(token, noun_phrase(name))
        unsaid = name.lemma_.lower() in word_list("followed")
        if unsaid or not can_speak(source, strict=False) or paragraph.said(name):
            continue
        generic = name.lemma_.lower() in _GENERIC
        if generic and _has_report(paragraph, token.sent.start, token.sent.end):
            continue
        yield from _around(paragraph, (token, to), source, (token, _aside_end(token, source)))


def _in_the_view_of(paragraph: Paragraph) -> Iterator[Draft]:
    if not paragraph.with_lemma(word_list("opinion_nouns")):
        return
    for token in paragraph.with_word("in"):
        noun = child_of(token, {"pobj"})
        owner = (child_of(noun, {"poss"}) or _of_whom(noun)) if noun is not None else None
        if noun is None or owner is None or noun.lemma_.lower() not in word_list("opinion_nouns"):
            continue
        source = noun_phrase(owner)
        if _has_report(paragraph, token.sent.start, token.i):
            continue  # "Holm said that, in the ministry's view, it was late": Holm says so
        if can_speak(source, strict=True) and not paragraph.quoted(token):
            yield from _around(paragraph, (noun, noun), source, (token, noun.right_edge))


def _of_whom(noun: Token) -> Token | None:
    """Whose words they are: "in the words of a diplomat"."""
    of = child_of(noun, {"prep"}) if noun.lower_ == "words" else None
    return child_of(of, {"pobj"}) if of is not None and of.lower_ == "of" else None


def _opens_sentence(token: Token) -> bool:
    """Whether a sentence begins with a token, past a "But" or a "Meanwhile,"."""
    return token.i - token.sent.start <= 1 or (
        token.i - token.sent.start == _SHORT_OPENING and token.nbor(-1).text == ","
    )


def _up_to_comma(token: Token, source: NounPhrase) -> NounPhrase:
    """The name after a sentence's "According to", up to its comma unless what follows apposes."""
    doc, end = token.doc, token.sent.end
    if _opens_sentence(token):
        # "According to papers filed by Lind, ...": the whole phrase before the comma.
        edge = source.head.right_edge
        inside = doc[source.last.i + 1 : edge.i + 1]
        if edge.i > source.last.i and not any(t.text == "," for t in inside):
            return NounPhrase(source.first, source.head, edge)
    comma = next((n for n in range(source.head.i, source.last.i) if doc[n].text == ","), None)
    if not _opens_sentence(token) or comma is None:
        return source
    closing = next((n for n in range(comma + 1, end) if doc[n].text == ","), None)
    if closing is not None:
        verbs = [t for t in doc[comma:closing] if t.pos_ in {"VERB", "AUX"}]
        apposed = not verbs or all(any(up.dep_ == "relcl" for up in (t, t.head)) for t in verbs)
        labels = {"nsubj", "nsubjpass", "expl"}
        subject = next((t for t in doc[closing + 1 : end] if t.dep_ in labels), None)
        if apposed and subject is not None and subject.left_edge.i == closing + 1:
            return NounPhrase(source.first, source.head, doc[closing - 1])
    return NounPhrase(source.first, source.head, doc[comma - 1])


def _aside_end(token: Token, source: NounPhrase) -> Token:
    """The last token of an "according to": at a sentence's start all before its comma."""
    doc = token.doc
    if not _opens_sentence(token):
        return source.last
    after = range(source.last.i + 1, token.sent.end)
    comma = next((number for number in after if doc[number].text == ","), None)
    return doc[comma - 1] if comma is not None else source.last


def _has_report(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether some tokens have a cue with a content and a source of its own."""
    for number in range(start, end):
        cue = paragraph.cues.get(number)
        if cue is None or (find_content(paragraph, cue) is None and "quote" not in cue.builds):
            continue
        source = reporter_of(paragraph, cue)
        if source is not None and can_speak(source, strict=True):
            return True
    return False


def _around(
    paragraph: Paragraph,
    cue: tuple[Token, Token],
    source: NounPhrase,
    aside: tuple[Token, Token],
) -> Iterator[Draft]:
    """The sentence around an aside as its content, in one part or two."""
    zone = paragraph.zone
    spans = _sides(paragraph, *aside)
    if spans:
        cue_place, place = zone.tokens_span(*cue), source_span(zone, source)
        reason = (
            f"“{cue_place.of(paragraph.text)}” ascribes the sentence to "
            f"“{place.of(paragraph.text)}”."
        )
        sure = confidence.ACCORDING_TO
        yield Draft(spans, cue_place, place, sure, [reason], cue_place.start)


def _describes_source(doc: Doc, start: int) -> bool:
    """Whether what follows an aside at a sentence's end only tells more of its source."""
    if start < len(doc) and doc[start].text == ",":
        start += 1
    if start >= len(doc):
        return False
    first = doc[start]
    if first.lower_ in WH_WORDS | {"whose", "whom"}:
        return True
    relative = next((t for t in doc[start : start + 3] if t.dep_ == "relcl"), None)
    return relative is not None


def _sides(paragraph: Paragraph, first: Token, last: Token) -> list[Span]:
    """What stands before and after an aside in its sentence, when that is a clause."""
    doc = paragraph.doc
    opening, closing = segment(first)
    begin = first.i
    while begin > opening and doc[begin - 1].dep_ == "advmod":
        begin -= 1
    parts = [(opening, begin - 1), (last.i + 1, closing - 1)]
    ascribed = first.lower_ == "according"
    if begin > opening + _SHORTEST_SIGNED and tells_occasion(doc, last.i + 1, closing - 1):
        parts.pop()  # "The pass is shut, he said, after a slide had closed the road"
    if len(parts) > 1 and ascribed and begin > opening + 1 and _describes_source(doc, last.i + 1):
        parts.pop()  # "..., according to two members, who spoke on condition of anonymity"
    if ascribed and begin == opening + 1 and doc[opening].dep_ in {"cc", "advmod"}:
        parts.pop(0)  # "But according to ..."
    rest = [doc[n] for start, stop in parts for n in range(start, stop + 1)]
    if not any(t.pos_ in {"VERB", "AUX"} or paragraph.placeholder(t) for t in rest):
        return []
    spans = []
    for start, stop in parts:
        words = [n for n in range(start, stop + 1) if not (doc[n].is_punct or doc[n].is_space)]
        if words:
            spans.append(paragraph.content_span(doc[words[0]], doc[max(words[-1], words[0])]))
    return spans


# -- as X put it; the plan, he said, was late


def _as_put(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence beside "as X put it" and "as X noted"."""
    verb = cue.verb
    marked = any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.lefts)
    if not marked or verb.dep_ != "advcl" or find_content(paragraph, cue) is not None:
        return None
    if "that" not in cue.builds or child_of(verb, {"nsubj"}) is None:
        return None
    thing = child_of(verb, {"dobj"})
    if thing is not None and thing.lower_ != "it" and "person" not in cue.builds:
        return None  # "as leaders fear the reaction": no aside; "as Lind told the court" is
    spans = _sides(paragraph, verb.left_edge, verb.right_edge)
    return _aside_draft(paragraph, cue, spans)


def _in_the_middle(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence around an aside of saying: "The plan, he said, had been late"."""
    verb = cue.verb
    doc, head = paragraph.doc, verb.head
    subject = child_of(verb, {"nsubj"})
    if verb.dep_ not in {"parataxis", "ccomp"} or head.i <= verb.i or subject is None:
        return None
    if "quote" not in cue.builds or needs_that(cue) or find_content(paragraph, cue) is not None:
        return None
    first, last = min(verb.i, subject.left_edge.i), verb.right_edge
    if verb.dep_ == "ccomp" and last.i - first > _LONGEST_CLAUSE_ASIDE:
        return None
    after = doc[last.i + 1] if last.i + 1 < len(doc) else last
    if first == 0 or doc[first - 1].text != "," or (last.text != "," and after.text != ","):
        return None
    rest = [t for t in doc[last.i + 1 : segment(verb)[1]] if not t.is_punct]
    spans = _sides(paragraph, doc[first], last)
    if verb.sent[0].tag_ in ADJUNCT and all(map(paragraph.quoted, rest)):
        spans = spans[-1:]  # "When they met, Lind said, “we have time”"
    return _aside_draft(paragraph, cue, spans)


def _aside_draft(paragraph: Paragraph, cue: Cue, spans: list[Span]) -> Draft | None:
    source = find_speaker(cue.verb)
    if not spans or source is None or is_unsaid(cue.verb):
        return None
    if not can_speak(source, strict=True) or source.head.lower_ in {"i", "we", "you"}:
        return None
    return draft_aside(paragraph, cue, source, spans)


# -- ... - the minister said


def _signed(paragraph: Paragraph) -> Iterator[Draft]:
    """A paragraph without quotation marks, and a dash and who said it at its end.

    "First there must be a truce. Then there may be a plan. - the minister said."
    """
    doc, zone = paragraph.doc, paragraph.zone
    cue = next((paragraph.cues[n] for n in sorted(paragraph.cues, reverse=True)), None)
    if cue is None or "quote" not in cue.builds or len(doc) - cue.verb.i > _LONGEST_SIGNATURE:
        return
    subject = child_of(cue.verb, {"nsubj"})
    if subject is None or find_content(paragraph, cue) is not None or is_unsaid(cue.verb):
        return
    dash = min(subject.left_edge.i, cue.verb.i) - 1
    if dash < _SHORTEST_SIGNED or doc[dash].text not in {"-", "–", "—"}:
        return
    if any(paragraph.quoted(token) for token in doc[:dash]):
        return
    source = noun_phrase(subject)
    ended = doc[dash - 1].text in {".", "!", "?", "…"}
    begin = 0 if ended else doc[dash - 1].sent.start
    if not can_speak(source, strict=True) or dash - begin < _SHORTEST_SIGNED:
        return
    content = paragraph.content_span(doc[begin], doc[dash - 1])
    cue_place, place = zone.tokens_span(*cue_tokens(cue)), source_span(zone, source)
    reason = (
        f"A dash, “{place.of(paragraph.text)}” and “{cue_place.of(paragraph.text)}” stand at the "
        "paragraph’s end."
    )
    yield Draft([content], cue_place, place, confidence.SIGNED, [reason], cue_place.start)


# -- this was stated by X; X's claim that ...


def _sentence_before(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence before, that "this" stands for: "This was stated by the ministry"."""
    verb = cue.verb
    thing = child_of(verb, {"nsubjpass", "dobj"})
    if thing is None or thing.lower_ != "this" or "that" not in cue.builds:
        return None
    # "reported this": an agency passes it on; "repeated this": it has been given already.
    if needs_that(cue) or cue.lemma in {"report", "reiterate", "repeat", "confirm", "deny"}:
        return None
    source = find_speaker(verb)
    if is_unsaid(verb) or is_denied(verb) or source is None:
        return None
    zone, before = paragraph.zone, verb.sent.start - 1
    if before < 0 and paragraph.above is not None:
        zone, before = paragraph.above, len(paragraph.above.doc) - 1
    if before < 0 or not can_speak(source, strict=True) or child_of(verb, {"ccomp"}) is not None:
        return None
    sentence = zone.doc[before].sent
    if any(map(find_cue, sentence)):
        return None
    content = paragraph.places.content_span(zone, sentence[0], sentence[-1])
    cue_place = paragraph.zone.tokens_span(*cue_tokens(cue))
    name = source_span(paragraph.zone, source)
    reason = (
        f"“This” with “{cue_place.of(paragraph.text)}” stands for the sentence before; "
        f"“{name.of(paragraph.text)}” said it."
    )
    return Draft([content], cue_place, name, confidence.THIS_BEFORE, [reason], cue_place.start)


def _speech_nouns(paragraph: Paragraph) -> Iterator[Draft]:
    """Nouns of speech with an owner and a clause: "Lind's claim that it was late"."""
    zone = paragraph.zone
    for token in paragraph.with_lemma(word_list("speech_nouns") | word_list("requests")):
        if not _is_noun(token):
            continue
        owner = child_of(token, {"poss"}) or _by_whom(token) or _possessor(token)
        told = _told_by_noun(token)
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
        content = paragraph.content_span(first, clause.right_edge)
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
    """The verb of what a noun of speech tells, and its first token: "claim that", "request to"."""
    clause = child_of(noun, {"acl", "ccomp"})
    that = child_of(clause, {"mark"}) if clause is not None else None
    if clause is not None and that is not None and that.lower_ == "that":
        return clause, that.nbor(1)
    after = noun.nbor(1) if noun.i + 2 < len(noun.doc) else noun
    if after.lower_ == "that" and after.dep_ == "mark" and after.head.i > after.i:
        return after.head, after.nbor(1)  # hung on the verb above instead
    asked = noun.lemma_.lower() in word_list("requests")
    if clause is not None and asked and has_to(clause) and clause.left_edge.i == noun.i + 1:
        return clause, clause.left_edge
    return None


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


def _by_whom(noun: Token) -> Token | None:
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            return child_of(child, {"pobj"})
    return None
