"""Speakers: who is the subject of a cue, and whether such a one can speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.months import MONTHS, WEEKDAYS
from app.extraction.reporting.cues import word_list
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST_CLIMB = 12  # heads; no sentence of English nests deeper, and a faulty parse must end

_TIME_WORDS = frozenset(
    [
        *WEEKDAYS,
        *MONTHS,
        *(name[:3] for name in MONTHS),
        "sept",
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri"),
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "morning",
        "afternoon",
        "evening",
        "night",
        "week",
        "month",
        "year",
        "weekend",
        "earlier",
        "later",
        "time",
        "moment",
        "day",
    ]
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_SPEAKING_PRONOUNS = frozenset(
    {
        *("he", "she", "they", "i", "we", "who", "both", "him", "her", "them"),
        *("somebody", "someone", "everybody", "everyone"),
    }
)
_SOME = frozenset(
    [
        "some",
        "many",
        "others",
        "other",
        "several",
        "most",
        "all",
        "few",
        "those",
        "more",
        "neither",
        "either",
        "another",
    ]
)
_PERSON_ENDINGS = (
    *("man", "men", "woman", "women", "person", "people", "er", "or", "ist", "ian", "eer"),
    *("crat", "ee", "ive", "ant"),
)
# Those that never belong to a noun phrase, though the parser may hang them on its noun.
_NO_PART = frozenset({"punct", "cc", "advmod", "mark", "intj", "dep", "preconj", "advcl"})
# The roles of dependents that belong to a name or description of somebody.
_KEPT = frozenset({"prep", "appos", "compound", "nmod", "flat", "cc", "conj", "poss"})
_HYPHENS, _TO_HYPHENED = frozenset({"-", "\u2010", "\u2011"}), 2  # and tokens from a word to one
_ENCLOSING = frozenset({",", "—", "–", "-"})
_LONGEST_ENCLOSED = 25  # tokens
# What the parser takes for prepositions and may begin a clause: "after Lind, in Paris, said".
_SUBORDINATING = frozenset({"after", "before", "since", "until", "as"})
_RECORDINGS = frozenset({"tape", "video", "footage", "recording", "clip", "audio", "videotape"})
_REPORTED_PASSIVES = frozenset({"quote", "cite", "hear", "report"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """The noun phrase that names who speaks, by its first, main and last token."""

    first: Token
    head: Token
    last: Token


def find_speaker(verb: Token) -> NounPhrase | None:
    """Who does what a verb says: its subject, or the one it shares with the verb above it."""
    original, active = verb, not _is_passive(verb)
    for _ in range(_DEEPEST_CLIMB):
        subject = _own_subject(verb)
        if active and verb.i != original.i:
            # "she was stunned, telling aides"; "she was asked by us and said"
            subject = child_of(verb, {"nsubjpass"}) or subject
        if subject is not None:
            return _subject_phrase(verb, subject)
        head = _said_between(verb) or verb.head
        missed = missing_subject(verb) if _is_told(verb) else _filmed(verb)
        if head.i == verb.i or missed is not None:
            return missed
        if verb.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _described(verb)
        done = _done_by(verb)
        if done is not None:
            return noun_phrase(done)
        if _is_passive(verb):
            return None
        verb = head
    return None


def _said_between(participle: Token) -> Token | None:
    """The verb of saying that stands aside before a participle: "..., Lind | said, urging them"."""
    if participle.tag_ != "VBG" or participle.dep_ != "advcl":
        return None
    for verb in participle.head.rights:
        if verb.i < participle.i and verb.dep_ == "parataxis" and child_of(verb, {"nsubj"}):
            return verb
    return None


def _subject_phrase(verb: Token, subject: Token) -> NounPhrase | None:
    """The noun phrase of a subject: a relative pronoun's is the noun it stands for."""
    second = _second_subject(verb, subject)
    if second is not None:
        return NounPhrase(_start(subject), second, _end(second, 0))
    if subject.lower_ in _RELATIVE and subject.tag_ in {"WP", "WDT"}:
        antecedent = _antecedent(verb) or _noun_before(subject)
        if antecedent is None:
            return None
        if subject.lower_ == "who":
            antecedent = _person_meant(antecedent)
        return _issuer(antecedent) or noun_phrase(antecedent)
    return noun_phrase(subject)


def _noun_before(relative: Token) -> Token | None:
    """The noun right before "who" where the parser did not see its clause: "Lind, who said"."""
    number = relative.i - 1
    if number >= relative.sent.start and relative.doc[number].text == ",":
        number -= 1
    if relative.lower_ != "who" or number < relative.sent.start:
        return None
    noun = relative.doc[number]
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def _person_meant(noun: Token) -> Token:
    """Whom "who" stands for after an apposition: "Lind, a nurse at Hill School, who asked"."""
    above, apposed = noun, False
    for _ in range(_DEEPEST_CLIMB):
        if above.dep_ not in {"pobj", "prep", "appos", "conj", "compound"}:
            break
        apposed = apposed or above.dep_ == "appos"
        above = above.head
    named = above.pos_ == "PROPN" and above.i < noun.i
    return above if apposed and named and noun.dep_ == "pobj" else noun


def _described(verb: Token) -> NounPhrase | None:
    """Who does what a participle says of a noun: "a ministry saying that ..."."""
    noun = verb.head
    # "the group called": a fragment to the parser, whose subject is its root.
    fragment = noun.head.i == noun.i and (verb.tag_ == "VBD" or is_fragment(verb))
    if verb.tag_ != "VBG" and not fragment:
        return None
    return _issuer(noun) or noun_phrase(noun)


def is_fragment(verb: Token) -> bool:
    """Whether a participle is all the verb its sentence has: "the paper, a weekly, alleged"."""
    noun = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or noun.head.i != noun.i or noun.i > verb.i:
        return False
    if verb.nbor(-1).text != "," or child_of(verb, {"ccomp", "dobj"}) is None:
        return False
    return any(child.text == "," for child in noun.doc[noun.i : verb.i - 1])


def _issuer(writing: Token) -> NounPhrase | None:
    """Who puts out a writing: "Lind issued a statement that read ..." gives Lind."""
    verb = writing.head
    if writing.dep_ != "dobj" or verb.lemma_.lower() not in word_list("issuing"):
        return None
    if writing.lemma_.lower() not in word_list("writings"):
        return None
    subject = child_of(verb, {"nsubj"})
    found = find_speaker(verb) if subject is None else _subject_phrase(verb, subject)
    return found if found is not None and can_speak(found, strict=True) else None


def _done_by(verb: Token) -> Token | None:
    """Whose deed a gerund after "for" is: "praised Lind for saying" gives Lind."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in {"for", "of"}:
        return None
    above = verb.head.head
    return child_of(above, {"dobj"}) if above.pos_ == "VERB" else None


def _filmed(verb: Token) -> NounPhrase | None:
    """Who is heard in a recording: "a tape of Lind boasting", whatever the parser makes of it."""
    if verb.tag_ != "VBG" or verb.i == verb.sent.start or verb.nbor(-1).pos_ != "PROPN":
        return None
    first = verb.i - 1
    while first > verb.sent.start and verb.doc[first - 1].pos_ == "PROPN":
        first -= 1
    if first - 2 < verb.sent.start or verb.doc[first - 1].lower_ != "of":
        return None
    heard = verb.doc[first - 2].lemma_.lower() in _RECORDINGS
    return NounPhrase(verb.doc[first], verb.nbor(-1), verb.nbor(-1)) if heard else None


def missing_subject(verb: Token) -> NounPhrase | None:
    """The name before a verb whose subject the parser missed, past what commas enclose.

    "..., Lind, of the institute, told them": the parser often hangs such a name elsewhere.
    """
    doc, number = verb.doc, verb.i - 1
    start = verb.sent.start
    while number >= start and doc[number].dep_ in {"aux", "advmod", "neg"}:
        if number == start and _is_unknown_name(doc[number]):
            break
        number -= 1
    if number < start:
        return None
    enclosed = doc[number].text in _ENCLOSING
    if enclosed:
        number = _before_enclosed(verb, number)
    if number < start:
        return None
    name = doc[number]
    if name.pos_ != "PROPN":
        return _unnamed_subject(verb, name, enclosed=enclosed)
    within = name.dep_ == "pobj" and name.head.lower_ not in _SUBORDINATING
    if within and verb.head.i != verb.i:
        return None
    first = number
    while first > verb.sent.start and (
        doc[first - 1].pos_ in {"PROPN", "NOUN", "ADJ"}
        or (doc[first - 1].lower_ == "of" and doc[first].pos_ == "PROPN")
    ):
        first -= 1
    while first < number and doc[first].lower_.rstrip(".") in _TIME_WORDS:
        first += 1  # "on Friday Lind told them"
    return NounPhrase(doc[first], doc[number], doc[number])


def _before_enclosed(verb: Token, number: int) -> int:
    """The token before what a pair of commas or dashes encloses; -1 where they enclose a deed."""
    doc, mark = verb.doc, verb.doc[number].text
    lowest = max(verb.sent.start, number - _LONGEST_ENCLOSED)
    opening = next((n for n in range(number - 1, lowest, -1) if doc[n].text == mark), 0)
    if doc[opening + 1].tag_ in {"VBD", "VBZ", "VBP"}:
        return -1  # "went to Paris, met Holm, said": a row of deeds
    return opening - 1


def _unnamed_subject(verb: Token, noun: Token, *, enclosed: bool) -> NounPhrase | None:
    """A noun that is no name to the parser and stands where the subject must."""
    if enclosed and _is_cut_off(noun):
        return noun_phrase(noun)  # "the judge, fanning herself — it was hot — asked"
    if noun.tag_ == "NNS" and noun.dep_ == "compound":
        own = noun.head.i == verb.i  # "the five ministers condemn"
        return noun_phrase(noun) if own and is_speaker_noun(noun.lemma_) else None
    unknown = _is_unknown_name(noun) and noun.i == verb.sent.start
    return NounPhrase(noun, noun, noun) if unknown else None


def _is_cut_off(noun: Token) -> bool:
    """Whether a noun for somebody stands without a verb of its own before what commas enclose."""
    return noun.tag_ in {"NN", "NNS"} and is_speaker_noun(noun.lemma_) and noun.dep_ != "pobj"


def _is_told(verb: Token) -> bool:
    """Whether a verb has a tense that a third person's deed is told in."""
    if verb.tag_ in {"VBD", "VBZ"}:
        return True
    if verb.dep_ == "ROOT" and verb.tag_ in {"VB", "VBP"}:
        return any(child.dep_ == "compound" for child in verb.lefts)
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ == "has" for c in verb.lefts)


def _is_unknown_name(token: Token) -> bool:
    """Whether a word with a capital that begins a sentence may be a name of any kind.

    The parser takes names it has never met for adverbs or nouns: "Vellamy has turned it down".
    """
    return token.is_alpha and token.text.istitle() and not token.is_stop and token.tag_ != "NNS"


def _quoted_as(verb: Token) -> Token | None:
    """Who is quoted: "officials" in "it cited officials as saying"."""
    above = verb.head
    if verb.dep_ != "pcomp" or above.lower_ != "as":
        return None
    if above.head.lemma_.lower() not in _REPORTED_PASSIVES:
        return None
    return child_of(above.head, {"dobj"})


def can_speak(phrase: NounPhrase, *, strict: bool, quoted: bool = False) -> bool:
    """Whether somebody so named can speak; ``strict`` asks for a name, a person or a body.

    Of what is ``quoted`` anything may be the speaker: "“It will fail,” the study said".
    """
    head = phrase.head
    word, lemma = head.lower_, head.lemma_.lower()
    if word.rstrip(".") in _TIME_WORDS and not _is_called_so(head):
        return False
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "WP", "DT", "EX"}:
        return word in _SPEAKING_PRONOUNS or word in _SOME or (word == "it" and not strict)
    if head.pos_ in {"ADJ", "DET", "NUM"}:
        some = word in _SOME or word == "old"  # "the 58-year-old"
        return not strict or some or _is_taken_for_adjective(head)
    if head.pos_ == "PROPN":
        return True
    if lemma in word_list("never_speak") and not quoted:
        return False
    return not strict or is_speaker_noun(lemma) or _is_apposed(head) or _is_bare_name(head)


def _is_bare_name(head: Token) -> bool:
    """Whether a noun with a capital and nothing before it may be a name: "Quillback hopes"."""
    plural = head.tag_ == "NNS" and head.lower_.endswith("s")
    if head.tag_ not in {"NN", "NNS"} or plural or any(head.lefts):
        return False
    return head.text.istitle() and head.is_alpha and not head.is_stop


def _is_taken_for_adjective(head: Token) -> bool:
    """Whether a name that the parser does not know begins the sentence: "Asta fears the worst"."""
    alone = head.dep_ == "nsubj" and head.i == head.sent.start == head.left_edge.i
    return alone and head.right_edge.i == head.i and _is_unknown_name(head)


def _is_apposed(head: Token) -> bool:
    """Whether a name stands beside a noun to say who it is: "the dean, Anna Lind"."""
    return any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.rights)


def _is_called_so(head: Token) -> bool:
    """Whether a word of the calendar is a name: after another name, or a month that does things."""
    if not head.text[:1].isupper():
        return False
    if any(child.pos_ == "PROPN" and child.lower_ not in _TIME_WORDS for child in head.lefts):
        return True  # "Marit Day said"
    if head.lower_ not in {"may", "june", "april", "august"}:
        return False
    return head.dep_ in {"nsubj", "nsubjpass", "poss"} and head.head.i != head.i


def is_speaker_noun(lemma: str) -> bool:
    """Whether a common noun means a person, people, or a body or writing that speaks."""
    return lemma in word_list("speaking_bodies") or is_person_noun(lemma)


def is_person_noun(lemma: str) -> bool:
    """Whether a common noun ends like those that mean persons and is none of the exceptions."""
    return lemma.endswith(_PERSON_ENDINGS) and lemma not in word_list("not_persons")


def noun_phrase(head: Token) -> NounPhrase:
    """The noun phrase of a noun: what stands before it, its titles and appositions."""
    return NounPhrase(_start(head), head, _end(head, 0))


def _own_subject(verb: Token) -> Token | None:
    passive = _quoted_as(verb)
    if passive is not None:
        return passive
    for child in verb.children:
        if child.dep_ == "nsubj":
            edge = child.right_edge
            if edge.i < verb.i and ":" in {edge.text, edge.nbor(1).text}:
                continue  # "Details: “...,” the statement said": a heading
            return child
        if child.dep_ == "nsubjpass":
            passive = child
        if child.dep_ == "agent":
            return child_of(child, {"pobj"})
    if passive is None:
        helper = child_of(verb, {"auxpass", "aux"})  # "Lind is convinced": hung on the helper
        subject = child_of(helper, {"nsubj"}) if helper is not None else None
        if subject is not None:
            return subject
    told = _REPORTED_PASSIVES | word_list("states")
    if passive is not None and verb.lemma_.lower() in told:
        return passive
    return None


def _second_subject(verb: Token, subject: Token) -> Token | None:
    """The name right after a title, or what a hyphen joins, that the parser took for another.

    "Minister | Lind said", "the vice-president said".
    """
    if subject.pos_ == "PRON":
        return None
    doc, found = subject.doc, None
    for child in verb.lefts:
        if child.dep_ != "nsubj" or child.i <= subject.i:
            continue
        if child.pos_ == "PROPN" and child.left_edge.i == subject.right_edge.i + 1:
            return child
        hyphened = doc[child.i - 1].text in _HYPHENS and child.i == subject.i + _TO_HYPHENED
        if hyphened and not doc[subject.i].whitespace_:
            found = child
    return found


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)


def _antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause describes."""
    for _ in range(_DEEPEST_CLIMB):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _start(head: Token) -> Token:
    first = head
    for child in head.lefts:
        if child.dep_ not in _NO_PART:
            edge = child.left_edge
            if edge.i < first.i:
                first = edge
    return first


def _end(head: Token, depth: int) -> Token:
    last = head
    if depth > _DEEPEST_CLIMB:
        return last
    for child in head.rights:
        if child.dep_ in {"punct", "cc"}:
            continue
        if child.lower_ in {"himself", "herself", "themselves", "itself"}:
            last = child
            continue
        if child.dep_ == "amod" and child.i == last.i + 1:
            last = child.right_edge  # "sources familiar with the matter"
            continue
        if child.dep_ not in _KEPT or is_time(child):
            break
        if child.dep_ == "prep" and child.i > last.i + 1:
            break  # after a comma: an adjunct of the sentence, not of the name
        if any(token.text in {"(", "["} for token in last.doc[last.i + 1 : child.i]):
            break  # "(R-Wyo.)": a remark, of no use for telling who it is
        end = _prepositional_end(child, depth) if child.dep_ == "prep" else _end(child, depth + 1)
        if end.i > last.i:
            last = end
    return last


def _prepositional_end(preposition: Token, depth: int) -> Token:
    last = preposition
    for child in preposition.rights:
        if child.dep_ == "pobj":
            last = _end(child, depth + 1)
        elif child.dep_ in {"pcomp", "prep"}:
            last = child.right_edge
    return last


def is_time_word(token: Token) -> bool:
    """Whether a word tells when: a day, a month, a part of the day."""
    return token.lower_.rstrip(".") in _TIME_WORDS


def is_time(child: Token) -> bool:
    """Whether a dependent tells when: "the ministry on Friday"."""
    objects = [token for token in child.children if token.dep_ == "pobj"]
    return any(token.lower_.rstrip(".") in _TIME_WORDS or token.like_num for token in objects)
