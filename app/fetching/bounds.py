"""Bounds: how much one fetch may take, and how polite it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from app.config import Settings


@dataclass(frozen=True, slots=True)
class Bounds:
    """All times are in seconds; all sizes in bytes."""

    max_bytes: int = 20_000_000  # of what arrives, and of what it unpacks to
    connect_seconds: float = 10.0  # for one connection: finding the host, connecting, encryption
    read_seconds: float = 20.0  # for the next bytes to arrive
    whole_seconds: float = 60.0  # for one try, with all its redirects, without polite pauses
    tries: int = 3
    delay_seconds: float = 1.0  # between two requests to one host
    longest_wait_seconds: float = 60.0  # the longest pause; who asks for more is left for later
    contact: str | None = None  # an address or mail for those who find us in their logs

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the person has set them."""
        return cls(
            max_bytes=settings.fetch_max_bytes,
            connect_seconds=settings.fetch_connect_timeout,
            read_seconds=settings.fetch_read_timeout,
            whole_seconds=settings.fetch_timeout,
            tries=settings.fetch_tries,
            delay_seconds=settings.fetch_delay,
            longest_wait_seconds=settings.fetch_longest_wait,
            contact=settings.fetch_contact,
        )
