"""The analyst's desk: reference is edited here, evidence is added to and never changed."""

from compliance.admin import accounts, books, feeds, history, ledger, press, regime, review, today


__all__ = ["accounts", "books", "feeds", "history", "ledger", "press", "regime", "review", "today"]
