"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import desk, exchange, ledger, press, regime, review


__all__ = ["desk", "exchange", "ledger", "press", "regime", "review"]
