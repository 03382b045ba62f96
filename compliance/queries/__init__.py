"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import (
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
