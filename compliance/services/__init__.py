"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import (
    access,
    accounts,
    audit,
    desk,
    dumps,
    exchange,
    follow,
    kept,
    ledger,
    press,
    regime,
    review,
)


__all__ = [
    "access",
    "accounts",
    "audit",
    "desk",
    "dumps",
    "exchange",
    "follow",
    "kept",
    "ledger",
    "press",
    "regime",
    "review",
]
