"""What a revision changed, in sentences for people: never the name of a column alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.statements import BREAK, SpeakerBasis, StatementKind
from app.domain.utterances import MatchKind
from app.views.dates import show_date
from app.views.wording import ACTOR_KIND, DATE_BASIS, KIND, SCOPE, SPEAKER_BASIS, STANCE, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.domain.revisions import Revision, RowChange

# (table, key) to the part of an address that names it and what people call it.
Names = dict[tuple[str, str], tuple[str, str]]

ACTIONS: Mapping[str, str] = {
    "accept": "looked at it and agreed",
    "correct": "corrected it",
    "add": "added a statement",
    "withdraw": "withdrew it",
    "restore": "put it back",
    "merge": "took two actors for one",
    "split": "made one actor two",
    "edit": "edited it",
    "join": "joined reports",
    "part": "put reports apart",
    "undo": "took a change back",
}
_LONGEST = 120  # characters of words that are told within a sentence
_NONE = "none"


def action_words(action: str) -> str:
    """What was done, in words: 'corrected it'."""
    return ACTIONS.get(action) or ACTIONS.get(action.partition("_")[0], action)


def sentences(revision: Revision, names: Names, *, short: bool = False) -> tuple[str, ...]:
    """What a revision changed, a sentence each; the same of many rows is told once, with a count.

    ``short`` leaves out on which issue and of which statement where that is clear from the page.
    """
    told: dict[str, int] = defaultdict(int)
    of: dict[str, str] = {}
    for kind, sentence in _all(revision, names, short=short):
        told[sentence] += 1
        of[sentence] = kind
    if len(told) > 1:  # that a person decided goes without saying where more was changed
        told = {line: number for line, number in told.items() if line != DECIDED} or told
    return tuple(
        f"{line} ({number} {_PLURAL.get(of[line], 'times')})" if number > 1 else line
        for line, number in told.items()
    )


DECIDED = "a person has looked at it and agrees"
_PLURAL = {"statement": "statements", "position": "positions"}


def _all(revision: Revision, names: Names, *, short: bool) -> Iterator[tuple[str, str]]:
    positions = [one for one in revision.changes if one.table == "position"]
    pairs = [*_paired(positions), *(one for one in revision.changes if one.table != "position")]
    order = {name: rank for rank, name in enumerate(_TELLING)}
    pairs.sort(key=lambda one: (not _is_merge(one), order.get(one.table, 99)))
    for change in pairs:
        telling = _TELLING.get(change.table)
        lines = telling(change, names, short) if telling else [f"something else ({change.table})"]
        for line in lines:
            yield change.table, line


def _is_merge(change: RowChange) -> bool:
    """Whether it says that an actor is another one, from which the rest follows."""
    return (
        change.table == "actor" and "merged_into_id" in (change.after or {}) and bool(change.before)
    )


def _paired(changes: Iterable[RowChange]) -> list[RowChange]:
    """Changes of positions; one that goes while one on the same issue comes is told as changed."""
    found: list[RowChange] = []
    gone: list[RowChange] = []
    came: list[RowChange] = []
    for one in changes:
        (gone if one.after is None else came if one.before is None else found).append(one)
    for old in gone:
        assert old.before is not None  # noqa: S101 - one side is there always
        new = next((one for one in came if _same(old.before, one.after or {})), None)
        if new is None:
            found.append(old)
            continue
        came.remove(new)
        after = new.after or {}
        differing = [name for name in old.before if old.before[name] != after.get(name)]
        before = {name: old.before[name] for name in (*differing, "issue_id", "statement_id")}
        now = {name: after.get(name) for name in (*differing, "issue_id", "statement_id")}
        found.append(replace(old, before=before, after=now))
    return [*found, *came]


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all(old.get(name) == new.get(name) for name in ("statement_id", "issue_id"))


def quoted(words: str) -> str:
    """Words in quotation marks, cut where they are long."""
    one = " ".join(words.split())
    return f"“{one if len(one) <= _LONGEST else one[: _LONGEST - 1].rstrip() + '…'}”"


def _instead(what: str, new: str, old: str) -> str:
    return f"{what} {new} instead of {old}"


def _name(names: Names, table: str, key: object) -> str:
    if key is None:
        return _NONE
    return names.get((table, str(key)), ("", f"one that is not here any more ({key})"))[1]


def _moment(values: Mapping[str, Any], prefix: str) -> str:
    """A date of a row in words, with how it is known; only what the change names may be there."""
    edtf = values.get(f"{prefix}_edtf")
    basis = values.get(f"{prefix}_basis")
    how = DATE_BASIS[DateBasis(basis)] if basis else ""
    if not edtf and values.get(f"{prefix}_first"):
        first, last = values[f"{prefix}_first"], values.get(f"{prefix}_last")
        when = UncertainDate(
            first, date.fromisoformat(first), date.fromisoformat(last or first), DateBasis.STATED
        )
    else:
        when = UncertainDate.parse(edtf, DateBasis(basis) if basis else DateBasis.STATED)
    shown = show_date(when)
    text = f"{shown.text}{'?' if shown.guessed else ''}"
    return f"{text} ({how})" if how and when.known else text


def _dated(what: str, change: RowChange, prefix: str) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    if f"{prefix}_edtf" in after or f"{prefix}_first" in after:
        yield _instead(what, _moment(after, prefix), _moment(before, prefix))
    elif f"{prefix}_basis" in after:
        new, old = (DATE_BASIS[DateBasis(one[f"{prefix}_basis"])] for one in (after, before))
        yield f"how it is known {what}: {new}, instead of: {old}"


def _statement(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del short
    before, after = change.before, change.after
    if before is None and after is not None:
        words, speaker = quoted(_content(after)), _name(names, "actor", after["actor_id"])
        yield f"added the statement {words} by {speaker}"
    elif after is None and before is not None:
        yield f"took away the statement {quoted(_content(before))} that had been added"
    elif before is not None and after is not None:
        yield from _shown(after)
        yield from _said(before, after, names)
        yield from _texts(change, _PARTS)
        if "basis" in after and "actor_id" not in after:
            how = SPEAKER_BASIS[SpeakerBasis(after["basis"])]
            yield f"how the speaker is known: {how[0].lower()}{how[1:]}"
        yield from _dated("said on", change, "said")
        if set(after) <= {"decided_by", "confidence", "reasons", "basis"}:
            yield _decided(after)


def _content(values: Mapping[str, Any]) -> str:
    return BREAK.join(values["content_text"])


def _shown(after: Mapping[str, Any]) -> Iterator[str]:
    """Whether it is shown from now on."""
    if after.get("state") == "withdrawn":
        yield "withdrawn"  # why is the revision's own reason
    elif "state" in after:
        yield "shown again; it had been withdrawn"
    elif "withdrawn_reason" in after:
        yield "another reason for its withdrawal"


def _said(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[str]:
    """Who said what, and how it is printed."""
    if "actor_id" in after:
        new, old = (_name(names, "actor", one["actor_id"]) for one in (after, before))
        yield _instead("speaker", new, old)
    if "kind" in after:
        new, old = (KIND[StatementKind(one["kind"])] for one in (after, before))
        yield _instead("wording", new, old)
    if "content_text" in after:
        new, old = (quoted(_content(one)) for one in (after, before))
        yield _instead("the words", new, old)
    elif "content" in after:
        yield "the same words at another place of the article"


_PARTS = (
    ("cue", "the reporting word"),
    ("source", "the words that name who speaks"),
    ("antecedent", "the name that these stand for"),
)


def _texts(change: RowChange, parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    for part, what in parts:
        if f"{part}_text" in after:
            new, old = (
                quoted(one[f"{part}_text"]) if one.get(f"{part}_text") else _NONE
                for one in (after, before)
            )
            yield _instead(what, new, old)
        elif f"{part}_start" in after:
            yield f"{what} at another place of the article"


def _decided(after: Mapping[str, Any]) -> str:
    if str(after.get("decided_by", "")).startswith("machine"):
        return "back to what the machine found"
    if "decided_by" in after or "confidence" in after:
        return DECIDED
    return "the reasons given for it"


def _position(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    before, after = change.before, change.after
    if before is None or after is None:
        whole = after or before or {}
        yield f"{'gave' if before is None else 'took away'} the position: {_whole(whole, names)}"
        return
    lines = [*_which_way(before, after, names), *_whose(before, after, names)]
    lines += _texts(change, (("condition", "the condition"),))
    if not lines:
        lines.append("other deciding words" if "evidence" in after else _decided(after))
    known = after.get("issue_id") or names.get(("position", change.key), ("", ""))[0]
    if known and not short:
        where = f" (on “{_name(names, 'issue', known)}”)"
        lines = [line if line == DECIDED else line + where for line in lines]
    yield from lines


def _which_way(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[str]:
    if "issue_id" in after and after["issue_id"] != before["issue_id"]:
        new, old = (f"“{_name(names, 'issue', one['issue_id'])}”" for one in (after, before))
        yield _instead("on", new, old)
    if "stance" in after:
        new, old = (STANCE[Stance(one["stance"])] for one in (after, before))
        yield _instead("stance", new, old)
    if "scope" in after:
        new, old = (_SCOPE[Scope(one["scope"])] for one in (after, before))
        yield _instead("it is", new, old)


def _whose(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[str]:
    if "holder_id" in after:
        new, old = (_name(names, "actor", one["holder_id"]) for one in (after, before))
        yield _instead("whose position it is:", new, old)
    if "asserted_by_id" in after:
        new, old = (_told_by(names, one["asserted_by_id"]) for one in (after, before))
        yield f"{new}, instead of: {old}"


_SCOPE = {scope: words or "about all who might take part" for scope, words in SCOPE.items()}


def _told_by(names: Names, key: object) -> str:
    if key is None:
        return "first-hand"
    return f"second-hand, told by {_name(names, 'actor', key)}"


def _whole(values: Mapping[str, Any], names: Names) -> str:
    holder = _name(names, "actor", values.get("holder_id"))
    told = values.get("asserted_by_id")
    by = f", as {_name(names, 'actor', told)} says" if told else ""
    condition = values.get("condition_text")
    under = f", on condition of {quoted(condition)}" if condition else ""
    issue = _name(names, "issue", values.get("issue_id"))
    return f"{holder} {_VERB[Stance(values['stance'])]} “{issue}”{by}{under}"


_VERB = {
    Stance.SUPPORTS: "supports",
    Stance.OPPOSES: "opposes",
    Stance.CONDITIONAL: "is conditional on",
    Stance.NONCOMMITTAL: "is noncommittal on",
    Stance.UNDETERMINED: "is undetermined on",
}


def _actor(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    before, after = change.before, change.after
    if before is None or after is None:
        whole = after or before or {}
        kind = ACTOR_KIND[ActorKind(whole["kind"])]
        yield f"{'added' if before is None else 'took away'} the actor {whole['name']} ({kind})"
        return
    name = "" if short else f"{_name(names, 'actor', change.key)}: "
    if "merged_into_id" in after:
        into = after["merged_into_id"]
        who = _name(names, "actor", change.key)
        yield (
            f"{who} is {_name(names, 'actor', into)}; its old address leads there"
            if into
            else f"{who} is an actor of its own again"
        )
    if "name" in after:
        yield _instead("called", after["name"], before["name"])
    if "kind" in after:
        new, old = (ACTOR_KIND[ActorKind(one["kind"])] for one in (after, before))
        yield name + _instead("kind", new, old)
    for column, what in _ACTOR_PLAIN.items():
        if column in after:
            new, old = (str(one[column] or _NONE) for one in (after, before))
            yield name + _instead(what, new, old)
    if "belongs_to" in after:
        new, old = (
            listed([_name(names, "actor slug", slug) for slug in one["belongs_to"]]) or "nobody"
            for one in (after, before)
        )
        yield name + _instead("belongs to", new, old)
    if "demonyms" in after:
        yield from (
            name + line for line in _lists("words for its people", before, after, "demonyms")
        )
    if "in_directory" in after:
        yield name + ("in the directory" if after["in_directory"] else "not in the directory")


_ACTOR_PLAIN = {"country": "country", "gender": "gender", "wikidata": "Wikidata item"}


def _alias(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    before, after = change.before, change.after
    if before is None or after is None:
        whole = after or before or {}
        what = "added" if before is None else "took away"
        of = "" if short else f" of {_name(names, 'actor', whole.get('actor_id'))}"
        yield f"{what} the name “{whole['name']}”{of}"
    elif "actor_id" in after:
        new, old = (_name(names, "actor", one["actor_id"]) for one in (after, before))
        yield f"a name of {old} is one of {new}"
    elif "name" in after:
        yield _instead("the name", f"“{after['name']}”", f"“{before['name']}”")
    elif "ordinal" in after:
        yield "the order of its names"


def _role(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    before, after = change.before, change.after
    if before is None or after is None:
        whole = after or before or {}
        what = "added" if before is None else "took away"
        of = "" if short else f" of {_name(names, 'actor', whole.get('actor_id'))}"
        held = f", from {_moment(whole, 'from')} to {_moment(whole, 'to')}"
        yield f"{what} the office “{whole['title']}”{of}{held}"
        return
    for column, what in (("title", "office"), ("printed", "the office as printed")):
        if column in after:
            yield _instead(what, f"“{after[column]}”", f"“{before[column]}”")
    if "actor_id" in after:
        new, old = (_name(names, "actor", one["actor_id"]) for one in (after, before))
        yield f"an office of {old} is one of {new}"
    if "office" in after:
        yield _instead("class of office", after["office"], before["office"])
    if "of" in after:
        new, old = (_name(names, "actor slug", one["of"]) for one in (after, before))
        yield _instead("office of", new, old)
    yield from _dated("held from", change, "from")
    yield from _dated("held to", change, "to")
    if set(after) <= {"ordinal"}:
        yield "the order of its offices"


def _outlet(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del names, short
    whole = change.after or change.before or {}
    if change.before is None or change.after is None:
        yield f"{'added' if change.before is None else 'took away'} the outlet {whole['name']}"
    elif "name" in change.after:
        yield _instead("outlet called", change.after["name"], change.before["name"])


def _article(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del short
    before, after = change.before or {}, change.after or {}
    if "title" in after:
        new, old = (quoted(one["title"]) if one.get("title") else _NONE for one in (after, before))
        yield _instead("title", new, old)
    if "outlet_id" in after:
        new, old = (_name(names, "outlet", one.get("outlet_id")) for one in (after, before))
        yield _instead("outlet", new, old)
    yield from _dated("published", change, "published")
    if "published_note" in after and not {"published_edtf", "published_basis"} & set(after):
        yield f"why the day is known: {after['published_note'] or 'nothing is said'}"
    if "language" in after:
        yield _instead("language", str(after["language"]), str(before.get("language")))


def _issue(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del names, short
    before, after = change.before, change.after
    if before is None or after is None:
        whole = after or before or {}
        yield f"{'added' if before is None else 'took away'} the issue “{whole['title']}”"
        return
    for column in ("title", "proposition"):
        if column in after:
            yield _instead(column, quoted(after[column]), quoted(before[column]))
    if "definition" in after:
        old, new = before["definition"], after["definition"]
        for name in dict.fromkeys((*new, *old)):
            if new.get(name) != old.get(name):
                yield from _defined(name, old, new)


def _defined(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(new.get(name), list) or isinstance(old.get(name), list):
        yield from _lists(f"under “{name.replace('_', ' ')}”", old, new, name)
    elif name == "stances":
        for stance in Stance:
            one, was = (side.get(name, {}).get(stance.value) for side in (new, old))
            if one != was:
                yield f"other words for “{STANCE[stance]}”"
    else:
        new_one, old_one = (quoted(str(side.get(name) or _NONE)) for side in (new, old))
        yield _instead(name.replace("_", " "), new_one, old_one)


def _lists(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any], name: str
) -> Iterator[str]:
    old, new = before.get(name) or [], after.get(name) or []
    added = [f"“{one}”" for one in new if one not in old]
    gone = [f"“{one}”" for one in old if one not in new]
    if added:
        yield f"{what}: added {listed(added)}"
    if gone:
        yield f"{what}: took away {listed(gone)}"
    if not added and not gone and Counter(old) != Counter(new):
        yield f"{what}: said once instead of twice"
    elif not added and not gone:
        yield f"{what}: another order"


def _version(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del change, names, short
    yield "to be read again by the machine at its next run"


def _match(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del short
    now = (change.after or {}).get("kind")
    was = (change.before or {}).get("kind")
    pair = " and ".join(quoted(_name(names, "statement", key)) for key in change.key.split("/"))
    if now is None:
        meant = "one" if was == MatchKind.JOINED else "not one"
        yield f"no longer said by a person to be {meant}: {pair}"
    else:
        meant = (
            "reports of one utterance"
            if now == MatchKind.JOINED
            else "not reports of one utterance"
        )
        yield f"said to be {meant}: {pair}"


def _proposal(change: RowChange, names: Names, short: bool) -> Iterator[str]:  # noqa: FBT001
    del names, short
    # What the machine said is kept as one that was decided on; only a decision on it is told.
    if change.before is not None and change.after is not None and "state" in change.after:
        state = change.after["state"]
        yield f"what the machine proposes is {_PROPOSED.get(state, state)}"


_PROPOSED = {"open": "waiting again", "taken": "agreed to", "dismissed": "not taken"}

# How each table's changes are told, in the order in which they are.
_TELLING = {
    "statement": _statement,
    "position": _position,
    "actor": _actor,
    "actor_alias": _alias,
    "actor_role": _role,
    "outlet": _outlet,
    "article": _article,
    "issue": _issue,
    "utterance_match": _match,
    "proposal": _proposal,
    "article_version": _version,
}
