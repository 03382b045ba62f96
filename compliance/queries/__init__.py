"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import copies, desk, exchange, feeds, ledger, press, regime, review


__all__ = ["copies", "desk", "exchange", "feeds", "ledger", "press", "regime", "review"]
