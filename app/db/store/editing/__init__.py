"""What editors do. Each takes (session, by, ..., reason, seen, batch) and returns its revision.

Nothing here commits. Of the last three (``How``) none is needed. ``seen`` is the last revision of
the object that the editor saw (0: none); where another came since, Outdated tells which. ``batch``
names what is done in one go (``new_batch``), to be undone in one go. What the rules are:
docs/decisions/0012.
"""

from __future__ import annotations

from app.db.store.editing.actors import edit_actor, merge_actors, split_actor
from app.db.store.editing.articles import edit_article
from app.db.store.editing.drafts import UNSET, Correction, PositionDraft, Unset
from app.db.store.editing.issues import edit_issue
from app.db.store.editing.statements import accept, add, correct, dismiss, restore, withdraw
from app.db.store.editing.turns import Outdated
from app.db.store.editing.undoing import undo, undo_batch
from app.db.store.editing.utterances import join, part
from app.db.store.revisions import Conflict, new_batch

__all__ = [
    "UNSET",
    "Conflict",
    "Correction",
    "Outdated",
    "PositionDraft",
    "Unset",
    "accept",
    "add",
    "correct",
    "dismiss",
    "edit_actor",
    "edit_article",
    "edit_issue",
    "join",
    "merge_actors",
    "new_batch",
    "part",
    "restore",
    "split_actor",
    "undo",
    "undo_batch",
    "withdraw",
]
