"""To follow us: what has changed since, messages about it, and all of it as files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import core, queries, services
from compliance.api import cited, ledger, pagination, review
from compliance.api.bodies import Address, Body
from compliance.api.parameters import Choice, Held, Number, Parameters, Text
from compliance.api.problems import Refused
from compliance.api.views import Door, Kept, MayAct, Row, SignedIn, Table, writer
from compliance.core.follow import TOPICS
from compliance.core.ledger import Problem
from compliance.models import Cap, Committee, Sending, Subscription


MOST_ROWS = 500


class ChangeOut(serializers.Serializer):
    """A row that came in, stands otherwise than before, or is gone from its list."""

    topic = serializers.ChoiceField(TOPICS)
    id = serializers.IntegerField()
    change = serializers.ChoiceField(
        ["set", "withdrawn", "removed"],
        help_text="set: put `row` in the place of the row with this id, if there is one; "
        "withdrawn: the same, and it stands no more; removed: take the row with this id out",
    )
    replaces = serializers.IntegerField(
        allow_null=True, help_text="the row that this one takes the place of, among what stands"
    )
    row = serializers.DictField(
        allow_null=True, help_text="the row as its list gives it now; null where it is removed"
    )


class ChangesOut(serializers.Serializer):
    """What follows a mark, in the order in which it came to stand."""

    results = ChangeOut(many=True)
    next = serializers.CharField(
        allow_null=True, help_text="address of what follows; null: nothing does for now"
    )
    changed_since = serializers.CharField(
        help_text="the mark to go on from another day; opaque, of no question in particular"
    )
    total = serializers.DictField(
        help_text="value: so many rows, these included; relation: eq, exactly so many, or gte"
    )


class AskChanges(Parameters):
    changed_since = Text(
        required=False,
        max_length=60,
        help_text="a mark: the `changed_since` of an earlier answer, or the X-Data-Version of a "
        "list, an export or a dump; none: from the beginning",
    )
    topic = Choice([*((t, t) for t in TOPICS)], required=False, help_text="none: all of them")
    page_size = Number(required=False, most=MOST_ROWS, help_text="rows; 50 unless asked for")


class Changes(Door):
    """What has changed."""

    serializer_class = ChangesOut
    queryset = Committee.objects.none()
    asks = {"since": AskChanges}

    @extend_schema(responses=ChangesOut)
    def since(self, request: Request) -> Response:
        """What has come in, was corrected, withdrawn or removed since a mark.

        Applied to an export that was made at the mark or after it, one row after the other, it
        gives what the list holds now: `set` puts a row by its id, `removed` takes it out. Of what
        stands among the lines, `replaces` and `withdrawn` tell what is gone. A row is told as it
        is now, so one that changed twice may come twice and be the same. A finding that is told
        for its article may make a page longer than was asked for.
        """
        words = self.asked.get("changed_since")
        mark = core.follow.read_mark(words) if words is not None else core.follow.Mark()
        topics = [self.asked["topic"]] if "topic" in self.asked else list(TOPICS)
        services.follow.place()
        try:
            if mark is None:
                raise queries.follow.NotOurs
            part = queries.follow.since(
                mark, topics=topics, most=self.asked.get("page_size") or pagination.PAGE
            )
        except queries.follow.NotOurs as unknown:
            raise Refused(
                [
                    Problem(
                        "changed_since",
                        "invalid_mark",
                        "This mark is none of ours as the data stands: take the list or a dump "
                        "anew, and go on from its X-Data-Version.",
                    )
                ]
            ) from unknown
        onward = None
        if part.left or part.upto.rows:
            query = request.query_params.copy()
            query["changed_since"] = str(part.upto)
            onward = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        value = part.left + len(part.rows)
        return Response(
            {
                "results": told(part.rows, self.get_serializer_context()),
                "next": onward,
                "changed_since": str(part.upto),
                "total": {"value": value, "relation": "eq" if part.counted else "gte"},
            }
        )


def told(rows: Iterable[queries.follow.Row], context: Any) -> list[dict[str, Any]]:
    """Rows of the feed, each with what its list shows of it. A query or a few a topic."""
    named: dict[str, list[int]] = defaultdict(list)
    found = list(rows)
    for row in found:
        if row.change != "removed":
            named[row.topic].append(row.id)
    held = {topic: _SHOWN[topic](numbers, context) for topic, numbers in named.items()}
    return [
        {
            "topic": row.topic,
            "id": row.id,
            "change": row.change if shown is not None else "removed",
            "replaces": row.replaces,
            "row": shown,
        }
        for row in found
        for shown in [held.get(row.topic, {}).get(row.id)]
    ]


def _plain(rows: QuerySet, out: type[Row], numbers: list[int]) -> dict[int, dict[str, Any]]:
    names = out.columns()
    found = rows.filter(pk__in=numbers).order_by().values_list("pk", *names.values())
    return {pk: dict(zip(names, row, strict=True)) for pk, *row in found}


def _findings(numbers: list[int], context: dict[str, Any]) -> dict[int, dict[str, Any]]:
    rows = queries.review.findings().prefetch_related("reviews__decided_by")
    found = rows.filter(pk__in=numbers)
    written: Any = review.FindingOut(found, many=True, context=context).data
    return {row["id"]: row for row in written}


def _decisions(numbers: list[int], context: dict[str, Any]) -> dict[int, dict[str, Any]]:
    every = queries.ledger.decisions(timezone.localdate(), only=numbers)
    return {one.decision.pk: queries.ledger.decision_data(one) for one in every}


_SHOWN: dict[str, Callable[[list[int], dict[str, Any]], dict[int, dict[str, Any]]]] = {
    "reports": lambda n, _: _plain(queries.ledger.reports(), ledger.ReportOut, n),
    "lines": lambda n, _: _plain(queries.ledger.lines(), ledger.LineOut, n),
    "notices": lambda n, _: _plain(queries.ledger.notices(), ledger.NoticeOut, n),
    "findings": _findings,
    "decisions": _decisions,
}


# Subscriptions


class SubscriptionOut(Kept):
    """Where somebody is told of changes, and how that goes."""

    cap = serializers.CharField(source="cap.slug", allow_null=True, default=None)
    failures = serializers.IntegerField(source="progress.failures", help_text="in a row")
    next_try_at = serializers.SerializerMethodField(
        help_text="when the message that failed is sent again; null: none failed"
    )

    class Meta:
        model = Subscription
        fields = [
            "id",
            "url",
            "events",
            "cap",
            "active",
            "stopped_because",
            "failures",
            "next_try_at",
            "made_at",
        ]

    def get_next_try_at(self, row: Subscription) -> str | None:
        waits = row.active and row.progress.failures
        return row.progress.due_at.isoformat() if waits else None


class MadeOut(SubscriptionOut):
    """A subscription with the secret its messages are signed with: shown this once."""

    secret = serializers.CharField()

    class Meta:
        model = Subscription
        fields = [*SubscriptionOut.Meta.fields, "secret"]


class SendingOut(Row):
    """One try to send a message, and how it went."""

    class Meta:
        model = Sending
        fields = ["id", "message", "what", "rows", "at", "status", "problem", "answer", "next_at"]


class SubscriptionIn(Body):
    """An address of yours, and what it shall be told of."""

    url = Address(help_text="https, on the public web")
    events = serializers.ListField(
        child=Choice([*((t, t) for t in TOPICS)]), min_length=1, max_length=len(TOPICS)
    )
    cap = Held(Cap, "slug", required=False, help_text="only what concerns this cap")


class Subscriptions(Table):
    """Messages to you: your own subscriptions."""

    queryset = Subscription.objects.none()
    serializer_class = SubscriptionOut
    permission_classes = [SignedIn, MayAct]
    adds = {"create": Subscription, "stop": Subscription, "start": Subscription}

    def get_queryset(self) -> QuerySet[Any]:
        return queries.follow.subscriptions(self.request.user)

    @extend_schema(
        request=SubscriptionIn,
        responses={201: OpenApiResponse(MadeOut, description="Told from here on.")},
    )
    def create(self, request: Request) -> Response:
        """Have messages sent to an address of yours when something changes.

        A message names the rows and a mark; /changes/ from that mark tells what became of them.
        It is signed as Standard Webhooks has it. One that is not taken (2xx) is sent again after
        10 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h and 24 h; then the subscription stops.
        """
        values, found = SubscriptionIn.read(request.data)
        if found:
            raise Refused(found)
        cap = Cap.objects.get(slug=values["cap"]) if "cap" in values else None
        try:
            made = services.follow.subscribe(
                url=values["url"],
                events=sorted(set(values["events"]), key=TOPICS.index),
                cap=cap,
                by=writer(request),
                at=timezone.now(),
            )
        except services.follow.NotSubscribed as reason:
            raise Refused([Problem("url", "not_taken", str(reason))]) from reason
        return Response(
            MadeOut(made).data,
            status=201,
            headers={"Location": reverse("api-subscription", args=[made.pk])},
        )

    @extend_schema(request=None, responses=SubscriptionOut)
    def stop(self, request: Request, pk: int) -> Response:
        """Have nothing more sent."""
        services.follow.stop(subscription=self.mine(pk), because="Stopped by its owner.")
        return self.one(pk=pk)

    @extend_schema(request=None, responses=SubscriptionOut)
    def start(self, request: Request, pk: int) -> Response:
        """Have messages sent again, beginning with what came in meanwhile."""
        services.follow.start(subscription=self.mine(pk), at=timezone.now())
        return self.one(pk=pk)

    def mine(self, pk: int) -> Subscription:
        row = self.get_queryset().filter(pk=pk).first()
        if row is None:
            raise Http404
        return row


class Sendings(Table):
    """The log of what was sent to you."""

    queryset = Sending.objects.none()
    serializer_class = SendingOut
    permission_classes = [SignedIn]
    order = ("-id",)

    def get_queryset(self) -> QuerySet[Any]:
        rows = queries.follow.subscriptions(self.request.user)
        row = rows.filter(pk=self.kwargs.get("pk") or 0).first()
        if row is None:
            raise Http404
        return queries.follow.sendings(row)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Every try of the last month, the newest first."""
        return super().list(request, *args, **kwargs)


# Dumps


class FileOut(serializers.Serializer):
    """A table of a dump."""

    file = serializers.CharField()
    table = serializers.CharField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField(help_text="where it is fetched")


class DumpOut(serializers.Serializer):
    """All that is public, as it stood at one moment."""

    name = serializers.CharField()
    made_at = serializers.DateTimeField()
    data_version = serializers.CharField(help_text="the mark from which /changes/ goes on")
    licence = serializers.CharField(allow_null=True)
    format = serializers.ChoiceField(list(services.dumps.FORMATS))
    files = FileOut(many=True)


class DumpsOut(serializers.Serializer):
    results = DumpOut(many=True)


DUMPED = {".gz": "application/gzip", ".parquet": "application/vnd.apache.parquet"}


class Dumps(Door):
    """All that is public, as files."""

    queryset = Committee.objects.none()
    serializer_class = DumpsOut
    asks = {"kept": Parameters, "file": Parameters}

    @extend_schema(responses=DumpsOut)
    def kept(self, request: Request) -> Response:
        """The dumps that are kept, the newest first; one is made every night."""
        return Response(
            {"results": [_with_urls(dump, request) for dump in queries.dumps.made(settings.DUMPS)]}
        )

    @extend_schema(
        operation_id="dumps_file",
        responses={(200, kind): OpenApiTypes.BINARY for kind in DUMPED.values()},
    )
    def file(self, request: Request, name: str, file: str) -> FileResponse:
        """A file of a dump, as its manifest names it."""
        for dump in queries.dumps.made(settings.DUMPS):
            for held in dump["files"]:
                if (dump["name"], held["file"]) == (name, file):
                    path = Path(settings.DUMPS) / name / file
                    answer = FileResponse(
                        path.open("rb"),
                        as_attachment=True,
                        filename=file,
                        content_type=DUMPED[path.suffix],
                    )
                    cited.cite(answer, dump["data_version"])
                    return answer
        raise Http404


def _with_urls(dump: dict[str, Any], request: Request) -> dict[str, Any]:
    files = [
        {
            **held,
            "url": request.build_absolute_uri(
                reverse("api-dump-file", args=[dump["name"], held["file"]])
            ),
        }
        for held in dump["files"]
    ]
    return {**dump, "files": files}


class Licence(Door):
    """The terms."""

    queryset = Committee.objects.none()
    serializer_class = cited.LicenceOut
    asks = {"terms": Parameters}

    @extend_schema(responses=cited.LicenceOut)
    def terms(self, request: Request) -> Response:
        """Under which terms the data may be used."""
        return Response(cited.licence())
