"""Where conditions begin: the words that begin one, and when they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.utterances.clauses import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    PRONOUNS,
    REPORTING,
    read,
    word_set,
)
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.utterances.clauses import Word

# Words that begin a condition wherever they stand; the longest are tried first.
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "only if", "only when", "only after", "only once", "only with", "only under", "not before",
        "not until", "if and when", "if and only if",
        "if", "unless", "as long as", "so long as", "as soon as", "provided that",
        "providing that", "on condition that", "on the condition that", "on condition of",
        "on one condition", "in the event that", "in the event of", "in case of", "in case",
        "subject to", "conditional on", "conditional upon", "dependent on", "dependent upon",
        "depends on", "depend on", "depending on", "depended on", "depends upon", "depend upon",
        "depending upon", "depended upon", "contingent on", "contingent upon", "hinges on",
        "hinge on", "hinged on", "hinges upon", "hinge upon", "hinged upon",
        "hangs on", "hang on", "hung on",
        "conditioned on", "conditioned upon", "predicated on", "predicated upon", "premised on",
        "tied to", "linked to", "insofar as", "in so far as", "to the extent that", "except if",
        "save if", "only insofar as",
        "until such time as", "on the basis that", "on the premise that", "on the proviso that",
        "with the proviso that", "with the caveat that", "with the stipulation that",
        "assuming that", "assuming", "supposing", "in exchange for", "in return for", "pending",
        "failing", "barring", "in the absence of", "on the understanding that",
        "with the consent of", "with the approval of", "with the agreement of",
        "the condition is", "the condition that",
    )
)  # fmt: skip
_PHRASES_LONGEST_FIRST = tuple(sorted(_PHRASES, key=len, reverse=True))
# Words that begin a condition when what depends on it is still to come and no day is named.
_TIMES = word_set("when once after before until till following")
# "asked if", "as if", "even if", "if any": no conditions.
_ASKING = word_set(
    "ask asks asked asking wonder wonders wondered question see know knew doubt doubts doubted "
    "unsure unclear check decide whether"
)
_LINKING = BE | word_set("remain remains remained made make makes not also still")
# "is contingent on", not "a contingent on the border".
# "Without doubt" says how, not on what something depends.
_MANNERS = word_set("doubt question exception exceptions delay hesitation fail warning notice")
_PREDICATES = word_set(
    "contingent conditional dependent subject tied linked conditioned predicated premised"
)
# What somebody has to give before a thing may be done.
PERMISSIONS = word_set(
    "approval consent agreement permission mandate authorisation authorization ratification vote "
    "blessing licence license permit signature majority clearance confirmation assent guarantee "
    "guarantees endorsement invitation assurances assurance backing"
)
# Of these alone "with" says that it needs them; guarantees are as a rule what is given.
_CONSENTS = word_set("approval consent permission authorisation authorization blessing assent")
# After "is subject to" these make a condition; to checks or taxes one is merely subject.
_OUTCOMES = PERMISSIONS | word_set(
    "result results outcome availability condition conditions weather circumstances progress "
    "reform reforms funding talks negotiations review decision ruling parliament"
)
# "The moment they stop": nouns of time that begin a clause.
_INSTANTS = word_set("moment minute instant second day hour")
_RELYING = word_set(
    "depend depends depended depending hinge hinges hinged contingent conditional dependent"
)
_GIVEN = word_set("a an enough sufficient adequate more time proper clear")
_ALLOWING = word_set("allow allows allowed permit permits permitted possible")
_RESTRICTING = word_set("only solely exclusively")
_PLACING = word_set("on to at in for during by through from within between where alongside as")
# "Only on Mondays", "only in winter", "only at night" say when it is so each time.
_WEEKLY = word_set(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends mornings "
    "afternoons evenings nights"
)
_SEASONS = word_set("winter summer autumn spring night daylight daytime")
_POINTING_BACK = tuple(
    tuple(phrase.split())
    for phrase in (
        "in that case", "in that event", "then and only then", "only then", "then", "if so",
        "with it", "with that", "with them", "with those", "with this", "with these", "with one",
    )
)  # fmt: skip
_PREPOSITIONS = AUXILIARIES | word_set(
    "of on for to in about with like and or from by over at but against"
)
_CLAUSAL = DETERMINERS | PRONOUNS | {"that"}
_TERMS = word_set("condition conditions proviso understanding premise terms stipulation")
# "She once said so", "the once powerful union".
_BEFORE_ADVERB = (AUXILIARIES - MODALS) | (DETERMINERS - {"that"}) | word_set(
    "who which i we he she they"
)  # fmt: skip
# "Once a fishing village, it will ...": what something was.
_FORMERLY = word_set(
    "home part known called considered seen regarded described hailed famous thriving one among"
)
_NOT_BEFORE = word_set("as even what")
_NOT_AFTER = word_set("any anything at not so ever possible only need")
# With these "after" and "before" tell a time and no condition.
_DAYS = word_set(
    "january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday yesterday"
)
DATES = _DAYS | word_set(
    "may today tomorrow yesterday tonight "
    "morning noon evening midnight night week month year decade day hour minute spring summer "
    "autumn winter christmas easter now long then"
)
# So many words around a time are asked whether something is to come.
_AROUND = 40
_MEASURES = word_set("at day days week weeks month months year years hour hours minutes")
_PARTS = word_set("end start beginning middle half close turn first last next this coming")
_MEETINGS = word_set(
    "meeting summit talks conference visit session briefing interview call trip hearing speech"
)
# What makes a sentence speak of what is still to come, beside the modals.
_PROSPECTIVE = word_set(
    "ready prepared willing going plan plans intend intends open possible able only not no never "
    "nobody none remain stay start begin refuse refuses refused to"
)


def condition_starts(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where a condition begins in a report, and how many words begin it."""
    at = 0
    while at < len(words):
        length = _marker(words, at)
        if length:
            yield at, length
        at += max(length, 1)


def condition_of(cue: str) -> str:
    """On what words like "agreed on condition that" make depend what they report; '' on nothing."""
    words = read(cue) if cue else ()
    starts = next(condition_starts(words), None)
    return cue[words[starts[0]].span.start :] if starts else ""


def _marker(words: Sequence[Word], at: int) -> int:
    """How many words begin a condition here; 0: none does."""
    form = words[at].form
    if _denied(words, at):
        return 0
    for phrase in _PHRASES_LONGEST_FIRST:
        if form == phrase[0] and _forms(words, at, len(phrase)) == phrase:
            doubtful = _DOUBTFUL.get(form if len(phrase) == 1 or form in _PREDICATES else "")
            return len(phrase) if doubtful is None or doubtful(words, at) else 0
    check = _CHECKS.get(form)
    if check is not None:
        return int(check(words, at))
    return _pattern(words, at)


def _pattern(words: Sequence[Word], at: int) -> int:
    """How many words begin a condition that no fixed words begin; 0: none does."""
    form = words[at].form
    pointing = _pointing(words, at)
    if pointing:
        return pointing
    pattern = _PATTERNS.get(form)
    rest = [word for word in words[at + 1 : at + 6] if word.stretch == words[at].stretch]
    return pattern(words, at, rest) if pattern is not None and rest else 0


def _relying(_words: Sequence[Word], _at: int, rest: Sequence[Word]) -> int:
    """As in "depends entirely on"."""
    on = next((n for n, word in enumerate(rest[:3]) if word.form in {"on", "upon"}), 0)
    return (on + 2) * bool(on and all(word.form.endswith("ly") for word in rest[:on]))


def _given(words: Sequence[Word], at: int, rest: Sequence[Word]) -> int:
    """As in "given a clear mandate, they would", not "given the cold"."""
    return int(rest[0].form in _GIVEN and _is_modal(words, at))


def _as_far(_words: Sequence[Word], _at: int, rest: Sequence[Word]) -> int:
    """As in "as far as the budget allows", not "as far as Berlin"."""
    far = tuple(word.form for word in rest[:2]) == ("far", "as")
    return 3 * (far and any(word.form in _ALLOWING for word in rest))


def _instant(words: Sequence[Word], at: int, rest: Sequence[Word]) -> int:
    """As in "the day the guns fall silent", not "the day of the vote", "on the day they met"."""
    if rest[0].form not in _INSTANTS or len(rest) < 3:
        return 0
    if _form(words, at - 1) in {"at", "on", "in", "for", "from", "of", "until", "by", "to"}:
        return 0
    clause = rest[1].form in DETERMINERS | PRONOUNS | {"both", "all"}
    return 2 * (clause and _is_prospective(words, at + 1))


def _on_terms(words: Sequence[Word], at: int, rest: Sequence[Word]) -> int:
    """As in "on the strict condition that", not "on the condition of the roads"."""
    term = next((n for n, word in enumerate(rest[:4]) if word.form in _TERMS), None)
    if term is None or (term + 1 < len(rest) and rest[term + 1].form not in _CLAUSAL):
        return 0
    return (term + 2) * _is_future(words, at)


def _with_consent(words: Sequence[Word], at: int, rest: Sequence[Word]) -> int:
    """As in "with the court's permission", not "with talks on the approval"."""
    given = next((word.at for word in rest if word.form in _CONSENTS), None)
    if given is None or _PREPOSITIONS & {word.form for word in rest if word.at < given}:
        return 0
    return int(_is_modal(words, at))


def _restricting(words: Sequence[Word], at: int, rest: Sequence[Word]) -> int:
    """As in "only to residents", "only on weekdays", not "only on Monday"."""
    if len(rest) < 2 or rest[0].form not in _PLACING or _form(words, at - 1) == "not":
        return 0
    weekly = rest[1].form in _SEASONS or any(word.form in _WEEKLY for word in rest)
    return 2 * ((weekly or not _is_dated(rest[1:])) and _is_future(words, at))


def _pointing(words: Sequence[Word], at: int) -> int:
    """How many words begin a sentence by pointing back to a condition: "in that case"."""
    if at == 0 or words[at - 1].sentence == words[at].sentence:
        return 0
    for phrase in _POINTING_BACK:
        if tuple(word.form for word in words[at : at + len(phrase)]) == phrase:
            end = at + len(phrase)
            closed = end < len(words) and words[end].stretch > words[at].stretch
            return len(phrase) * (closed or phrase[0] != "with")
    return 0


def is_permission(words: Sequence[Word], at: int) -> bool:
    """Whether a word is what somebody has to give before a thing may be done: "approval"."""
    form, after = words[at].form, _form(words, at + 1)
    return form in PERMISSIONS or (form, after) in {("green", "light"), ("go", "ahead")}


def _forms(words: Sequence[Word], at: int, length: int) -> tuple[str, ...]:
    found = words[at : at + length]
    if any(word.stretch != words[at].stretch for word in found):
        return ()
    return tuple(word.form for word in found)


def _form(words: Sequence[Word], at: int) -> str:
    return words[at].form if 0 <= at < len(words) else ""


def _denied(words: Sequence[Word], at: int) -> bool:
    """Whether "even" or "whether" before it says that nothing depends on it."""
    before = _form(words, at - 1)
    if before == "even" or (before == "or" and _form(words, at - 2) in {"with", "before"}):
        return True
    return before in {"and", "or"} and _form(words, at + 1) in {"or", "and", "after"}


def _is_condition(words: Sequence[Word], at: int) -> bool:
    before, after = _form(words, at - 1), _form(words, at + 1)
    if before in _NOT_BEFORE or after in _NOT_AFTER:
        return False
    # "asked repeatedly if", "asked the minister if": in the same clause and nothing before it.
    asked = [
        word
        for word in words[max(0, at - 4) : at]
        if word.stretch == words[at].stretch and word.form in _ASKING
    ]
    return not asked


def _is_predicate(words: Sequence[Word], at: int) -> bool:
    """Whether an adjective follows a verb or a mark: ", subject to"."""
    if at == 0 or words[at - 1].stretch != words[at].stretch:
        return True
    before = {word.form for word in words[max(0, at - 3) : at]}
    predicate = bool(before & _LINKING)
    if words[at].form == "subject":
        rest = [word for word in words[at + 1 : at + 9] if word.stretch == words[at].stretch]
        linked = [w.form for w in words[max(0, at - 2) : at] if not w.form.endswith("ly")]
        return linked[-1] not in _LINKING or any(word.form in _OUTCOMES for word in rest)
    if words[at].form in {"tied", "linked"}:
        return predicate and _is_modal(words, at)
    return predicate


def _is_provided(words: Sequence[Word], at: int) -> bool:
    """As in "provided there is a ceasefire", not "has provided the tanks"."""
    before, after = _form(words, at - 1), _form(words, at + 1)
    if not after or after in {"by", "with", "for", "to"}:
        return False
    if at == 0 or words[at - 1].stretch != words[at].stretch:
        return True
    if before in AUXILIARIES or before in {"by", "and"} | _PREPOSITIONS:
        return False
    return after == "there" or _is_future(words, at)


def _is_prospective(words: Sequence[Word], at: int) -> bool:
    """Whether "after", "when", "until" say on what something depends, and not on what day."""
    if _form(words, at - 1) in _MEASURES or _form(words, at + 1) in {"again", "more"}:
        return False
    rest = [word for word in words[at + 1 : at + 12] if word.stretch == words[at].stretch]
    if not any(word.content for word in rest):
        return False
    if words[at].form == "once" and _is_formerly(words, at, rest):
        return False
    return not _is_dated(rest) and _is_future(words, at)


def _is_formerly(words: Sequence[Word], at: int, rest: Sequence[Word]) -> bool:
    """As in "once the biggest mill in the valley, it will close", "the once powerful union"."""
    joined = at > 0 and words[at - 1].stretch == words[at].stretch
    adverb = joined and rest[0].form not in DETERMINERS | PRONOUNS
    if adverb and words[at - 1].form in _BEFORE_ADVERB:
        return True
    if any(word.form in AUXILIARIES for word in rest):
        return False
    first = rest[0].form
    if first in _FORMERLY:
        return True
    if any(word.form == "most" or word.form.endswith("est") for word in rest[1:3]):
        return True
    verb = any(word.form.endswith(("s", "ed")) or word.form == "to" for word in rest[1:])
    return first in {"a", "an"} and not verb


def _is_dated(rest: Sequence[Word]) -> bool:
    """Whether a time is named: "after Tuesday", "before the end of the month"."""
    near = rest[:4]
    ends = any(word.form in _PARTS for word in near)
    return (
        any(word.form in DATES for word in near[:3])
        or _is_number(near)
        or any(word.form in _DAYS or _is_may(rest, place) for place, word in enumerate(rest[:8]))
        or (ends and any(word.form in DATES for word in rest[:8]))
        or any(word.form in _MEETINGS for word in near)
    )


def _is_future(words: Sequence[Word], at: int) -> bool:
    """Whether what is around a condition speaks of what may come."""
    return any(
        word.modal or word.form in _PROSPECTIVE
        for word in words
        if word.sentence == words[at].sentence and abs(word.at - at) < _AROUND and word.at != at
    )


def _is_modal(words: Sequence[Word], at: int) -> bool:
    """Whether the sentence has a modal: it says what will, can or should be."""
    return any(word.modal for word in words if word.sentence == words[at].sentence)


def _is_may(words: Sequence[Word], place: int) -> bool:
    """Whether "may" is the month."""
    return words[place].form == "may" and place > 0 and words[place - 1].form in {"in", "of", "on"}


def _is_number(words: Sequence[Word]) -> bool:
    """Whether a number comes first: "before 2028", "until the 15th"."""
    rest = words[1:] if words[0].form in DETERMINERS else words
    return bool(rest) and rest[0].form[0].isdigit()


def _is_without(words: Sequence[Word], at: int) -> bool:
    """Whether "without" says what is needed: at the start, or where something is denied."""
    rest = [word for word in words[at + 1 : at + 5] if word.stretch == words[at].stretch]
    if rest and rest[0].form in _MANNERS:
        return False
    if not rest or (rest[0].form.endswith("ing") and rest[0].content):
        return False
    first = at == 0 or words[at - 1].stretch != words[at].stretch
    if first and any(word.sentence == words[at].sentence for word in words[at + 2 :]):
        return True
    before = [w for w in words[:at] if w.clause == words[at].clause]
    return any(word.form in NEGATIONS for word in before)


def _is_inverted(words: Sequence[Word], at: int) -> bool:
    """As in "should there be a ceasefire", "were the guns to fall silent"."""
    form, after = words[at].form, _form(words, at + 1)
    if not after or after in AUXILIARIES | NEGATIONS:
        return False
    first = at == 0 or words[at - 1].stretch != words[at].stretch
    subject = after in DETERMINERS | PRONOUNS | {"both", "all"}
    if form == "should" and subject and after != "no":
        return True
    sentence = [word.form for word in words if word.sentence == words[at].sentence]
    if form != "should":
        result = any(form in {"would", "could", "might"} for form in sentence)
        return result and (first or subject) and (form != "were" or "to" in sentence)
    if first:
        return any(form in MODALS - {"should"} for form in sentence)
    # "was prepared to send them there should allied units leave": a verb stands there already.
    before = [word for word in words[:at] if word.stretch == words[at].stretch]
    if any(word.stem in REPORTING or word.form == "that" for word in before):
        return False
    ready = [w.at for w in before if w.form in MODALS | _PROSPECTIVE]
    return bool(ready) and at - ready[0] > 2 and words[at - 1].form not in {"and", "which", "who"}


def _is_lasting(words: Sequence[Word], at: int) -> bool:
    """As in "while there is no ceasefire, no soldier will go"."""
    return _has_negation(words, at) and _is_future(words, at)


def _has_negation(words: Sequence[Word], at: int) -> bool:
    rest = [word for word in words[at + 1 :] if word.stretch == words[at].stretch]
    return any(word.form in NEGATIONS for word in rest[:8])


_CHECKS: dict[str, Callable[[Sequence[Word], int], bool]] = {
    "provided": _is_provided,
    "providing": _is_provided,
    "without": _is_without,
    "should": _is_inverted,
    "were": _is_inverted,
    "had": _is_inverted,
    "while": _is_lasting,
    **dict.fromkeys(_TIMES, _is_prospective),
}
_DOUBTFUL: dict[str, Callable[[Sequence[Word], int], bool]] = {
    "if": _is_condition,
    **dict.fromkeys(_PREDICATES, _is_predicate),
}
_PATTERNS: dict[str, Callable[[Sequence[Word], int, Sequence[Word]], int]] = {
    "given": _given,
    "as": _as_far,
    "the": _instant,
    "on": _on_terms,
    "under": _on_terms,
    "with": _with_consent,
    **dict.fromkeys(_RELYING, _relying),
    **dict.fromkeys(_RESTRICTING, _restricting),
}
