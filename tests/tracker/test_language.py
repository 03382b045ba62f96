"""The API answers in English, whatever was asked before it and in whichever language."""

import pytest
from django.utils.translation import get_language


@pytest.mark.django_db
def test_the_api_is_english_after_a_page_in_french(client):
    client.get("/fr/", headers={"Accept-Language": "fr"})
    assert get_language() == "fr"
    answer = client.get("/api/v1/lines/?supplier=", headers={"Accept-Language": "fr"})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["message"] == "This field may not be blank."
    assert answer["Content-Language"] == "en-gb"
    assert "Accept-Language" not in answer["Vary"]
