"""Trades: goods that no resolution caps, and oil of other States, in a text that names the DPRK.

"It brought 350,000 barrels of Mexican crude" does not say whose harbour; that the text is on
sanctions against the DPRK does not make it the DPRK's. China and Russia sell it oil, and a State
that watches is heard as a giver only where the sentence says so outright. The oil of any other
counts for the DPRK only where it is named in the same sentence, or in the one before or after.
A share of a steel or herring quota is a share of no cap.
"""

from collections.abc import Sequence

from compliance.core.press.drafts import Draft
from compliance.core.press.scenes import WATCHERS, Scene
from compliance.core.press.subject import FUELS


_SELLERS = WATCHERS | {"CN", "RU", "KP"}


def set_apart(scenes: Sequence[Scene], drafts: Sequence[Draft]) -> None:
    """Make of amounts of another trade what they are: no transfer to the DPRK, under no cap."""
    for draft in drafts:
        if draft.role == "share_of_cap" and draft.commodity == "other":
            draft.role = "context"
            draft.reasons = [r for r in draft.reasons if r.field != "role"]
            draft.because("role", "share_of_what_no_resolution_caps")
        if (
            draft.role == "transfer"
            and draft.commodity in FUELS
            and draft.recipient == ("KP",)
            and draft.supplier
            and _SELLERS.isdisjoint(draft.supplier)
            and not _is_named(scenes, draft.scene.index)
        ):
            draft.role, draft.basis, draft.recipient = "context", None, ()
            draft.reasons = [
                r for r in draft.reasons if r.field not in ("role", "basis", "recipient")
            ]
            draft.because("role", "oil_of_another_trade")


def _is_named(scenes: Sequence[Scene], at: int) -> bool:
    beside = scenes[max(0, at - 1) : at + 2]
    return any(state.code == "KP" for scene in beside for state in scene.states)
