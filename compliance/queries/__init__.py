"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import copies, desk, feeds, ledger, press, regime, review


__all__ = ["copies", "desk", "feeds", "ledger", "press", "regime", "review"]
