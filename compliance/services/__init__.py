"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import desk, ledger, press, regime, review


__all__ = ["desk", "ledger", "press", "regime", "review"]
