"""How a list of the desk is drawn: its rows and filters as HTML, put together once a column and not
once a cell, so that a page of a long list costs little more than the question for its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.admin import filters
from django.contrib.admin.templatetags.admin_list import (  # type: ignore[attr-defined]  # not in the stubs
    _coerce_field_name,
    admin_list_filter,
)
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Field, ForeignKey, Model
from django.template import Context, Library
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from unfold.templatetags.unfold_list import result_headers


register = Library()

Draw = Callable[[Model], str]  # of a row, the HTML of a cell
PLAIN = (str, int, bool, date, Decimal, type(None))  # values of which two that are equal read alike


@register.simple_tag(takes_context=True)
def desk_rows(context: Context, cl: ChangeList) -> SafeString:
    """The table of a list: its heads, and its rows."""
    headers = list(result_headers(cl))
    parts = ['<table id="result_list" class="dk-list"><thead><tr>']
    parts += [_head(header) for header in headers]
    parts.append("</tr></thead><tbody>")
    columns = list(_columns(cl, headers))
    kept = {"preserved_filters": cl.preserved_filters, "opts": cl.opts}
    address = _addresses(cl, kept)
    for row in cl.result_list:
        parts.append("<tr>")
        for before, after, link, draw in columns:
            words = draw(row)
            if link:
                words = f'<a href="{address(row)}"{_opener(cl, row)}>{words}</a>'
            parts += (before, words, after)
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped above


def _head(header: dict[str, Any]) -> str:
    words = conditional_escape(header["text"])
    name = escape(header["class_attrib"])
    if not header["sortable"]:
        return f'<th scope="col" class="{name}">{_capital(words)}</th>'
    if not header["sorted"]:
        return (
            f'<th scope="col" class="{name}"><a href="{escape(header["url_primary"])}">'
            f"{_capital(words)}</a></th>"
        )
    way, mark = ("ascending", "↑") if header["ascending"] else ("descending", "↓")
    return (
        f'<th scope="col" class="{name}" aria-sort="{way}">'
        f'<a href="{escape(header["url_toggle"])}">'
        f'{_capital(words)} <span aria-hidden="true">{mark}</span></a></th>'
    )


def _capital(words: str) -> str:
    return words if words.startswith("<") else words[:1].upper() + words[1:]


def _columns(
    cl: ChangeList, headers: list[dict[str, Any]]
) -> Iterator[tuple[str, str, bool, Draw]]:
    """Of each column: what stands before and after a cell, whether it leads on, and its words."""
    first = True
    for place, name in enumerate(cl.list_display):
        label = "Select" if name == "action_checkbox" else _capital(str(headers[place]["text"]))
        link = cl.list_display_links is not None and (
            name in cl.list_display_links if cl.list_display_links else first
        )
        tag = "th" if link and first else "td"
        scope = ' scope="row"' if tag == "th" else ""
        first = first and not link
        called = _coerce_field_name(name, place)
        kind = "action-checkbox" if name == "action_checkbox" else f"field-{called}"
        before = f'<{tag} class="{escape(kind)}"{scope} data-label="{escape(label)}">'
        yield before, f"</{tag}>", link, _drawn(cl, name)


def _drawn(cl: ChangeList, name: Any) -> Draw:
    """The words of a column, found out once; what a row says is asked of it."""
    admin, empty = cl.model_admin, cl.model_admin.get_empty_value_display()
    field: Any = None
    with suppress(FieldDoesNotExist):
        field = cl.lookup_opts.get_field(name) if isinstance(name, str) else None
    if field is not None and not getattr(field, "auto_created", False):
        return _of_field(field, empty)
    if callable(name):
        ask: Any = name
    elif hasattr(admin, name) and name != "__str__":
        ask = getattr(admin, name)
    else:

        def ask(row: Model) -> object:
            said = getattr(row, name)
            return said() if callable(said) else said

        ask.boolean = getattr(getattr(cl.model, name, None), "boolean", False)
    boolean = getattr(ask, "boolean", False)
    empty = getattr(ask, "empty_value_display", empty)

    def words(row: Model) -> str:
        try:
            said = ask(row)
        except ObjectDoesNotExist:
            return _escaped(empty)
        if isinstance(said, str):
            return _escaped(said or empty)
        if isinstance(said, datetime):
            return _moment(said)
        return _escaped(display_for_value(said, empty, boolean))

    return words


def _escaped(words: Any) -> str:
    return _escaped_once(words) if type(words) is str else str(conditional_escape(words))


@lru_cache(maxsize=4096)
def _escaped_once(words: str) -> str:
    """The rows of a page say much the same."""
    return str(escape(words))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %b %Y, %H:%M}"


def _of_field(field: Field[Any, Any], empty: str) -> Draw:
    if isinstance(field, ForeignKey):

        def other(row: Model) -> str:
            said = getattr(row, field.name)
            return _escaped(empty if said is None else str(said))

        return other

    drawn: dict[Any, str] = {}

    def own(row: Model) -> str:
        said = getattr(row, field.attname)
        if isinstance(said, datetime):
            return _moment(said)
        if not isinstance(said, PLAIN):
            return _escaped(display_for_field(said, field, empty))
        if said not in drawn:
            drawn[said] = _escaped(display_for_field(said, field, empty))
        return drawn[said]

    return own


def _addresses(cl: ChangeList, kept: dict[str, Any]) -> Callable[[Model], str]:
    """The address of each row's page, of which only its key differs."""
    mark = "0"

    class One:
        """A row of which nothing is known but its key."""

    try:
        one: Any = One()
        setattr(one, cl.pk_attname, mark)
        pattern = escape(add_preserved_filters(kept, cl.url_for_result(one)))
    except NoReverseMatch:
        return lambda row: ""
    before, _, after = pattern.partition(f"/{mark}/")

    def address(row: Model) -> str:
        key = getattr(row, cl.pk_attname)
        if isinstance(key, int):
            return f"{before}/{key}/{after}"
        return escape(add_preserved_filters(kept, cl.url_for_result(row)))

    return address


def _opener(cl: ChangeList, row: Model) -> str:
    if not cl.is_popup:
        return ""
    attr = str(cl.to_field) if cl.to_field else cl.pk_attname
    return f' data-popup-opener="{escape(row.serializable_value(attr))}"'


# Pages


@register.simple_tag
def desk_pages(cl: ChangeList) -> SafeString:
    """The numbers of a list's pages, each a link but the one that is shown."""
    *before, last = cl.paginator.get_elided_page_range(cl.page_num)
    parts = [f'<div class="pr-4">{_page(cl, page)}</div>' for page in before]
    parts.append(f'<div class="pr-2">{_page(cl, last)}</div>')
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped below


def _page(cl: ChangeList, page: int | str) -> str:
    if page == cl.page_num:
        return f'<span class="font-medium text-primary-600">{page}</span>'
    if not isinstance(page, int):  # some that are passed over
        return str(escape(page))
    end = ' class="end"' if page == cl.paginator.num_pages else ""
    return f'<a href="{escape(cl.get_query_string({PAGE_VAR: page}))}"{end}>{page}</a>'


# Filters


@register.simple_tag
def desk_filter(cl: ChangeList, spec: Any) -> SafeString:
    """A filter as a field of the list's form, to choose one of its values by."""
    asked = _asked(spec)
    if asked is None:  # of days: links
        return admin_list_filter(cl, spec)
    name, chosen, options = asked
    drawn = _options(tuple(options))
    if chosen:
        mark = f'<option value="{escape(chosen)}"'
        drawn = drawn.replace(f"{mark}>", f"{mark} selected>", 1)
    return mark_safe(  # noqa: S308 - each part was escaped
        f'<label class="dk-filter"><span>{escape(_capital(str(spec.title)))}</span>'
        f'<select name="{escape(name)}"><option value="">All</option>{drawn}</select></label>'
    )


@lru_cache(maxsize=256)
def _options(options: tuple[tuple[Any, Any], ...]) -> str:
    return "".join(f'<option value="{escape(v)}">{escape(said)}</option>' for v, said in options)


def _asked(spec: Any) -> tuple[str, str, list[tuple[Any, Any]]] | None:
    """A filter's name in the address, what is chosen, and what can be."""
    if isinstance(spec, filters.SimpleListFilter):
        return str(spec.parameter_name), str(spec.value() or ""), list(spec.lookup_choices)
    chosen = getattr(spec, "lookup_val", None)
    said = str((chosen[-1] if isinstance(chosen, list) else chosen) or "")
    if isinstance(spec, filters.BooleanFieldListFilter):
        return spec.lookup_kwarg, said, [("1", "Yes"), ("0", "No")]
    if isinstance(spec, filters.ChoicesFieldListFilter):
        return spec.lookup_kwarg, said, [c for c in spec.field.flatchoices if c[0] != ""]
    if isinstance(spec, filters.RelatedFieldListFilter):
        return spec.lookup_kwarg, said, list(spec.lookup_choices)
    if isinstance(spec, filters.AllValuesFieldListFilter):
        values = [(value, value) for value in spec.lookup_choices if value not in (None, "")]
        return spec.lookup_kwarg, said, values
    return None


@register.simple_tag
def desk_asked_else(cl: ChangeList) -> SafeString:
    """What the address of a list asks for beside its search and filters, for its form to keep."""
    ours = {SEARCH_VAR, PAGE_VAR, ERROR_FLAG}
    ours |= {asked[0] for asked in map(_asked, cl.filter_specs) if asked}
    return mark_safe(  # noqa: S308 - each part is escaped here
        "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, values in cl.filter_params.items()
            if name not in ours
            for value in values
        )
    )
