"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import ledger, press, regime, review


__all__ = ["ledger", "press", "regime", "review"]
