"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import ledger, press, regime, review


__all__ = ["ledger", "press", "regime", "review"]
