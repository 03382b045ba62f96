"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import feeds, ledger, press, regime, review


__all__ = ["feeds", "ledger", "press", "regime", "review"]
