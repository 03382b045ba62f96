"""The analyst's desk: reference is edited here, evidence is added to and never changed."""

from compliance.admin import (
    accounts,
    books,
    everywhere,
    exchange,
    feeds,
    follow,
    history,
    ledger,
    notices,
    press,
    regime,
    review,
    today,
    tokens,
)


__all__ = [
    "accounts",
    "books",
    "everywhere",
    "exchange",
    "feeds",
    "follow",
    "history",
    "ledger",
    "notices",
    "press",
    "regime",
    "review",
    "today",
    "tokens",
]
