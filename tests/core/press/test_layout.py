"""The shape of a page: sentences, headline, and the furniture that no figure may come from."""

import pytest

from compliance.core.press.layout import is_furniture, lay_out, plain
from compliance.core.press.words import tables
from tests.core.press.shorthand import figures


SENTENCES = [
    ("The U.S. said so. It rained.", 2),
    ("On Jan. 1 it came. On Sept. 15 it went.", 2),
    ("Mr. Kim met Dr. Lee in Pyongyang.", 1),
    ("It sold 1.5 tons. It bought 2.", 2),
    ("One line\nAnother line", 2),
    ("67,000. barrels of oil", 1),  # a stray full stop
    ("中国输出。俄罗斯没有。", 2),
    ("“It is so.” He left.", 2),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text: str, count: int) -> None:
    assert len(lay_out(text, ()).sentences) == count


FURNITURE = [
    "Related: Seoul stocks end lower on virus worries | Typhoon Maysak heads for peninsula",
    "Most viewed today: 1. Typhoon nears Okinawa (48,211 views)",
    "ADVERTISEMENT",
    "Font size - + | Tap the URL to copy the link",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_known_by_its_looks(line: str) -> None:
    assert is_furniture(line, tables("en").FURNITURE)


def test_a_sentence_of_the_article_is_no_furniture() -> None:
    line = "China sent 12,479 barrels of oil to North Korea in July, customs said."
    assert not is_furniture(line, tables("en").FURNITURE)


def test_figures_of_the_page_are_not_read() -> None:
    text = (
        "China sold North Korea 900 barrels of oil.\n\nRead also: Oil at 58 dollars a barrel | Rice"
    )
    assert [line.split(" = ")[0] for line in figures(text, "en")] == ["900 barrels"]


def test_plain_text_keeps_every_place() -> None:
    text = "٦٧ ألفاً و٣٠٠ ５０万バレル 280\u00a0928"
    assert len(plain(text)) == len(text)
    assert "67" in plain(text)
    assert "50" in plain(text)
