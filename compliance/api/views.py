"""What all doors of the API share: who may, what may be asked, how rows become answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from compliance.api import cited, formats, pagination, problems
from compliance.api.parameters import Listing, Parameters
from compliance.api.schema import Schema
from compliance.queries import tables


# Data is no page: nothing in it is loaded, run or framed.
POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"


class MayAdd(BasePermission):
    """Anyone reads; who writes has the right to add what the act adds."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS or view.action not in view.adds:
            return True  # reading, or a verb that is not allowed to anybody
        model = view.adds[view.action]
        return request.user.has_perm(f"compliance.add_{model._meta.model_name}")


class MaySee(BasePermission):
    """What is not for everybody is seen by whoever has the right to view it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not offered(view):
            return True  # a verb that is not allowed to anybody
        return request.user.has_perm(f"compliance.view_{view.sees._meta.model_name}")


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
    """A topic's way in. `asks` says what each action may be asked with, `adds` what it adds."""

    schema = Schema()
    renderer_classes = [formats.JSONRenderer]
    parser_classes = [formats.StrictJSONParser]
    content_negotiation_class = formats.Negotiation
    permission_classes = [MayAdd]
    pagination_class = pagination.Pages
    metadata_class = None
    asks: ClassVar[dict[str, type[Parameters]]] = {}
    adds: ClassVar[dict[str, type[Model]]] = {}
    sees: ClassVar[type[Model] | None] = None  # whose right to view is needed, if one is
    order: ClassVar[Sequence[str]] = ("id",)
    steady: ClassVar[bool] = False  # which rows there are depends on the question alone
    asked: dict[str, Any]
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

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        if answer.status_code < 300 and "X-Data-Version" not in answer.headers:
            cited.cite(answer, self.version or cited.version())
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
                pagination.plan(self.request, rows, order, places)

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
                return Response(onward)
        rows = self.narrowed(self.get_queryset())
        if whole:
            return self.taken(rows)
        return self.paged(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.one(**{self.names_by: kwargs[self.names_by]})

    def taken(self, rows: QuerySet) -> StreamingHttpResponse:
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
    """Who writes; `MayAdd` has let nobody through who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


@csrf_exempt
def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Any other address under the API."""
    return problems.as_response(
        404, "There is nothing at this address; /api/v1/ lists the addresses there are."
    )
