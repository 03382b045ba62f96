"""What every list of the desk shares: pages that count no further than a person reads, filters
that ask the table nothing, and filters kept under a name."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import RelatedFieldListFilter, ShowFacets
from django.contrib.admin.views.main import ALL_VAR
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter

from compliance import queries, services
from compliance.core import state
from compliance.models import SavedFilter


COUNTED = 10_000  # rows: further than that a list is narrowed, not leafed through
A_MINUTE = 60  # s
A_WHILE = 3600  # s: for good, but for a database that was put back to what it was


class BoundedPaginator(Paginator):
    """Counts to ten thousand and no further: a count of a million rows is a second of waiting."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def more(self) -> bool:
        return self._counted > COUNTED


class GrowingPaginator(BoundedPaginator):
    """Of rows that are never taken away, nor change what they are found by: where there were
    too many to count there are for good, and they are not counted again."""

    known_by = ""  # what is asked of the list

    @cached_property
    def _counted(self) -> int:
        key = sha256(f"{COUNTED} {self.known_by}".encode()).hexdigest()
        if cache.get(key):
            return COUNTED + 1
        counted = super()._counted
        if counted > COUNTED:
            cache.set(key, True, A_WHILE)
        return counted


class DeskAdmin(ModelAdmin):
    """A list with its saved filters above it."""

    paginator: type[BoundedPaginator] = BoundedPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # a count a choice, each over the whole table
    list_before_template = "admin/compliance/parts/saved_filters.html"
    empty_words = ""  # what an empty list says of what will stand in it

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = self.narrowed(request.GET)
        said = [(name, values) for name, values in request.GET.lists() if name != ALL_VAR]
        if request.method == "GET" and any("" in values for _, values in said):
            # The form of a list sends each of its fields; what is left open is not asked for.
            return HttpResponseRedirect(f"{request.path}?{asked}" if asked else request.path)
        return super().changelist_view(
            request,
            {
                "saved_filters": list(
                    queries.desk.filters(str(self.opts.model_name), request.user)  # type: ignore[arg-type]
                ),
                "narrowed": asked,
                "save_filter_url": reverse(f"admin:{self._named('save_filter')}"),
                "forget_filter_url": reverse(f"admin:{self._named('forget_filter')}"),
                **(extra_context or {}),
            },
        )

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        pages: Paginator = super().get_paginator(request, *args, **kwargs)
        if isinstance(pages, GrowingPaginator):
            pages.known_by = f"{self.opts.label}?{self.narrowed(request.GET)}"
        return pages

    @staticmethod
    def narrowed(asked: QueryDict) -> str:
        """What is asked of a list, without the page it is on."""
        kept = [(k, v) for k, values in asked.lists() for v in values if k not in ("p", "e") and v]
        return urlencode(kept)

    def _named(self, act: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{act}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("keep-filter/", view(self.save_filter), name=self._named("save_filter")),
            path("forget-filter/", view(self.forget_filter), name=self._named("forget_filter")),
            *super().get_urls(),
        ]

    def save_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep the list as it is narrowed under a name."""
        self._may_look(request)
        query = self.narrowed(QueryDict(request.POST.get("query", "")[:2000]))
        try:
            saved = services.desk.save_filter(
                of=str(self.opts.model_name),
                name=request.POST.get("name", ""),
                query=query,
                shared=request.POST.get("shared") == "on",
                by=request.user,  # type: ignore[arg-type]  # the admin lets in nobody else
            )
        except services.desk.NotKept as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"Kept as “{saved.name}”.")
        return self._back(query)

    def forget_filter(self, request: HttpRequest) -> HttpResponse:
        self._may_look(request)
        said = request.POST.get("filter", "")
        pk = int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
        saved = get_object_or_404(SavedFilter, pk=pk, of=self.opts.model_name)
        try:
            services.desk.forget_filter(saved=saved, by=request.user)  # type: ignore[arg-type]
        except services.desk.NotKept as problem:
            messages.error(request, str(problem))
        return self._back("")

    def _may_look(self, request: HttpRequest) -> None:
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied

    def _back(self, query: str) -> HttpResponseRedirect:
        address = reverse(f"admin:{self._named('changelist')}")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def row_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """The row of an act's page. Raises `Http404`, also where the id is no number."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id[:40]!r}.")
        return row

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        """A page of ours in the admin's frame."""
        if not template.startswith("admin/compliance/"):
            raise ImproperlyConfigured("pages of the admin stand in templates/admin/compliance/")
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.model._meta,
                "title": title,
                **context,
            },
        )


class StateFilter(DropdownFilter):
    """Narrows a list to a State, of all there are: the table is not asked which it holds."""

    column: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, name) for code, name in state.names().items()]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        code = self.value()
        return rows.filter(**{self.column: code}) if code else rows


class YearFilter(DropdownFilter):
    """Narrows a list to a year of one of its days."""

    column: ClassVar[str]
    since = 2006  # resolution 1718

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = range(timezone.localdate().year, self.since - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        year = self.value() or ""
        if not (len(year) == 4 and year.isascii() and year.isdecimal() and year != "0000"):
            return rows
        return rows.filter(**{f"{self.column}__year": int(year)})


class NamedFilter(RelatedFieldListFilter):
    """Narrows a list to one of the rows of another table that are called by their name; what is
    new there can be chosen within a minute."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        rows = field.remote_field.model.objects
        key = f"choices:{rows.model._meta.label_lower}"
        held: list[tuple[str, Any]] | None = cache.get(key)
        if held is None:
            held = list(rows.values_list("pk", "name"))
            cache.set(key, held, A_MINUTE)
        return held


def by_state(column: str, title: str) -> type[StateFilter]:
    return type(
        "StateFilter",
        (StateFilter,),
        {"column": column, "parameter_name": column, "title": title},
    )


def by_year(column: str, title: str) -> type[YearFilter]:
    return type(
        "YearFilter",
        (YearFilter,),
        {"column": column, "parameter_name": f"{column}_year", "title": title},
    )
