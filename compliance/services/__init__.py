"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import accounts, audit, ledger, press, regime, review


__all__ = ["accounts", "audit", "ledger", "press", "regime", "review"]
