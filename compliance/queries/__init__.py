"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import (
    access,
    accounts,
    audit,
    copies,
    desk,
    exchange,
    feeds,
    ledger,
    press,
    regime,
    review,
)


__all__ = [
    "access",
    "accounts",
    "audit",
    "copies",
    "desk",
    "exchange",
    "feeds",
    "ledger",
    "press",
    "regime",
    "review",
]
