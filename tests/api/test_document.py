"""The OpenAPI document: as kept in docs/, without warnings, and read in pages of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from compliance.api.schema import document
from tests.api.document import openapi, operations
from tests.api.rights import ADDRESSES


KEPT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def test_the_document_kept_is_the_document_made(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))
    assert made.read_text() == KEPT.read_text(), (
        "the API has changed: run `manage.py spectacular --file docs/openapi.yaml` "
        "and read the difference"
    )


def test_the_document_served_is_the_document_kept(client: Any) -> None:
    served = client.get("/api/v1/schema/")
    assert served.headers["Content-Type"] == "application/vnd.oai.openapi"
    assert served.content.decode() == KEPT.read_text()
    as_json = client.get("/api/v1/schema/?format=json")
    assert as_json.json() == yaml.safe_load(KEPT.read_text()) == openapi()


def test_the_document_names_every_address_and_verb() -> None:
    named = {(path, method.upper()) for path, method, _ in operations()}
    expected = {
        (f"/api/v1/{_as_template(address)}", verb)
        for address, verbs in ADDRESSES.items()
        for verb in verbs - {"HEAD"}
    }
    assert named == expected


def _as_template(address: str) -> str:
    for kind in ("slug", "str", "int", "uuid"):
        address = address.replace(f"<{kind}:", "{")
    return address.replace("pk>", "id}").replace(">", "}")


def test_every_operation_is_described() -> None:
    for path, method, said in operations():
        assert said["summary"], (path, method)
        assert len(said["summary"]) < 100, (path, method)


def test_every_tag_is_described_and_used() -> None:
    used = {tag for _, _, said in operations() for tag in said.get("tags", [])}
    assert used == {tag["name"] for tag in openapi()["tags"]}
    assert all(tag["description"].endswith(".") for tag in openapi()["tags"])


def test_the_document_is_made_once() -> None:
    assert document("yaml") is document("yaml")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "shown"),
    [("docs", "/api/v1/caps/{slug}/usage/"), ("redoc", "How much of a cap a period has used")],
)
def test_the_document_is_read_in_a_page_that_asks_nobody_else(
    live_server: Any, page: Any, address: str, shown: str
) -> None:
    page.goto(f"{live_server.url}/api/v1/{address}/")
    page.get_by_text(shown).first.wait_for(timeout=20_000, state="attached")
