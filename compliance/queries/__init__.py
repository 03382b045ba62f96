"""Questions asked of what is kept. They read, and give whole values."""

from compliance.queries import accounts, audit, copies, feeds, ledger, press, regime, review


__all__ = ["accounts", "audit", "copies", "feeds", "ledger", "press", "regime", "review"]
