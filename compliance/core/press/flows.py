"""Flows: whether an amount is of the trade that the resolutions touch, or of another."""

import re

from compliance.core.press.drafts import Draft, Listener
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene
from compliance.core.press.subject import SANCTIONED, SOLD


# "brings China's total to 236,415 barrels"; "an estimate that the U.S. shared with the U.N."
_ITS_ACCOUNT = re.compile(
    r"['’]s? (?:\w+ ){0,2}(?:total|tally|count|sum|account|figures?|deliveries|sales|exports"
    r"|supplies|share|entries|entry)\b"
    r"| (?:has |had |have )?(?:shared|submitted|passed|presented|circulated)\b(?: it"
    r"| them)? (?:with|to)\b"
)


class FlowReader(Listener):
    """Flows: whether an amount is of the trade that the resolutions touch, or of another."""

    def _another_flow(self, draft: Draft, ends: list[Named]) -> bool:
        """Whether the sentence names other ends for the goods than the State under sanctions."""
        state, scene = self.subject.state, draft.scene
        ends = [
            s
            for s in ends
            if s.part == "giver" or (s.code not in WATCHERS and s.rule in ("to", "given"))
        ]
        ends = [s for s in ends if not _ITS_ACCOUNT.match(self.text, s.end)]
        if not ends or draft.role not in ("transfer", "change"):
            return False
        figure = draft.found.figure
        clause = self._clause(scene, figure.start, figure.end)
        here = [s for s in ends if clause[0] <= s.start < clause[1]]
        if any(s.code == state for s in here or ends) or scene.has("back_again"):
            return False
        clause = self._clause(scene, figure.start, figure.end)
        if any(
            s.code == state
            and s.part not in ("place", "flag", "speaker")
            and not (s.part == "taker" and draft.commodity in SOLD)
            and clause[0] <= s.start < clause[1]
            for s in scene.states
        ):
            return False
        if not any(clause[0] <= s.start < clause[1] for s in ends):
            return False
        draft.role = "context"
        draft.because("role", "another_flow")
        return True

    def _of_another_story(self, scene: Scene) -> bool:
        """Whether a sentence without the State under sanctions tells of other States' oil."""
        state = self.subject.state
        if any(s.code == state for s in scene.states):
            return False
        if any(
            s.part == "taker"
            and s.code not in BODIES
            and any("take" in m.kinds and 0 <= m.start - s.end <= 20 for m in scene.marks)
            for s in scene.states
        ):
            return True  # "Japanese refiners imported 1.9 million barrels of Russian crude"
        sold = any(
            s.code in SANCTIONED and s.part in ("giver", "topic", "reporter") for s in scene.states
        )
        bought = any(
            s.part == "taker"
            and s.rule == "to"
            and s.code in WATCHERS
            and any(
                m.kinds.get("give") and 0 <= s.start - m.end <= 60 and "say" not in m.kinds
                for m in scene.marks
            )
            for s in scene.states
        )
        return sold or (bought and not scene.has("say") and not scene.has("reported"))

    def _sea(self, scene: Scene) -> bool:
        """Whether the sentence tells of cargo of unknown hands: smuggled, moved at sea."""
        in_port = scene.has("load") and not self.subject.sea  # filled at a terminal, not at sea
        return scene.has("illicit") or (
            scene.has("vessel") and not scene.has("customs") and not in_port
        )

    def _note_sold(self, scene: Scene) -> None:
        if scene.goods & SOLD and not scene.sentence.headline and scene.has("take"):
            buyers = {
                s.code
                for s in scene.states
                if s.code not in BODIES | WATCHERS
                and s.code != self.subject.state
                and s.part not in ("speaker", "place")
            }
            if len(buyers) == 1 and any(s.code == self.subject.state for s in scene.states):
                self.market = (tuple(buyers), scene.sentence.line)
        if any(s.code == self.subject.state and s.part != "place" for s in scene.states):
            self.sold_line = scene.sentence.line
