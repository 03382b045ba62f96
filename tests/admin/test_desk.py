"""What the desk keeps for those who sit at it: filters of lists, a search of everything, and that
a cap on changed ground is shown and confirmed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from compliance.models import (
    Cap,
    CapConfirmation,
    Capture,
    Conversion,
    Estimate,
    Report,
    SavedFilter,
    Transfer,
)
from tests.factories.ledger import draft
from tests.factories.people import chief, someone
from tests.factories.press import RETOLD, read, read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import record


pytestmark = pytest.mark.django_db
LINES = "admin:compliance_transfer_changelist"
KEEP = "admin:compliance_transfer_save_filter"
FORGET = "admin:compliance_transfer_forget_filter"


@pytest.fixture(autouse=True)
def law(db: None) -> Cap:
    return petroleum_cap()


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    return client


def keep(client: Client, **said: str) -> Any:
    form = {"name": "Russia, 2023", "query": "supplier=RU&first_day_year=2023&p=2", **said}
    return client.post(reverse(KEEP), form, follow=True)


# Filters


def test_a_filter_is_kept_shown_and_taken_away() -> None:
    client = desk("view_transfer")
    page = keep(client)
    assert "Kept as “Russia, 2023”." in page.content.decode()
    saved = SavedFilter.objects.get()
    assert saved.query == "supplier=RU&first_day_year=2023"
    link = 'href="?supplier=RU&amp;first_day_year=2023" aria-current="true"'
    assert link in page.content.decode()
    keep(client, query="supplier=CN")
    assert SavedFilter.objects.get().query == "supplier=CN"
    client.post(reverse(FORGET), {"filter": saved.pk})
    assert not SavedFilter.objects.exists()


def test_a_filter_is_seen_by_others_only_where_it_is_shared() -> None:
    mine, other = desk("view_transfer"), desk("view_transfer")
    keep(mine)
    assert other.get(reverse(LINES)).context["saved_filters"] == []
    keep(mine, shared="on")
    page = other.get(reverse(LINES))
    assert [f.name for f in page.context["saved_filters"]] == ["Russia, 2023"]
    assert "Take away the filter" not in page.content.decode()
    saved = SavedFilter.objects.get()
    answer = other.post(reverse(FORGET), {"filter": saved.pk}, follow=True)
    assert "only they can take it away" in answer.content.decode()
    assert SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": " "}, "Give the filter a name"),
        ({"name": "x" * 61}, "Give the filter a name"),
        ({"query": "p=3"}, "Narrow the list first"),
        ({"query": ""}, "Narrow the list first"),
    ],
)
def test_what_is_no_filter_is_not_kept(said: dict[str, str], why: str) -> None:
    assert why in keep(desk(), **said).content.decode()
    assert not SavedFilter.objects.exists()


def test_a_filter_is_never_markup_nor_leads_elsewhere() -> None:
    query = 'supplier="><script>&q=//evil.example'
    page = keep(desk(), name="<script>alert(1)</script>", query=query)

    text = page.content.decode()
    assert "<script>alert(1)" not in text
    assert '"><script>' not in text
    assert page.redirect_chain[0][0].startswith(reverse(LINES))


def test_who_may_not_see_a_list_keeps_no_filter_of_it() -> None:
    assert desk("view_report").post(reverse(KEEP), {"name": "x", "query": "a=b"}).status_code == 403
    assert desk("view_transfer").get(reverse(KEEP)).status_code == 403


# Everywhere


def find(words: str, client: Client | None = None) -> dict[str, list[str]]:
    page = (client or desk()).get(reverse("admin:compliance_everywhere"), {"q": words})
    assert page.status_code == 200
    return {g.title: [said for said, _ in g.rows] for g in page.context["groups"]}


def test_a_word_is_found_in_everything() -> None:
    record(draft("2023-03"), document="Note verbale of Russia", reporting_state="RU")
    read_article()
    found = find("russia")
    assert set(found) == {"States", "Reports", "Texts of articles", "Claims of the press"}
    assert found["States"] == ["Russia: lines as supplier", "Russia: lines as recipient"]
    assert find("2397")["Resolutions"] == ["S/RES/2397 (2017)"]
    assert find("petroleum to the dprk")["Caps"] == ["Refined petroleum to the DPRK"]
    assert "OP 5" in find("refined petroleum: up to")["Paragraphs"][0]


def test_every_finding_leads_to_a_page_that_answers() -> None:
    record(draft("2023-03"), document="Note verbale of Russia", reporting_state="RU")
    read_article()
    client = desk()
    for words in ("russia", "2397", "petroleum"):
        page = client.get(reverse("admin:compliance_everywhere"), {"q": words})
        for group in page.context["groups"]:
            for _, address in group.rows:
                assert client.get(address).status_code == 200


def test_a_search_shows_only_what_somebody_may_see() -> None:
    record(draft("2023-03"), document="Note verbale of Russia", reporting_state="RU")
    assert find("russia", desk("view_report")) == {"Reports": find("russia")["Reports"]}
    assert find("russia", desk("view_article")) == {}


SHIP = "The tanker Chon Ma San, IMO 8660313, took oil products from a ship of Winson Shipping."


def test_a_ship_and_a_firm_are_found_by_their_names_wherever_they_stand() -> None:
    """They have no table: they are named in texts and notes."""
    article = read(f"{SHIP} {RETOLD}").capture.article
    record(
        draft("2023-03", note="Carried by the Chon Ma San."), document="Note verbale",
        reporting_state="RU", note="By a vessel of Winson Shipping",
    )  # fmt: skip
    ship, firm = find("chon ma san"), find("winson shipping")
    assert {"Notes of lines", "Texts of articles"} <= set(ship)
    assert {"Reports", "Texts of articles"} <= set(firm)
    [said] = ship["Texts of articles"]
    assert "The tanker Chon Ma San, IMO 8660313, took oil" in said
    assert find("IMO 8660313")["Texts of articles"] == [said]
    assert find("chon ma san", desk("view_report")) == {}
    page = desk("view_article").get(reverse("admin:compliance_everywhere"), {"q": "chon ma san"})
    assert reverse("admin:compliance_article_change", args=[article.pk]) in page.content.decode()


def test_a_name_is_found_by_an_index_and_not_by_reading_every_text() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        for model, field in (
            (Capture, "text"), (Report, "note"), (Transfer, "note"),
            (Estimate, "method"), (Estimate, "note"),
        ):  # fmt: skip
            plan = model.objects.filter(**{f"{field}__icontains": "chon ma"}).order_by().explain()
            assert "by_part_of" in plan, plan


@pytest.mark.parametrize("words", ["", "a", "zz", "%%%", "'\"<b>", "\\", "x" * 500])
def test_any_words_are_answered(words: str) -> None:
    page = desk().get(reverse("admin:compliance_everywhere"), {"q": words})
    assert page.status_code == 200
    assert b"'\"<b>" not in page.content


def test_a_search_takes_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    client = desk()
    for n in range(1, 13):
        record(draft(f"2022-{n:02}"), document=f"Note {n}")
    with django_assert_max_num_queries(22):
        client.get(reverse("admin:compliance_everywhere"), {"q": "note"})


# Caps on changed ground


def test_a_cap_on_changed_ground_is_shown_and_confirmed(law: Cap) -> None:
    client = desk()
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    index = client.get(reverse("admin:index"))
    (item,) = (i for i in index.context["today"] if i.label == "Caps to be confirmed")
    assert item.n == 1
    assert client.get(item.link).context["cl"].result_count == 1
    act = reverse("admin:compliance_cap_confirm", args=[law.pk])
    page = client.get(act)
    ((name, _, _),) = page.context["difference"]
    assert name == "factor from t to bbl of RU"
    seen = page.context["form"].initial["seen_to"]
    client.post(act, {"seen_to": seen, "note": "The chart says so."})
    row = CapConfirmation.objects.get()
    assert (row.note, row.confirmed_by.username) == ("The chart says so.", "chief")
    assert client.get(item.link).context["cl"].result_count == 0
    again = client.post(act, {"seen_to": seen, "note": ""})
    assert "Nothing under this cap waits to be confirmed." in again.content.decode()


def test_who_is_no_reviewer_confirms_nothing(law: Cap) -> None:
    client = desk("view_cap", "change_cap")
    act = reverse("admin:compliance_cap_confirm", args=[law.pk])
    assert client.get(act).status_code == 403
    assert client.post(act, {"seen_to": 9**9}).status_code == 403


def test_the_page_of_the_cap_says_what_is_to_be_confirmed(law: Cap) -> None:
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    text = Client().get(reverse("cap", args=[law.slug])).content.decode()
    assert "To be confirmed." in text
    assert "factor from t to bbl of RU" in text
