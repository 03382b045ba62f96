"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import (
    access,
    accounts,
    audit,
    copies,
    desk,
    dumps,
    exchange,
    feeds,
    follow,
    kept,
    ledger,
    press,
    regime,
    review,
    tables,
)


__all__ = [
    "access",
    "accounts",
    "audit",
    "copies",
    "desk",
    "dumps",
    "exchange",
    "feeds",
    "follow",
    "kept",
    "ledger",
    "press",
    "regime",
    "review",
    "tables",
]
