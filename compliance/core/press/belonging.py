"""Belonging: whose a total, a part, a row of a table or an amount told before is."""

import itertools
import re

from compliance.core.press.drafts import Draft
from compliance.core.press.flows import FlowReader
from compliance.core.press.marks import Mark
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene


class BelongingReader(FlowReader):
    """Belonging: whose a total, a part, a row of a table or an amount told before is."""

    def _of_a_part(self, scene: Scene, end: int, start: int) -> bool:
        """Whether what follows tells of a part: "14,245 barrels, of which 3,225 Russian"."""
        which = _OF_WHICH.search(self.text, end, start)
        return which is not None and (self._crosses(scene, end, start) or start - which.end() <= 14)

    def _parts_follow(self, draft: Draft) -> bool:
        """Whether the next sentence tells whose a part was: "Russia sold 3,900 of them"."""
        index = draft.scene.index + 1
        if index >= len(self.scenes) or not self._takes(draft.scene):
            return False
        after = self.scenes[index]
        return (
            any(s.code in USUAL for s in after.states)
            and bool(after.figures)
            and _A_SHARE.search(self.text, after.sentence.start, after.sentence.end) is not None
        )

    def _all_theirs(self, draft: Draft) -> tuple[str, ...]:
        """Return the State that the next sentence gives the whole: "China supplied all of it"."""
        index = draft.scene.index + 1
        if index >= len(self.scenes) or not self._takes(draft.scene):
            return ()
        after = self.scenes[index]
        told = _THE_WHOLE.search(self.text, after.sentence.start, after.sentence.end)
        if told is None or after.sentence.line != draft.scene.sentence.line:
            return ()
        clause = self._clause(after, told.start(), told.end())
        codes = {s.code for s in after.states if clause[0] <= s.start < clause[1]} & USUAL
        return tuple(codes) if len(codes) == 1 else ()

    def _takes(self, scene: Scene) -> bool:
        return scene.has("take") or any(
            s.code == self.subject.state and s.part == "taker" for s in scene.states
        )

    def _of_the_table(self, draft: Draft) -> tuple[str, ...]:
        """Return the one supplier that the title of a table, or the text's, names."""
        head = self.scenes[draft.found.head]
        near = [
            scene
            for scene in self.scenes[max(0, head.index - 8) : head.index + 1]
            if head.sentence.line - scene.sentence.line <= 1
        ]
        titles = [scene for scene in self.scenes[:3] if scene.sentence.line <= 1]
        for group in ([head], near, titles):
            codes = {
                s.code
                for scene in group
                for s in scene.states
                if s.code not in WATCHERS | BODIES and s.code != self.subject.state
            }
            if codes:
                return tuple(codes) if len(codes) == 1 else ()
        return ()

    def _former_or_latter(self, draft: Draft, able: list[Named]) -> str | None:
        """Read "the former" and "the latter" of the two States last named in one breath."""
        scene, start = draft.scene, draft.found.figure.start
        said = list(_FORMER.finditer(self.text, scene.sentence.start, start))
        if not said or len(self.last_order) != 2:
            return None
        if any(said[-1].end() <= s.start < start for s in able):
            return None
        return self.last_order[0 if said[-1][1] == "former" else 1]

    def _lately(self, scene: Scene) -> list[str]:
        """Return who was said to give, one by one, in the sentences before."""
        order: list[str] = []
        for other in self.recent[-8:]:
            if (
                other.role == "transfer"
                and len(other.supplier) == 1
                and other.scene.index < scene.index
                and scene.sentence.line - other.scene.sentence.line <= 2
                and other.supplier[0] not in order
            ):
                order.append(other.supplier[0])
        return order

    def _one_breath(self, group: list[Named]) -> bool:
        """Whether States are named one beside the other: "Russia and China"."""
        return any(
            self.text[a.end : b.start].strip(" '’s").lower().removesuffix(" the") in JOINTS
            or b.start - a.end <= 6
            for a, b in itertools.pairwise(group)
            if a.code != b.code
        )

    def _added_up(self, draft: Draft) -> tuple[tuple[str, ...], str, Mark | None] | None:
        """Read "add China's 5,040 and it makes 17,840": the sum of the suppliers just named."""
        scene, start = draft.scene, draft.found.figure.start
        floor = max(
            [f.figure.end for f in scene.figures if f.figure.end <= start],
            default=scene.sentence.start,
        )
        mark = scene.first("both", floor, start)
        if mark is None:
            return None
        if any(
            s.part in ("giver", "topic", "reporter")
            and s.code not in (self.subject.state, *BODIES)
            and floor <= s.start < start
            for s in scene.states
        ):
            return None
        known: list[str] = []
        for other in reversed(self.recent[-8:]):
            if (
                other.role == "transfer"
                and len(other.supplier) == 1
                and (scene.sentence.line - other.scene.sentence.line <= 3)
                and other.supplier[0] not in known
            ):
                known.append(other.supplier[0])
        if len(known) != 2:
            return None
        return tuple(sorted(known)), "sum_of_the_suppliers_just_named", mark


_FORMER = re.compile(r"\b[Tt]he (former|latter)\b")
_OF_WHICH = re.compile(
    r"\b(?:of which|of that|of those|of these|of it|of them|including|among them|among which)\b"
)
_THE_WHOLE = re.compile(
    r"\b(?:all of (?:it|them|that|this)|(?:it|they|them) all|all (?:came|was|were|is|are)"
    r"|every (?:barrel"
    r"|ton|tonne|drop)|the (?:whole|entire) (?:amount|lot|volume)|solely|exclusively)\b",
    re.I,
)
_A_SHARE = re.compile(
    r"\b(?:of (?:them|it|that|these|those|this|the total)|the (?:rest|remainder|bulk))\b"
)
USUAL = frozenset(("CN", "RU"))  # who alone supplies the DPRK by its own reports
JOINTS = frozenset(
    (
        "and",
        ",",
        "or",
        "nor",
        "y",
        "et",
        "und",
        "e",
        "и",
        "و",
        "和",
        "與",
        "与",
        "와",
        "과",
        "と",
        "、",
        "및",
        "・",
        "·",
    )
)
