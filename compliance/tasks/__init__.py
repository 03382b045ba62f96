"""Celery's door: load, call one service, done. Messages carry ids at most; rows are the truth."""

from compliance.tasks import access, audit, exchange, follow, ledger, press


__all__ = ["access", "audit", "exchange", "follow", "ledger", "press"]
