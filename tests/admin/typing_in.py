"""A form of a page as a browser would send it back: what stands in its fields."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.test import Client


def typed(page: Any) -> dict[str, Any]:
    """Every field of the page's main form with what is in it."""
    root = lxml.html.fromstring(page.content.decode())
    (form,) = [f for f in root.forms if f.get("id", "").endswith("_form")]
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        if name.startswith("_") or name == "csrfmiddlewaretoken" or "__prefix__" in name:
            continue
        if name in sent:
            sent[name] = [*(sent[name] if isinstance(sent[name], list) else [sent[name]]), value]
        else:
            sent[name] = value
    return sent


def page_of(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return typed(page)
