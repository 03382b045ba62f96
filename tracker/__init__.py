"""The Django project: it wires, it knows no word of the domain."""

from tracker.celery import app as celery_app


__all__ = ["celery_app"]
