"""Limits: how often somebody may try to sign in, and from where an attempt comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(minutes=15)
# One account's own people mistype; one office behind one address has several people.
PER_ACCOUNT = 8
PER_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts unused, and how long in all."""

    idle: timedelta
    whole: timedelta

    @classmethod
    def of_hours(cls, idle: float, whole: float) -> SessionLimits:
        """The limits as they are set, in hours."""
        return cls(timedelta(hours=idle), timedelta(hours=whole))

    def is_over(self, began: datetime, seen: datetime, now: datetime) -> bool:
        """Whether a session is at its end; also where a clock says that it has not begun."""
        return now - seen >= self.idle or now - began >= self.whole

    def notes_use(self, seen: datetime, now: datetime) -> bool:
        """Whether it is time to store that a session is in use: not at every page."""
        return now - seen >= min(timedelta(minutes=5), self.idle / 10)


def from_where(host: str | None) -> str:
    """What counts as one address: of IPv6 the network that one line is given (/64)."""
    try:
        address = ip_address((host or "").split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def wait(failures: int, most: int, oldest: datetime | None, now: datetime) -> timedelta | None:
    """How long until one more attempt is allowed; None: at once."""
    if failures < most or oldest is None:
        return None
    return max(oldest + WINDOW - now, timedelta(seconds=1))
