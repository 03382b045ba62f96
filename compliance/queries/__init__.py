"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import copies, feeds, ledger, press, regime, review


__all__ = ["copies", "feeds", "ledger", "press", "regime", "review"]
