"""Cues: the words that report, and what each may report (lexicon/cues.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.extraction.lexicons import load_lexicon
from app.extraction.syntax import WH_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

# What a spaCy label of a particle, an adverb or a predicate beside a verb may complete to a
# phrasal cue: "laid out", "hit back", "made clear".
_OCCASIONS = frozenset({"point", "time", "stage", "way", "circumstances", "account", "moment"})
_TO_COME = frozenset({"will", "shall", "'ll", "’ll"})
_WISHED = frozenset({"like", "prefer"})  # a taste, unless somebody would like it
_WOULD = frozenset({"would", "'d", "’d"})
_GOING_ON = frozenset({"continue", "begin", "finish"})
_COMPLETING = frozenset({"prt", "advmod", "acomp", "oprd", "ccomp", "prep", "amod", "dobj"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that reports where it stands in a sentence."""

    verb: Token
    tokens: tuple[Token, ...]  # the verb and what completes it, in order
    lemma: str  # "lay_out"
    builds: frozenset[str]  # the constructions of the lexicon that it licenses
    prepositions: frozenset[str]

    @property
    def spoken(self) -> bool:
        """Whether only speakers do it, and never things: "it accused", not "it suggested"."""
        return self.lemma not in _lexicon().shown

    def strict(self, construction: str) -> bool:
        """Whether, with this content, only who is plainly a speaker may be its subject."""
        return construction not in _lexicon().loose.get(self.lemma, frozenset())


@dataclass(frozen=True)
class _Lexicon:
    builds: dict[str, frozenset[str]]
    loose: dict[str, frozenset[str]]  # constructions in which anything but a thing may speak
    prepositions: dict[str, frozenset[str]]
    needs_that: frozenset[str]
    shown: frozenset[str]  # lemmas of what things do as well


@cache
def word_list(name: str) -> frozenset[str]:
    """A plain list of words of the lexicon of cues."""
    return frozenset(load_lexicon("cues")[name].split())


@cache
def _lexicon() -> _Lexicon:
    builds: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    prepositions: dict[str, frozenset[str]] = {}
    data = load_lexicon("cues")
    showing = set(data["classes"]["show"]["verbs"].split())
    for entry in data["classes"].values():
        for lemma in entry.get("verbs", "").split():
            builds.setdefault(lemma, set()).update(entry["builds"])
            if entry["by"] == "any" and lemma not in showing:
                loose.setdefault(lemma, set()).update(entry["builds"])
        for lemma, words in entry.get("prepositions", {}).items():
            prepositions[lemma] = frozenset(words)
            builds.setdefault(lemma, set()).update(entry["builds"])
    return _Lexicon(
        {lemma: frozenset(found) for lemma, found in builds.items()},
        {lemma: frozenset(found) for lemma, found in loose.items()},
        prepositions,
        word_list("needs_that"),
        frozenset(showing),
    )


def verbs_of(doc: Doc) -> list[int]:
    """The numbers of the tokens that may be a cue: verbs, by their class or by their tag."""
    strings = doc.vocab.strings
    verbs = {strings[name] for name in ("VERB", "AUX")}
    rows: list[list[int]] = doc.to_array(["POS", "TAG"]).tolist()
    tags = {tag for tag in {tag for _, tag in rows} if strings[tag][:2] == "VB"}
    return [number for number, (kind, tag) in enumerate(rows) if kind in verbs or tag in tags]


def find_cue(verb: Token) -> Cue | None:
    """The cue that a verb makes, with its particle; None when it does not report."""
    lexicon = _lexicon()
    if (verb.pos_ not in {"VERB", "AUX"} and verb.tag_[:2] != "VB") or is_no_verb(verb):
        return None
    base = _base(verb)
    if (base == "read" and _reads_it(verb)) or (base == "show" and not _is_found(verb)):
        return None
    for child in verb.children:
        if child.dep_ in _COMPLETING and child.i > verb.i:
            phrasal = f"{base}_{child.lower_}"
            if phrasal in lexicon.builds:
                return _cue(verb, (verb, child), phrasal)
    if base not in lexicon.builds or (base in _GOING_ON and _goes_on_doing(verb)):
        return None
    if base in _WISHED and not any(child.lower_ in _WOULD for child in verb.lefts):
        return None
    return _cue(verb, (verb,), base)


def _goes_on_doing(verb: Token) -> bool:
    """Whether somebody goes on to do something, and not to speak: "continues to add troops"."""
    return any(child.dep_ == "xcomp" and child.i > verb.i for child in verb.children)


def _base(verb: Token) -> str:
    """The base form of a verb; the parser's lemma of "hopes", "hoped" and "hoping" is "hop"."""
    base = verb.lemma_.lower()
    mute = base + "e"
    shown = verb.lower_.startswith(mute) or verb.lower_ == base + "ing"
    return mute if shown and base not in _lexicon().builds and mute in _lexicon().builds else base


@cache
def _past_forms() -> frozenset[str]:
    """The past tenses of all verbs that go with a quotation, as regular verbs form them."""
    found = {"said", "wrote", "told", "swore", "began", "went on", "thought", "read", "sang"}
    for lemma, builds in _lexicon().builds.items():
        if "quote" not in builds or "_" in lemma:
            continue
        if lemma.endswith("e"):
            found.add(lemma + "d")
        elif lemma.endswith("y") and lemma[-2] not in "aeiou":
            found.add(lemma[:-1] + "ied")
        else:
            found |= {lemma + "ed", lemma + lemma[-1] + "ed"}
    return frozenset(found)


def looks_like_saying(token: Token) -> bool:
    """Whether a word has the form of a verb of saying in the past: "joked", "fumed"."""
    return token.lower_ == token.text and token.text in _past_forms()


def _reads_it(verb: Token) -> bool:
    """Whether somebody reads what is written, where a sign, a letter or a law "reads" its words."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or any(child.dep_ == "prt" for child in verb.children):
        return False
    if subject.pos_ == "PRON":
        return subject.lower_ not in {"it", "which", "that", "this"}
    written = subject.lemma_.lower() in word_list("speaking_bodies")
    return subject.pos_ == "PROPN" or (subject.tag_ == "NNS" and not written)


def _is_found(verb: Token) -> bool:
    """Whether a poll shows something; what else shows it passes it on or is a picture."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in word_list("polls")


def is_no_verb(verb: Token) -> bool:
    """Whether what stands before shows a noun or an adjective that the parser took for a verb.

    "Lind's calls for a truce", "a high-ranking officer": nothing is reported by these.
    """
    if not verb.i:
        return False
    before = verb.nbor(-1)
    if before.tag_ == "POS" or before.lower_ in {"'s", "’s"}:
        return verb.tag_ in {"VBZ", "VBP", "VB"}
    return before.text == "-" and not before.whitespace_ and verb.i > 1


def _cue(verb: Token, tokens: tuple[Token, ...], lemma: str) -> Cue:
    lexicon = _lexicon()
    return Cue(
        verb, tokens, lemma, lexicon.builds[lemma], lexicon.prepositions.get(lemma, frozenset())
    )


def needs_that(cue: Cue) -> bool:
    """Whether its everyday sense is another one, so that a clause must be marked as reported."""
    return cue.lemma in _lexicon().needs_that


def is_unsaid(verb: Token) -> bool:
    """Whether the sentence says that it may, will or should be said, and not that it was."""
    if any(child.dep_ == "aux" and child.lower_ in _TO_COME for child in verb.children):
        return True  # "will announce whether": nothing has been said yet
    joined = verb.head if verb.dep_ == "conj" and verb.tag_ == "VB" else verb
    modal = any(
        child.dep_ == "aux" and child.lower_ in word_list("unsaid_modals")
        for child in (*verb.children, *joined.children)
    )
    if modal and not (is_denied(verb) and verb.lemma_.lower() in {"say", "tell", "comment"}):
        return True
    if any(
        child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"}
        for child in verb.children
    ):
        return True
    to = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.lefts)
    head = verb.head
    # "is to announce whether"; "for the council to welcome them": what is to be done
    planned = verb.dep_ == "xcomp" and head.lemma_.lower() == "be"
    if to and (planned or any(child.dep_ == "nsubj" for child in verb.lefts)):
        return True
    # "pushed lawmakers to oppose it": what others are to do; "was right to ask for it"
    others = verb.dep_ in {"xcomp", "ccomp"} and _has_person(head, verb)
    withheld = head.lemma_.lower() in word_list("denying_heads")  # "is unwilling to say"
    ready = verb.dep_ == "xcomp" and head.pos_ == "ADJ" and not withheld
    if to and (others or ready):
        return True
    return (
        verb.dep_ == "xcomp"
        and head.i != verb.i
        and verb.tag_ == "VB"
        and head.lemma_.lower() in word_list("unsaid_heads")
    )


def _has_person(head: Token, verb: Token) -> bool:
    """Whether the object of a verb, before an infinitive, is who is to do it."""
    for child in head.children:
        if child.dep_ == "dobj" and head.i < child.i < verb.i:
            plural = child.tag_ == "NNS" and child.lemma_.lower() in word_list("speaking_bodies")
            return plural or child.pos_ == "PROPN" or child.lower_ in {"him", "her", "them", "us"}
    return False


def is_denied(verb: Token) -> bool:
    """Whether a negation stands on the verb: did not say, never said."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ == "never":
            return True
        if child.lower_ == "longer" and child.i and child.nbor(-1).lower_ == "no":
            return True
        if _is_at_no_point(child, verb):
            return True
    return False


def _is_at_no_point(child: Token, verb: Token) -> bool:
    """Whether a phrase before a verb denies it: "at no point", "in no way"."""
    if child.dep_ != "prep" or child.i > verb.i or child.i + 2 >= len(child.doc):
        return False
    return child.nbor(1).lower_ == "no" and child.nbor(2).lower_ in _OCCASIONS


def denying_head(verb: Token) -> Token | None:
    """The verb above that denies this one: "declined" in "declined to say".

    A preposition may stand between: "stopped short of saying", "refrained from saying".
    """
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_.lower() in word_list("denying_heads"):
        return head
    if verb.dep_ != "pcomp" or head.lower_ not in {"of", "from"}:
        return None
    for above in (head.head, head.head.head):
        if above.lemma_.lower() in word_list("abstaining_heads"):
            return above
    return None


def withholds(cue: Cue, first: Token) -> bool:
    """Whether a clause from ``first`` on is what the speaker denies or does not say.

    Then the bare clause would assert the contrary: "denied | that there was a rift", "did not say
    | that it was late". An indirect question asserts nothing ("declined to say | whether"), and
    neither does a noun phrase ("rejected | the idea of a truce").
    """
    if first.lower_ in WH_WORDS:
        return False
    if is_denied(cue.verb) or denying_head(cue.verb) is not None:
        return True
    return cue.lemma in word_list("reversing")


def cue_tokens(cue: Cue) -> tuple[Token, Token]:
    """The first and the last token of a cue as it is shown, its denial included."""
    first, last = cue.tokens[0], cue.tokens[-1]
    if is_denied(cue.verb):
        first = _first(
            [
                first,
                *(c for c in cue.verb.children if c.dep_ in {"aux", "neg"} or c.lower_ == "never"),
                *(c.nbor(-1) for c in cue.verb.lefts if c.lower_ == "longer"),
                *(c for c in cue.verb.lefts if _is_at_no_point(c, cue.verb)),
            ]
        )
    head = denying_head(cue.verb)
    if head is not None and head.i < first.i:
        first = head
    return first, last


def _first(tokens: Iterable[Token]) -> Token:
    return min(tokens, key=lambda token: token.i)


def reporting_above(verb: Token) -> Token:
    """The verb whose subject a participle of saying shares: "X said that Y went, adding: ...".

    The parser often hangs the participle on the nearest verb; the outermost cue above it that
    stands before it is the likelier one. The verb itself when there is none.
    """
    if verb.tag_ != "VBG" or any(child.dep_ == "nsubj" for child in verb.children):
        return verb
    found = verb
    for above in verb.ancestors:
        cue = find_cue(above) if above.i < verb.i else None
        if cue is not None and "quote" in cue.builds:
            found = above
    return found


def reports(token: Token) -> bool:
    """Whether a verb belongs to a class of reporting verbs, whatever it does in its sentence."""
    return token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in _lexicon().builds
