"""Celery's door: load, call one service, done. Messages carry ids at most; rows are the truth."""

from compliance.tasks import audit, ledger, press


__all__ = ["audit", "ledger", "press"]
