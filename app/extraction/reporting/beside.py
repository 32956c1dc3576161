"""Beside: who is said to speak right before or right after a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.cues import (
    Cue,
    cue_tokens,
    find_cue,
    is_no_verb,
    looks_like_saying,
    reporting_above,
    word_list,
)
from app.extraction.reporting.drafts import source_span
from app.extraction.reporting.speakers import (
    NounPhrase,
    can_speak,
    find_speaker,
    is_speaker_noun,
    missing_subject,
    noun_phrase,
)
from app.extraction.reporting.utterances import DASHES, Speech, Utterance
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places

_FARTHEST_SUBJECT = 3  # tokens between a quotation and the subject or cue that follows it
_FARTHEST_CUE = (
    14  # tokens from a cue to the quotation after it: "told reporters in Rome on Monday"
)
# Roles of a verb that no quotation before it hangs on: "Rep. Lind, the leading dove".
_NEVER_REPORTS = frozenset({"aux", "auxpass", "relcl", "acl", "amod", "compound", "prep"})
_OPENING_VERBS = frozenset({"said", "added", "wrote", "tweeted", "asked", "says", "adds"})
_SHORTEST_WORDED = 4  # tokens: "In his words,"
_SHORTEST_ATTRIBUTION = 6  # tokens: "Foreign minister Lind continued."
# What some agencies print before the words of the one whom the paragraph above reports.
QUOTE_HEADINGS = frozenset({"quote", "quotation", "verbatim", "literally"})
_COLONS = frozenset({":", "):", "]:"})  # the tokeniser leaves a bracket before a colon with it
_LONGEST_LABEL = 8  # tokens in NAME: "..."


def speech_beside(said: Utterance, places: Places) -> Speech | None:
    """Who speaks, by the words right before the quotation, after it, or farther before it."""
    return (
        _before(said, places, near=True)
        or _after(said, places)
        or _before(said, places, near=False)
    )


def speech_by_cue(
    zone: ParsedZone, cue: Cue, source: NounPhrase, sure: float, places: Places
) -> Speech:
    """The speech that a cue and its subject make of a quotation."""
    place, where = zone.tokens_span(*cue_tokens(cue)), source_span(zone, source)
    if source.head.i > cue.verb.i:
        sure -= confidence.INVERTED_LOSS
    reason = (
        f"“{place.of(places.text)}” stands beside the quotation; its subject is "
        f"“{where.of(places.text)}”."
    )
    return Speech(place, where, sure, reason)


# -- before ----------------------------------------------------------------------------------------


def _before(said: Utterance, places: Places, *, near: bool) -> Speech | None:
    """A cue before the quotation; ``near``: one that a colon, a comma or nothing parts from it."""
    joint = said.before
    if joint is None:
        return None
    start = said.doc[said.first].sent.start
    colon = joint.text in _COLONS
    if start == said.first:
        if not colon:
            return None
        start = joint.sent.start
    opened = _opening(said, start, places) if near and (colon or joint.text == ",") else None
    if opened is not None:
        return opened
    label = _label(said, start, places) if colon else None
    if label is not None:
        return label
    jointed = colon or joint.text == "," or joint.lower_ in {"that", "as"}
    found = _cue_before(said, start, places, adjacent=near and not jointed)
    if found is not None:
        cue, source = found
        finite = cue.verb.tag_ != "VBG"
        sure = confidence.BEFORE_QUOTATION if finite else confidence.PARTICIPLE_CUE
        sure -= 0.0 if jointed else confidence.UNJOINED_LOSS
        return speech_by_cue(said.zone, cue, source, sure, places)
    return _colon(said, start, places) if colon and near else None


def _opening(said: Utterance, start: int, places: Places) -> Speech | None:
    """Who speaks, by a phrase or an inverted verb that opens the sentence."""
    return _in_words_of(said, places) or _inverted(said, start, places)


def _in_words_of(said: Utterance, places: Places) -> Speech | None:
    """Whose words a phrase says they are: "In Lind's words, “...”"."""
    if said.first < _SHORTEST_WORDED:
        return None
    words = said.doc[said.first - 2]
    owner = child_of(words, {"poss"}) if words.lower_ in {"words", "word", "view"} else None
    if owner is None or words.head.lower_ != "in":
        return None
    source = noun_phrase(owner)
    if not can_speak(source, strict=True):
        return None
    place, where = said.zone.tokens_span(words.head, words), source_span(said.zone, source)
    reason = (
        f"“{place.of(places.text)}” stands before the quotation, which is thus of "
        f"“{where.of(places.text)}”."
    )
    return Speech(place, where, confidence.ACCORDING_TO, reason)


def _inverted(said: Utterance, start: int, places: Places) -> Speech | None:
    """A verb of saying and who says it open the sentence: "Added Mayor Lind, “...”"."""
    verb, last = said.doc[start], said.doc[said.first - 2]
    if not _says_capitalised(verb) or not start < last.i <= start + _LONGEST_LABEL:
        return None
    tokens = [t for t in said.doc[start + 1 : last.i + 1] if not t.is_space]
    if any(t.pos_ in {"VERB", "AUX", "SCONJ"} or t.text == "," for t in tokens):
        return None
    if not _named(tokens) and not is_speaker_noun(last.lemma_.lower()):
        return None
    place, where = said.zone.token_span(verb), said.zone.tokens_span(tokens[0], last)
    reason = f"“{verb.text}” opens the sentence before “{where.of(places.text)}” and the quotation."
    return Speech(place, where, confidence.BEFORE_QUOTATION - confidence.INVERTED_LOSS, reason)


def _says_capitalised(verb: Token) -> bool:
    """Whether a word with a capital is one of the commonest verbs of saying in the past."""
    return bool(verb.is_sent_start) and verb.lower_ in _OPENING_VERBS and verb.text[:1].isupper()


def _cue_before(
    said: Utterance, start: int, places: Places, *, adjacent: bool
) -> tuple[Cue, NounPhrase] | None:
    """The nearest cue before a quotation that has a speaker, and the speaker."""
    zone = said.zone
    for number in range(said.first - 1, max(start, said.first - _FARTHEST_CUE) - 1, -1):
        token = said.doc[number]
        if number in zone.collapsed:
            return None
        if places.quoted(zone, token):
            continue
        cue = find_cue(token)
        if cue is None or "quote" not in cue.builds:
            if adjacent and token.pos_ in {"VERB", "AUX"}:
                return None
            continue
        if _tells_of_another(said, cue) or token.dep_ in {"amod", "compound"}:
            continue
        if adjacent and number < said.first - 1:
            continue
        if cue.lemma in word_list("naming") and said.is_label():
            return None  # "calls itself the “Friends of the River.”"
        source = _speaker_of(cue)
        if source is not None and _may_say(source, said, places):
            return cue, source
    return None


def _speaker_of(cue: Cue) -> NounPhrase | None:
    source = find_speaker(reporting_above(cue.verb)) or find_speaker(cue.verb.sent.root)
    if source is None or not can_speak(source, strict=True):
        return _accompanied(cue) or source
    return source


def _accompanied(cue: Cue) -> NounPhrase | None:
    """Whose participle a cue is in "with Lind on the offensive, telling Holm: ..."."""
    if cue.verb.tag_ != "VBG":
        return None
    for number in range(cue.verb.i - 1, cue.verb.sent.start - 1, -1):
        token = cue.verb.doc[number]
        if token.dep_ == "pobj" and token.head.lower_ == "with":
            person = token.pos_ == "PROPN" or is_speaker_noun(token.lemma_.lower())
            return NounPhrase(noun_phrase(token).first, token, token) if person else None
    return None


def _tells_of_another(said: Utterance, cue: Cue) -> bool:
    """Whether a cue before a colon has its own object and stands in what somebody says.

    "Lind conceded that the talks revealed nothing new: ...": Lind speaks on.
    """
    before = said.before
    if before is None or before.text not in _COLONS or child_of(cue.verb, {"dobj"}) is None:
        return False
    if cue.lemma in word_list("telling"):
        return False  # "told reporters: ..."
    above = find_cue(cue.verb.head) if cue.verb.dep_ == "ccomp" else None
    return above is not None and "that" in above.builds and above.verb.i < cue.verb.i


def _may_say(source: NounPhrase, said: Utterance, places: Places) -> bool:
    """Whether a noun phrase before a quotation can be the one who says it."""
    if source.head.i >= said.first or not can_speak(source, strict=False):
        return False
    holds_another = any(n in said.zone.collapsed for n in range(source.first.i, source.last.i))
    return not holds_another and not places.quoted(said.zone, source.head)


def _label(said: Utterance, start: int, places: Places) -> Speech | None:
    """A name, a colon and a quotation: no verb between the sentence's start and the colon."""
    tokens = [t for t in said.doc[start : said.first - 1] if not t.is_space]
    bracket = next((n for n, t in enumerate(tokens) if t.text in {"(", "["}), len(tokens))
    tokens = tokens[:bracket]  # "Anna Lind (Greens): ..."
    tokens = _without_relative(_without_heading(tokens))
    if not tokens or len(tokens) > _LONGEST_LABEL:
        return None
    handle = len(tokens) == 1 and tokens[0].text[:1] == "@"  # @adaholm: "..."
    if not (handle or tokens[0].text[:1].isupper()):
        return None
    if any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in tokens):
        return None
    if len(tokens) == 1 and tokens[0].lower_ in (word_list("headers") | QUOTE_HEADINGS):
        return None
    known = _named(tokens) or is_speaker_noun(tokens[-1].lemma_.lower())
    first = tokens[0].i == 0 or all(t.tag_ == "CC" for t in said.doc[: tokens[0].i])
    if not known and (len(tokens) > 1 or not first):
        return None  # a surname that the parser does not know stands alone at a line's start
    source = said.zone.tokens_span(tokens[0], tokens[-1])
    reason = f"The quotation stands after “{source.of(places.text)}” and a colon."
    return Speech(None, source, confidence.NAME_AND_COLON, reason)


def _without_heading(tokens: list[Token]) -> list[Token]:
    """A label without the word that heads quotations: "Quote from Lind: ..."."""
    if (
        len(tokens) > 2
        and tokens[0].lower_ in QUOTE_HEADINGS
        and tokens[1].lower_ in {"from", "of"}
    ):
        return tokens[2:]
    return tokens


def _without_relative(tokens: list[Token]) -> list[Token]:
    """A label up to what is told of its name: "Mayor Bela Holm, who farms himself: ..."."""
    if any(t.dep_ == "ROOT" and t.pos_ in {"VERB", "AUX"} for t in tokens):
        return tokens
    for number, token in enumerate(tokens[:-1]):
        following = tokens[number + 1]
        told = following.lower_ in {"who", "whose", "which"} or following.tag_ in {"VBG", "IN"}
        if number and token.text == "," and told:
            tokens = tokens[:number]  # "Lind, arriving with her sons"; "Lind, at the gate"
            break
    while len(tokens) > 1 and tokens[0].tag_ == "CC":
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].tag_ == "RB":
        tokens = tokens[:-1]
    return tokens


def _colon(said: Utterance, start: int, places: Places) -> Speech | None:
    """A sentence about somebody, and a colon: "Her answer was blunt: ..."."""
    root = said.doc[said.first - 1].sent.root
    last = said.doc[max(start, said.first - 2)]
    if last.tag_ in {"VBD", "VBZ"} and child_of(last, {"nsubj"}) is not None:
        root = last  # "The other side: one aide texted: ..."
    if root.i < start or root.i >= said.first:
        return None
    source = _asked_by(root) or find_speaker(root) or _comes_from(said, start)
    if source is None or not can_speak(source, strict=True) or said.is_label():
        return None
    if places.quoted(said.zone, source.head):
        return None
    where = source_span(said.zone, source)
    reason = f"A colon joins the quotation to a sentence about “{where.of(places.text)}”."
    cue = None if root.lower_ in {"'s", "’s"} else said.zone.token_span(root)
    return Speech(cue, where, confidence.UNKNOWN_VERB, reason)


def _comes_from(said: Utterance, start: int) -> NounPhrase | None:
    """Whose words a sentence without a speaker leads to: "And then this, from Anna Lind: ..."."""
    for token in said.doc[start : said.first]:
        if token.lower_ == "from" and token.i and token.nbor(-1).text in {",", "this"}:
            name = child_of(token, {"pobj"})
            return noun_phrase(name) if name is not None and name.pos_ == "PROPN" else None
    return None


def _asked_by(verb: Token) -> NounPhrase | None:
    """Whose words a sentence is about: "Her last question got a cheer: ..."."""
    subject = child_of(verb, {"nsubj", "nsubjpass"})
    owner = child_of(subject, {"poss"}) if subject is not None else None
    if subject is None or owner is None:
        return None
    words = word_list("predicate_nouns") | word_list("speech_nouns") | {"question", "line", "word"}
    return noun_phrase(owner) if subject.lemma_.lower() in words else None


# -- after -----------------------------------------------------------------------------------------


def _after(said: Utterance, places: Places) -> Speech | None:
    doc, zone = said.doc, said.zone
    number = said.last + 1
    while number < len(doc) and (doc[number].text in {",", "."} or doc[number].is_space):
        inside = said.quotation.span.contains(zone.token_span(doc[number]))
        if doc[number].text == "." and not inside:
            return None
        number += 1
    if number >= len(doc) or number in zone.collapsed:
        return None
    token = doc[number]
    marked = _dash(said, number, places) if token.text in DASHES else None
    if token.lower_ == "according":
        marked = _according(said, number, places)
    if marked is not None or token.lower_ == "according":
        return marked
    if said.ended and (not _is_only_attribution(said, number) or _announces(said, number)):
        return None
    if token.pos_ not in {"VERB", "AUX"} and looks_like_saying(token):
        return _misread(said, number, places)
    return _verb_after(said, number, places)


def _announces(said: Utterance, number: int) -> bool:
    """Whether a new sentence leads with a colon to the quotation after it: "She went on: ..."."""
    doc = said.doc
    if not doc[number].is_sent_start and not doc[number].text[:1].isupper():
        return False
    for token in doc[number : number + _FARTHEST_CUE]:
        if token.i in said.zone.collapsed or token.text in {".", "!", "?"}:
            return False
        if token.text in _COLONS:
            return token.i + 1 < len(doc)
    return False


def _misread(said: Utterance, number: int, places: Places) -> Speech | None:
    """A verb of saying that the parser took for part of the name after it: "joked Sen. Lind"."""
    if number + 1 >= len(said.doc):
        return None
    verb, first = said.doc[number], said.doc[number + 1]
    head = first
    while head.dep_ in {"compound", "det", "amod", "poss", "nmod", "case"} and head.head.i > number:
        head = head.head
    if head.pos_ not in {"PROPN", "NOUN", "PRON"} or places.quoted(said.zone, head):
        return None
    source = NounPhrase(first, head, noun_phrase(head).last)
    if not can_speak(source, strict=True):
        return None
    place, where = said.zone.token_span(verb), source_span(said.zone, source)
    reason = f"“{verb.text}” stands right after the quotation, before “{where.of(places.text)}”."
    return Speech(place, where, confidence.BESIDE_CUE - confidence.INVERTED_LOSS, reason)


def _verb_after(said: Utterance, number: int, places: Places) -> Speech | None:
    """The first verb after the quotation whose subject stands right after it too."""
    doc, zone = said.doc, said.zone
    for candidate in range(number, min(len(doc), number + _FARTHEST_CUE * 2)):
        verb = doc[candidate]
        if candidate in zone.collapsed:
            return None
        if _stands_for_verb(verb):
            missed = missing_subject(verb)
            if missed is not None and number <= missed.first.i <= number + _FARTHEST_SUBJECT:
                return _speech_after(said, verb, missed, places)
        if verb.pos_ not in {"VERB", "AUX"} or _first_joined(verb).dep_ in _NEVER_REPORTS:
            continue
        if is_no_verb(verb) or (verb.tag_ == "VBG" and find_cue(verb) is None):
            continue  # "...,” drawing cheers from the crowd."
        subject = _subject_of(verb, right_after=candidate == number)
        if subject is None or places.quoted(zone, subject.head):
            continue
        begin = min(subject.first.i, candidate)
        if begin - number > _FARTHEST_SUBJECT and not _past_phrase(said, verb, begin):
            return None
        if subject.first.i >= number and can_speak(subject, strict=False, quoted=True):
            return _speech_after(said, verb, subject, places)
    return None


def _first_joined(verb: Token) -> Token:
    """The first of a row of joined verbs: "founded" in "who founded it and has led it"."""
    for _ in range(_FARTHEST_SUBJECT):
        if verb.dep_ != "conj" or child_of(verb, {"nsubj"}) is not None:
            break
        verb = verb.head
    return verb


def _stands_for_verb(token: Token) -> bool:
    """Whether a verb of saying after a comma was hung on a noun: "Lind, the mayor, posted"."""
    hung = token.dep_ in {"acl", "relcl"} and token.tag_ in {"VBD", "VBN"}
    return hung and token.i > 0 and token.nbor(-1).text == "," and looks_like_saying(token)


def _past_phrase(said: Utterance, verb: Token, begin: int) -> bool:
    """Whether a phrase in commas parts the quotation from who says it.

    "...,” as part of its plan, the ministry told them."
    """
    cue = find_cue(verb)
    if cue is None or "quote" not in cue.builds or not said.words.endswith(","):
        return False
    return said.doc[begin - 1].text == "," and not said.doc[said.last + 1].is_sent_start


def _subject_of(verb: Token, *, right_after: bool) -> NounPhrase | None:
    subject = find_speaker(verb)
    if subject is None and right_after and verb.head.i == verb.i:
        taken = child_of(verb, {"dobj"})  # "asked one officer": a subject taken for an object
        cue = find_cue(verb)
        if taken is None and cue is not None and len(cue.tokens) > 1:
            taken = child_of(cue.tokens[-1], {"pobj"})  # "chipped in his wife"
        subject = noun_phrase(taken) if taken is not None else None
    return subject


def _speech_after(
    said: Utterance, verb: Token, subject: NounPhrase, places: Places
) -> Speech | None:
    cue = find_cue(verb)
    if cue is not None and "quote" in cue.builds:
        quoted = quoted_person(cue)
        subject = noun_phrase(quoted) if quoted is not None else subject
        return speech_by_cue(said.zone, cue, subject, confidence.BESIDE_CUE, places)
    if said.words[-1:] in {".", "…"} or not _goes_on(said, places.text) or said.is_label():
        return None
    if not can_speak(subject, strict=True):
        return None
    where = source_span(said.zone, subject)
    reason = (
        f"“{verb.text}” stands after the quotation where a verb of saying would; its subject is "
        f"“{where.of(places.text)}”."
    )
    return Speech(said.zone.token_span(verb), where, confidence.UNKNOWN_VERB, reason)


def _dash(said: Utterance, number: int, places: Places) -> Speech | None:
    """A dash and a name after the quotation, and nothing else but what is told of the name."""
    rest = [t for t in said.doc[number + 1 :] if not t.is_space]
    stop = next((n for n, t in enumerate(rest) if _ends_signature(said, t)), len(rest))
    rest = rest[:stop]
    while rest and rest[-1].is_punct:
        rest.pop()
    comma = next((n for n, t in enumerate(rest) if t.text == ","), len(rest))
    if any(t.pos_ in {"VERB", "AUX"} for t in rest[comma:]):
        rest = rest[:comma]  # "Lind, closing the meeting"; "Lind, who was there"
    if not rest or len(rest) > _FARTHEST_CUE or any(t.pos_ in {"VERB", "AUX"} for t in rest):
        return None
    known = is_speaker_noun(rest[min(comma, len(rest)) - 1].lemma_.lower())
    if not _named(rest[:4]) and not (known and rest[0].lower_ in {"a", "an", "the"}):
        return None
    where = said.zone.tokens_span(rest[0], rest[-1])
    reason = f"A dash and “{where.of(places.text)}” stand after the quotation."
    return Speech(None, where, confidence.DASH_AND_NAME, reason)


def _ends_signature(said: Utterance, token: Token) -> bool:
    following = said.doc[token.i + 1] if token.i + 1 < len(said.doc) else None
    stops = token.text == "." and following is not None and bool(following.is_sent_start)
    return token.i in said.zone.collapsed or stops


def _according(said: Utterance, number: int, places: Places) -> Speech | None:
    if number + 1 >= len(said.doc):
        return None
    to = said.doc[number + 1]
    name = child_of(to, {"pobj"})
    if name is None or to.lower_ != "to":
        return None
    where = source_span(said.zone, noun_phrase(name))
    cue: Span = said.zone.tokens_span(said.doc[number], to)
    reason = f"The quotation is given “according to” “{where.of(places.text)}”."
    return Speech(cue, where, confidence.ACCORDING_TO, reason)


def _goes_on(said: Utterance, text: str) -> bool:
    """Whether the sentence plainly goes on after the quotation."""
    following = text[said.quotation.span.end :][:2].lstrip()
    return said.words[-1:] in {",", "?", "!", "—", "–"} or following[:1] == ","


def _is_only_attribution(said: Utterance, number: int) -> bool:
    """Whether what follows an ended quotation only ascribes it: "Really?" Lind asked."""
    token = said.doc[number]
    if token.text[:1].islower():
        return True
    if said.words[-1:] in {".", "…"} and token.is_sent_start and not _has_no_content(token):
        return False
    return bool(token.sent.end - number <= _FARTHEST_CUE) or _asks_here(token)


def _asks_here(token: Token) -> bool:
    """Whether a sentence begins by ascribing what stands before it: "Lind once asked while ..."."""
    verb = token.sent.root
    cue = find_cue(verb)
    if cue is None or "quote" not in cue.builds or verb.i - token.i > _FARTHEST_SUBJECT + 1:
        return False
    return child_of(verb, {"ccomp", "xcomp", "dobj"}) is None


def _has_no_content(token: Token) -> bool:
    """Whether a sentence says that somebody spoke and not what: "Lind told the Evening Star."."""
    root = token.sent.root
    cue = find_cue(root)
    alone = len(token.sent) <= _SHORTEST_ATTRIBUTION and cue is not None and "quote" in cue.builds
    if root.lemma_.lower() not in word_list("going_on") and not alone:
        return False
    return child_of(root, {"ccomp", "xcomp", "dative", "prt"}) is None and (
        root.lemma_.lower() == "tell" or child_of(root, {"dobj"}) is None
    )


def quoted_person(cue: Cue) -> Token | None:
    """Who is quoted by whom: "Lind" in "the agency quoted Lind as saying"."""
    if cue.lemma not in {"quote", "cite"}:
        return None
    return child_of(cue.verb, {"dobj"})


def _named(tokens: list[Token]) -> bool:
    return any(token.pos_ == "PROPN" for token in tokens)
