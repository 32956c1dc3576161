"""How much each actor is on record with, kept by triggers (migration 0016).

To count it for a page would read every statement. ``recount`` (app/db/store/tally.py) makes it
anew; nothing else but the triggers writes it.
"""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import PublicId
from app.db.tables import Table


class ActorTallyRow(Table):
    """What one actor said on any subject, of what is shown; who said nothing has no row."""

    __tablename__ = "actor_tally"

    actor_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True
    )
    reports: Mapped[int] = mapped_column(BigInteger)  # what copies of an article print counts once
    utterances: Mapped[int] = mapped_column(BigInteger)  # what several articles report counts once
