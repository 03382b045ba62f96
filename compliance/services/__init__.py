"""Acts that change what is kept: each one transaction, with `by` and `at`."""

from compliance.services import exchange, ledger, press, regime, review


__all__ = ["exchange", "ledger", "press", "regime", "review"]
