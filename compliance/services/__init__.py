"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import (
    accounts,
    audit,
    desk,
    dumps,
    exchange,
    follow,
    ledger,
    press,
    regime,
    review,
)


__all__ = [
    "accounts",
    "audit",
    "desk",
    "dumps",
    "exchange",
    "follow",
    "ledger",
    "press",
    "regime",
    "review",
]
