"""What all doors of the API share: who may, what may be asked, how rows become answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from compliance import queries, services
from compliance.api import acts, cited, formats, pagination, problems, throttles
from compliance.api.parameters import Listing, Parameters
from compliance.api.schema import Schema
from compliance.core.ledger import Problem
from compliance.models.patience import within
from compliance.queries import tables


# Data is no page: nothing in it is loaded, run or framed.
POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"


class MayAct(BasePermission):
    """Anyone reads what is public; who acts has the right to all that the act adds and changes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if view.action in (None, "metadata"):
            return True  # a verb that is not allowed to anybody
        if request.method in SAFE_METHODS:
            looks = view.sees
            return not looks or request.user.has_perm(f"compliance.view_{looks._meta.model_name}")
        return all(request.user.has_perm(f"compliance.{right}") for right in view.needs())


class SignedIn(IsAuthenticated):
    """Whoever is asked about their own has to say who they are."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return not offered(view) or super().has_permission(request, view)


def offered(view: Any) -> bool:
    """Whether there is something to answer to the verb that was asked with."""
    return view.action not in (None, "metadata")


class Exact(serializers.DecimalField):
    """A decimal as a string, whole, without the zeros of its column."""

    def to_representation(self, value: Any) -> str:
        return tables.plain(value)


class Kept(serializers.ModelSerializer):
    """An answer made of a row and of what belongs to it."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: Exact,
    }


class Row(Kept):
    """An answer whose every field is a column: read as it stands, without making objects."""

    @classmethod
    @cache
    def columns(cls) -> dict[str, str]:
        """The path of each field's column."""
        return {
            name: (field.source or name).replace(".", "__") for name, field in cls().fields.items()
        }


class Door(GenericViewSet):
    """A topic's way in. `asks` says what each action may be asked with, `adds` and `changes` what
    it adds and changes; `guarded` are those that a caller means for the state they have seen.
    What `sees` names is seen only by those who have the right to."""

    schema = Schema()
    renderer_classes = [formats.JSONRenderer]
    parser_classes = [formats.StrictJSONParser]
    content_negotiation_class = formats.Negotiation
    permission_classes = [MayAct]
    pagination_class = pagination.Pages
    metadata_class = None
    asks: ClassVar[dict[str, type[Parameters]]] = {}
    adds: ClassVar[dict[str, type[Model] | tuple[type[Model], ...]]] = {}
    changes: ClassVar[dict[str, type[Model]]] = {}
    guarded: ClassVar[frozenset[str]] = frozenset()
    sees: ClassVar[type[Model] | None] = None  # whose right to view is needed, if one is
    order: ClassVar[Sequence[str]] = ("id",)
    # Questions whose answer is the same for whoever may ask, and is kept while nothing is written.
    keeps: ClassVar[frozenset[str]] = frozenset()
    steady: ClassVar[bool] = False  # which rows there are depends on the question alone
    asked: dict[str, Any]
    export: throttles.Export | None = None
    seen: str | None = None
    place: queries.kept.Place | None = None  # where the answer is kept
    version: str = ""  # how far the data had come before the rows were read

    def parameters(self) -> list[type[Parameters]]:
        usual = Listing if self.action == "list" else None
        asks = self.asks.get(self.action, usual)
        return [asks] if asks else []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        asks = next(iter(self.parameters()), Parameters)
        self.asked = asks.read(request)
        self.version = cited.version()
        if request.accepted_renderer.format != "json":
            self.export = throttles.Export()
        if self.action == "retrieve":
            # Before the rest is read: whoever changes it meanwhile makes the tag an old one.
            self.seen = self.state(**kwargs)
        if self.action in self.keeps and request.method == "GET" and queries.kept.keeps():
            own = getattr(self, "get")  # noqa: B009 - given to it by its address
            setattr(self, "get", partial(self.again, own))  # noqa: B010 - as below
        if self.needs():
            verb = str(request.method).lower()
            setattr(self, verb, partial(acts.carried_out, self, getattr(self, verb)))

    def needs(self) -> list[str]:
        """The rights that the act takes, as "verb_model"; none for what is read."""
        adds = self.adds.get(self.action, ())
        every = adds if isinstance(adds, tuple) else (adds,)
        found = [f"add_{model._meta.model_name}" for model in every]
        if changed := self.changes.get(self.action):
            found.append(f"change_{changed._meta.model_name}")
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As usual; a question is one that the database answers within seconds."""
        question = request.method in SAFE_METHODS
        try:
            with within(settings.API_ANSWERS_WITHIN_MS if question else None):
                return super().dispatch(request, *args, **kwargs)
        except BaseException:
            if self.export is not None:
                self.export.close()
            raise

    # Which state of it

    def state(self, **named: Any) -> str | None:
        """What a change of the thing at an address rests on; None where nothing is changed there.

        Raises `Http404` where nothing is.
        """
        return None

    def check_match(self, request: Request, **named: Any) -> None:
        """Raises `Refused` where the act is not meant for what is held now."""
        if self.action in self.guarded:
            services.access.one_by_one(f"{type(self).__name__} {named}")
            state = self.state(**named)
            assert state is not None, self.action
            acts.check_match(request, state)

    def tagged(self, answer: Response, **named: Any) -> Response:
        """An answer to an act, with the ETag that the thing has from here on."""
        answer["ETag"] = acts.tag(formats.as_json(answer.data), self.state(**named))
        return answer

    def finalize_response(  # type: ignore[override]  # an answer may be a stream
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        answer: Any = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, ["Accept", "Authorization", "Cookie"])
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        if answer.status_code < 300 and "X-Data-Version" not in answer.headers:
            cited.cite(answer, self.version or cited.version())
        if self.export is not None:
            answer._resource_closers.append(self.export.close)
        if request.method not in ("GET", "HEAD") or answer.status_code != 200 or answer.streaming:
            return answer
        if isinstance(answer, Response):
            answer.render()
        if not answer.has_header("ETag"):
            answer["ETag"] = acts.tag(answer.content, self.seen)
            if self.place is not None:
                headers = {name: answer[name] for name in ("Content-Type", "ETag")}
                self.place.keep(answer.content, headers)
        etag = answer.get("ETag", "")
        if acts.names(request.headers.get("If-None-Match", ""), etag):
            same = HttpResponse(status=304, headers={"ETag": etag, "Vary": answer["Vary"]})
            del same["Content-Type"]
            return same
        return answer

    def again(self, handler: Any, request: Request, **named: Any) -> HttpResponseBase:
        """The answer that was given to the same question, if it holds; else the door's own."""
        address = request.build_absolute_uri()
        place = queries.kept.Place(address, today=timezone.localdate())
        given = place.given()
        if given is not None:
            return HttpResponse(given[0], headers=given[1])
        self.place = place
        answer: HttpResponseBase = handler(request, **named)
        return answer

    def get_exception_handler(self) -> Any:
        return problems.handler

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows of the question; each topic says what its parameters mean."""
        return rows

    def sorted_by(self) -> Sequence[str]:
        return self.order

    def paged(self, rows: QuerySet) -> HttpResponseBase:
        """A page of rows as this door writes them."""
        order = self.sorted_by()
        out: Any = self.get_serializer_class()
        written: Any
        if issubclass(out, Row):
            names = out.columns()
            keys = [name.lstrip("-") for name in order]
            paths = list(dict.fromkeys([*keys, *names.values()]))
            places = [(name, paths.index(path)) for name, path in names.items()]
            rows = rows.values_list(*paths)
            if self.steady and "cursor" in self.asked:
                pagination.plan(self.request, rows, order, names)

            def written(found: list[Any]) -> list[Any]:
                return [{name: row[place] for name, place in places} for row in found]
        else:

            def written(found: list[Any]) -> list[Any]:
                return out(found, many=True, context=self.get_serializer_context()).data

        return Response(
            pagination.page(
                self.request,
                rows,
                order=order,
                cursor=self.asked.get("cursor"),
                size=self.asked.get("page_size"),
                written=written,
            )
        )

    def one(self, **key: Any) -> Response:
        """One row, by what names it."""
        if any("\x00" in str(value) for value in key.values()):
            raise Http404  # PostgreSQL holds no such text
        out: Any = self.get_serializer_class()
        rows = self.get_queryset()
        if issubclass(out, Row):
            names = out.columns()
            row = rows.filter(**key).order_by().values_list(*names.values()).first()
            if row is None:
                raise Http404
            return Response(dict(zip(names, row, strict=True)))
        found = rows.filter(**key).first()
        if found is None:
            raise Http404
        return Response(out(found, context=self.get_serializer_context()).data)


class Table(Door):
    """A list and its rows, one by one; rows that are columns also as whole tables, streamed."""

    names_by: ClassVar[str] = "pk"

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        whole = request.accepted_renderer.format != "json"
        if self.steady and not whole:
            onward = pagination.further(
                request, cursor=self.asked.get("cursor"), size=self.asked.get("page_size")
            )
            if onward is not None:
                body = formats.as_json(onward)
                return HttpResponse(body, content_type=formats.JSONRenderer.media_type)
        rows = self.narrowed(self.get_queryset())
        if whole:
            return self.taken(rows)
        return self.paged(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.one(**{self.names_by: kwargs[self.names_by]})

    def taken(self, rows: QuerySet) -> StreamingHttpResponse:
        if paged := [name for name in ("cursor", "page_size") if name in self.asked]:
            raise problems.Refused(
                Problem(name, "not_in_pages", "As a file a list comes whole; leave this out.")
                for name in paged
            )
        out: Any = self.get_serializer_class()
        names = out.columns()
        ordered = rows.order_by(*self.sorted_by())
        return formats.stream(
            self.request, ordered, names, file=self.request.path.strip("/").split("/")[-1]
        )

    def get_renderers(self) -> Any:
        renderers = super().get_renderers()
        if self.action == "list" and issubclass(self.get_serializer_class(), Row):
            renderers += [kind() for kind in formats.WHOLE]
        return renderers


def writer(request: Request) -> User:
    """Who writes; `MayAct` has let nobody through who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


@csrf_exempt
def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Any other address under the API."""
    return problems.as_response(
        404, "There is nothing at this address; /api/v1/ lists the addresses there are."
    )
