"""Who writes first: writers of one account go one by one, by the locks of its caps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.models import QuerySet

from compliance.core.ledger import Problem
from compliance.models import Cap
from compliance.services.ledger.rejected import Rejected


PATIENCE_S = 10  # a person waits no longer; a statement may take 15
ONE_BY_ONE = "a table of rows"  # of the lock by which tables are entered one after the other


class Busy(Rejected):
    """Others are writing and took too long; nothing was kept, and it can be tried again."""

    def __init__(self) -> None:
        words = (
            "Others are recording just now, perhaps a long table (Imports say how far it is). "
            "Nothing of yours was recorded; do it again in a minute."
        )
        super().__init__([Problem("", "busy", words)])


def wait_for(key: str) -> None:
    """Whoever sends the same report at the same moment goes first; then it is held already."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1718))", [key])


def tables_are_free() -> bool:
    """Whether this transaction may enter a table now: they go one by one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 1718))", [ONE_BY_ONE])
        (mine,) = cursor.fetchone()
    return bool(mine)


def lock_caps(commodities: Iterable[str]) -> list[Cap]:
    """The caps on these goods, locked in one order. Raises `Busy`."""
    return _locked(Cap.objects.filter(commodity__code__in=set(commodities)))


def lock_every_cap() -> list[Cap]:
    """The caps on any good, locked in that order. Raises `Busy`."""
    return _locked(Cap.objects.exclude(commodity=None))


def _locked(caps: QuerySet[Cap]) -> list[Cap]:
    rows = caps.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    with _patiently():
        ids = list(rows)
    return list(Cap.objects.with_terms().filter(pk__in=ids).order_by("pk"))


@contextmanager
def _patiently() -> Iterator[None]:
    """Locks are waited for so long and no longer."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local lock_timeout = '{PATIENCE_S}s'")
        try:
            yield
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != "55P03":
                raise
            raise Busy from error
        cursor.execute("set local lock_timeout to default")
