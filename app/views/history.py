"""HistoryPage and RevisionPage: what people changed, and why; and the line on each object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from app.domain.queries import DEFAULT_ISSUE
from app.domain.revisions import ObjectKind
from app.views.dates import show_day, show_moment
from app.views.history_words import Names, action_words, quoted, sentences
from app.views.links import (
    Link,
    actor_address,
    article_address,
    statement_address,
    utterance_address,
)
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from app.domain.revisions import Revision

PATH = "/history"
_FEW = 3  # sentences in the line on an object's page, and objects in a list
_MANY = 200  # objects on the page of one change; the data have all
KINDS = {
    ObjectKind.STATEMENT: "statement",
    ObjectKind.ACTOR: "actor",
    ObjectKind.ARTICLE: "article",
    ObjectKind.ISSUE: "issue",
    ObjectKind.UTTERANCE: "utterance",
}


@dataclass(frozen=True, slots=True)
class EditedView:
    """The line on an object's page about its newest change."""

    day: str
    machine: str  # for <time datetime>
    by: str
    what: str
    reason: str
    undone: bool
    history: str  # address of all changes of the object
    revision: str  # address of this one


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One revision as lists and its own page show it."""

    id: int
    address: str
    when: str
    machine: str
    by: str
    interface: str
    action: str
    objects: tuple[Link, ...]
    more_objects: int
    sentences: tuple[str, ...]
    reason: str
    undoes: Link | None
    undone_by: Link | None


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All that /history shows."""

    title: str
    sentence: str
    of: Link | None  # the object whose history it is
    of_value: str
    editors: tuple[Option, ...]
    kinds: tuple[Option, ...]
    day: str
    filtered: bool
    entries: tuple[RevisionEntry, ...]
    older: str | None
    address: str
    json: str


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """All that /history/{id} shows. ``problem`` and ``since`` say why an undo was refused."""

    title: str
    entry: RevisionEntry
    batch: Link | None  # all that was done in the same go, where that is more
    batch_size: int
    can_undo: bool
    can_undo_batch: bool
    reason: str
    problem: str
    since: tuple[RevisionEntry, ...]
    address: str
    json: str


def object_value(kind: ObjectKind, identifier: str) -> str:
    """How an object is named in an address: 'statement/0abc'."""
    return f"{kind.value}/{identifier}"


def history_address(kind: ObjectKind, identifier: str) -> str:
    """Where all changes of an object are listed."""
    return f"{PATH}?{urlencode({'object': object_value(kind, identifier)}, safe='/')}"


def revision_address(number: int) -> str:
    """The permanent address of a revision."""
    return f"{PATH}/{number}"


def edited_view(revision: Revision, names: Names, kind: ObjectKind, identifier: str) -> EditedView:
    """The line of an object's page: 'edited 3 Mar 2026 by Eva: stance ... instead of ...'."""
    told = sentences(_about(revision, kind, identifier), names, short=True)
    more = f" and {counted(len(told) - _FEW, 'more change')}" if len(told) > _FEW else ""
    what = "; ".join(told[:_FEW]) + more
    if revision.action == "undo":
        what = f"took a change back: {what}"
    return EditedView(
        day=show_day(revision.at.date()),
        machine=revision.at.isoformat(timespec="seconds"),
        by=revision.by,
        what=what,
        reason=revision.reason,
        undone=revision.undone_by is not None,
        history=history_address(kind, identifier),
        revision=revision_address(revision.id),
    )


def _about(revision: Revision, kind: ObjectKind, identifier: str) -> Revision:
    """A revision of many statements with only what concerns one of them."""
    statements = sum(one is ObjectKind.STATEMENT for one, _ in revision.objects)
    if kind is not ObjectKind.STATEMENT or statements < 2:
        return revision
    changes = tuple(
        one
        for one in revision.changes
        if (one.table == "statement" and one.key == identifier)
        or (one.table == "actor" and "merged_into_id" in (one.after or {}))
    )
    return replace(revision, changes=changes or revision.changes)


def entry_of(revision: Revision, names: Names, *, whole: bool = False) -> RevisionEntry:
    """A revision for a list; with ``whole`` every object and sentence."""
    objects = tuple(_object(kind, key, names) for kind, key in revision.objects)
    told = sentences(revision, names)
    if not whole and len(told) > 2 * _FEW:
        told = (*told[: 2 * _FEW], f"and {counted(len(told) - 2 * _FEW, 'more change')}")
    shown = objects[: _MANY if whole else _FEW]
    return RevisionEntry(
        id=revision.id,
        address=revision_address(revision.id),
        when=show_moment(revision.at),
        machine=revision.at.isoformat(timespec="seconds"),
        by=revision.by,
        interface=_INTERFACE.get(revision.interface.value, revision.interface.value),
        action=action_words(revision.action),
        objects=shown,
        more_objects=len(objects) - len(shown),
        sentences=told,
        reason=revision.reason,
        undoes=_numbered(revision.undoes),
        undone_by=_numbered(revision.undone_by),
    )


_INTERFACE = {
    "web": "on these pages",
    "api": "by a program (API)",
    "command line": "on the command line",
    "import": "by an import",
}


def history_page(
    found: Sequence[Revision],
    names: Names,
    *,
    of: tuple[ObjectKind, str] | None,
    by: str | None,
    kind: ObjectKind | None,
    day: date | None,
    batch: str | None,
    editors: Iterable[str],
    before: int | None,
    more: bool,
) -> HistoryPage:
    """A list of revisions, newest first. ``more`` tells that older ones follow."""
    chosen = [
        ("object", object_value(*of) if of else ""),
        ("by", by or ""),
        ("kind", kind.value if kind else ""),
        ("day", day.isoformat() if day else ""),
        ("batch", batch or ""),
    ]
    pairs = sorted((name, value) for name, value in chosen if value)
    at = [*pairs, ("before", str(before))] if before is not None else pairs
    link = _object(*of, names) if of else None
    return HistoryPage(
        title="What people changed",
        sentence=_SENTENCE,
        of=replace(link, note=KINDS[of[0]]) if link and of else None,
        of_value=object_value(*of) if of else "",
        editors=tuple(Option(name, name, name == by) for name in editors),
        kinds=tuple(Option(one.value, f"{label}s", one == kind) for one, label in KINDS.items()),
        day=day.isoformat() if day else "",
        filtered=bool(pairs),
        entries=tuple(entry_of(one, names) for one in found),
        older=_with(PATH, [*pairs, ("before", str(found[-1].id))]) if more and found else None,
        address=_with(PATH, at),
        json=_with(f"{PATH}.json", at),
    )


_SENTENCE = (
    "Every change that a person made here, the newest first: who, when, from what to what, and"
    " why. None is ever deleted; a change that was taken back stays, with what took it back."
)


def _with(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def revision_page(
    revision: Revision,
    names: Names,
    *,
    batch_size: int,
    batch_standing: int,
    reason: str = "",
    problem: str = "",
    since: Sequence[RevisionEntry] = (),
) -> RevisionPage:
    """One revision. ``batch_standing`` is how many of its batch are not undone."""
    address = revision_address(revision.id)
    several = batch_size > 1
    return RevisionPage(
        title=f"Change {revision.id}",
        entry=entry_of(revision, names, whole=True),
        batch=Link(
            f"{PATH}?batch={quote(revision.batch, safe='')}",
            f"{counted(batch_size, 'change')} made in one go",
        )
        if several
        else None,
        batch_size=batch_standing,
        can_undo=revision.undone_by is None,
        can_undo_batch=several and batch_standing > 0,
        reason=reason,
        problem=problem,
        since=tuple(since),
        address=address,
        json=f"{address}.json",
    )


def revision_data(
    revision: Revision, names: Names, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """A revision as JSON, without loss."""
    return {
        "id": revision.id,
        "url": absolute(revision_address(revision.id)),
        "batch": revision.batch,
        "at": revision.at.isoformat(timespec="seconds"),
        "by": revision.by,
        "interface": revision.interface.value,
        "action": revision.action,
        "reason": revision.reason,
        "objects": [
            {
                "kind": kind.value,
                "id": key,
                "url": absolute(_object(kind, key, names).address),
            }
            for kind, key in revision.objects
        ],
        "in_words": list(sentences(revision, names)),
        "changes": [
            {"table": one.table, "key": one.key, "before": one.before, "after": one.after}
            for one in revision.changes
        ],
        "undoes": revision.undoes,
        "undone_by": revision.undone_by,
    }


def _object(kind: ObjectKind, key: str, names: Names) -> Link:
    """Where an object is shown, and what it is called."""
    if kind is ObjectKind.ACTOR:
        return Link(actor_address(key), names.get(("actor slug", key), ("", key))[1])
    if kind is ObjectKind.ISSUE:
        address = "/" if key == DEFAULT_ISSUE else f"/?{urlencode({'issue': key})}"
        return Link(address, names.get(("issue slug", key), ("", key))[1])
    if kind is ObjectKind.ARTICLE:
        title = names.get(("article", key), ("", f"article {key}"))[1]
        return Link(article_address(key), title)
    words = quoted(names.get(("statement", key), ("", f"statement {key}"))[1])
    if kind is ObjectKind.UTTERANCE:
        return Link(utterance_address(key), words)
    return Link(statement_address(key), words)


def _numbered(number: int | None) -> Link | None:
    return Link(revision_address(number), f"change {number}") if number is not None else None
