"""Money: which sums are the value of goods that moved, and which are prices, fees, budgets."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from compliance.core.press.marks import Mark
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import FUELS, SOLD, Subject


if TYPE_CHECKING:
    from compliance.core.press.drafts import Draft

Verdict = tuple[str, str, Mark | None]

_PRICED = FUELS | SOLD | {"luxury_goods", "other", "arms"}
_A_UNIT_COSTS_LESS = Decimal(10_000)  # dollars: no barrel or ton of any tracked good costs more
_PER_UNIT = re.compile(
    r" (?:a|per|each) (?:barrel|ton)|.{0,10}(?:per barrel|للبرميل|за баррель|je Barrel|por barril)",
    re.I,
)
_TRADE = re.compile(r"\b[Tt]rade (?:with|between|volume|turnover|in goods)\b[^.;]{0,50}$")
_GOODS_FOR = re.compile(r"(?:\bfor|\(|at)(?: (?:about|some|around|roughly|nearly))? ?$")


class MoneyReader:
    """Decides the role of the sums of money of one text."""

    text: str
    subject: Subject
    last_money = -1
    last_transfer = -9

    def _money(self, draft: "Draft", made: list["Draft"]) -> Verdict:
        figure, scene = draft.found.figure, draft.scene
        start, end = figure.start, figure.end
        tail = self.text[end : end + 16].lower()
        if _PER_UNIT.match(tail):
            return "context", "price", None
        if re.match(r" ?=", tail):
            return "context", "rate_of_exchange", None
        if re.match(r" worth of (?:good|produc|item|trad)", tail):
            return "context", "trade_total", None
        if _TRADE.search(self.text, max(scene.sentence.start, start - 70), start):
            return "context", "trade_total", None
        if draft.commodity not in _PRICED:
            return "context", "money", None
        if draft.found.rate in ("day", "week", "month"):
            return "context", "wage_or_fee", None
        worth = scene.nearest("worth", start, 60)
        price = scene.nearest("price", start, 30)
        if price is not None and worth is not None and worth.end <= start <= price.start:
            price = None  # "revenue of 344 million at a price of …"
        beside = any(other.role == "transfer" for other in made if other is not draft) or (
            0 < scene.index - self.last_transfer <= 2 and len(made) == 1
        )
        if price is not None and (not beside or (figure.high or 0) < _A_UNIT_COSTS_LESS):
            return "context", "price", price
        if price is not None:
            return "transfer", "price_of_a_consignment", price
        if worth is not None and (beside or self.subject.state == "IQ" or scene.has("commodity")):
            return "transfer", "value_of_a_consignment", worth
        lead = self.text[max(0, start - 40) : start].lower()
        if beside and _GOODS_FOR.search(lead):
            return "transfer", "value_of_a_consignment", None
        if scene.has("take") or scene.has("give"):
            return self._exchanged(draft, made, scene, tail, lead)
        return "context", "money", None

    def _exchanged(
        self, draft: "Draft", made: list["Draft"], scene: Scene, tail: str, lead: str
    ) -> Verdict:
        """Judge a sum in a sentence that tells of giving or taking."""
        end = draft.found.figure.end
        good = next((m for m in scene.marks if m.start >= end), None)
        if (
            tail.startswith(" of ")
            and good is not None
            and "commodity" in good.kinds
            and good.start - end <= 5
        ):
            return "transfer", "money_of_goods", good
        if scene.goods and re.search(r"\bfor(?: (?:about|some|around))? $", lead):
            return "transfer", "value_of_a_consignment", None
        if (
            made
            and made[0] is not draft
            and re.search(r"\band (?:about |some )?$", lead)
            and self.last_money == scene.index
        ):
            return "transfer", "value_of_a_consignment", None
        return "context", "money", None
