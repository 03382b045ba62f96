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
# "the two lots sold for a total of $585,000"
_SOLD_FOR = re.compile(
    r"\b(?:sold|bought|went|sells?|changed hands) for (?:a total of |(?:more than|over|about|some"
    r"|around|nearly|almost|at least) )?$"
)
# "textile exports of more than $100 million", "exports averaging $760 million"
_EXPORTS_OF = re.compile(
    r"\b(?:exports?|imports?|sales|shipments?|purchases|deliveries|cargo(?:es)?|goods|oil|coal"
    r"|luxuries)(?: (?:worth|of|to the value of|at|to the tune of|averaging|totall?ing))?"
    r"(?:,? on average)?(?: (?:more than|over|about|some|around|nearly|almost|at least"
    r"|as much as|up to|roughly"
    r"|close to|no less than))* $",
    re.I,
)
# "earned Pyongyang almost $200 million", "brought the North $22 million"
_EARNED = re.compile(
    r"\b(?:earn(?:ed|s|ing)|brought|brings|bringing|gave|yield(?:ed|s)|net(?:ted|s)|made|fetched)"
    r" (?:(?:it|them|the|in|its|regime|country|government|North|Korea|Pyongyang|Kim)(?:'s"
    r"|’s)? ){0,3}"
    r"(?:(?:more than|over|about|some|around|nearly|almost|at least|a little over|an estimated"
    r"|upwards of|as much as|roughly) )*$"
)


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
        lead = self.text[max(0, start - 60) : start]
        if draft.commodity != "arms" and (
            _SOLD_FOR.search(lead) or (draft.commodity in SOLD and _EARNED.search(lead))
        ):
            return "transfer", "value_of_a_consignment", None
        if draft.commodity == self.subject.leading in ("luxury_goods", "textiles") and (
            (figure.high or 0) >= _A_UNIT_COSTS_LESS * 10
        ):
            return "transfer", "value_of_a_consignment", None
        if draft.commodity in SOLD | {"luxury_goods"} and _EXPORTS_OF.search(lead):
            return "transfer", "value_of_a_consignment", None
        if beside and _GOODS_FOR.search(lead.lower()):
            return "transfer", "value_of_a_consignment", None
        if scene.has("take") or scene.has("give"):
            return self._exchanged(draft, made, scene, tail, lead.lower())
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
