"""Sources: whether an amount was reported, estimated or only alleged."""

import re

from compliance.core.press.belonging import USUAL
from compliance.core.press.drafts import Draft, Listener
from compliance.core.press.marks import Mark
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene
from compliance.core.press.statements import biographic
from compliance.core.press.subject import FUELS, SANCTIONED


class SourceReader(Listener):
    """Sources: whether an amount was reported, estimated or only alleged."""

    def _basis(self, draft: Draft) -> None:
        if draft.role != "transfer":
            return
        self._source(draft)
        figure = draft.found.figure
        if (
            draft.basis == "reported"
            and draft.commodity == "refined_petroleum"
            and self.subject.state == "KP"
            and figure.unit == "bbl"
            and (figure.low or 0) > _CEILING
            and not draft.scene.has("customs")
            and not any(s.code in USUAL for s in draft.scene.states)
        ):
            draft.basis = "estimated"
            draft.because("basis", "more_than_was_ever_notified")

    def _source(self, draft: Draft) -> None:
        scene = draft.scene
        if self.subject.state == "IQ" and self.subject.programme and not scene.has("alleged"):
            draft.basis = "reported"  # the UN itself kept the books of oil-for-food
            draft.because("basis", "books_of_the_programme")
            return
        filed = self._filed(scene)
        if filed is not None and draft.commodity != "arms":
            draft.basis = "reported"
            draft.because("basis", "reported_by_the_supplier", filed, self.text)
            if not scene.has("estimated"):
                self.basis = ("reported", scene.sentence.line)
            return
        convert = self._holds(draft)
        converted = convert is not None
        if draft.found.kind == "count" and converted:
            draft.basis = "estimated"
            draft.because("basis", "converted_from_capacity", convert, self.text)
            return
        line = scene.sentence.line
        chosen: tuple[str, Mark] | None = None
        seen: dict[str, Mark] = {}
        for mark in scene.marks:
            for basis in ("reported", "estimated", "alleged"):
                if basis in mark.kinds and not (
                    biographic(self.text, scene.sentence.start, mark)
                    or _A_PAPER.search(
                        self.text, max(scene.sentence.start, mark.start - 60), mark.start
                    )
                    or (mark.words.lower() == "registered" and self._of_a_flag(mark))
                ):
                    seen.setdefault(self._in_court(basis, mark), mark)
        counted = draft.commodity == "arms" or draft.found.kind == "count"
        if counted and "reported" in seen:
            seen.setdefault("alleged", seen.pop("reported"))  # no customs counts arms for the UN
        accused = (
            draft.commodity != "arms"
            and scene.has("illicit")
            and any(s.code in WATCHERS and s.part != "taker" for s in scene.states)
        )
        if scene.has("court") and "alleged" in seen:
            chosen = ("alleged", seen["alleged"])
        elif "reported" in seen and (
            accused or (scene.has("illicit") and not scene.has("customs"))
        ):
            chosen = ("estimated", seen["reported"])
        elif (
            "estimated" in seen
            and "reported" in seen
            and len(scene.figures) > 1
            and self._nearer(draft, seen["reported"], seen["estimated"])
        ):
            chosen = ("reported", seen["reported"])
        elif "estimated" in seen and (
            "reported" not in seen
            or scene.has("illicit")
            or seen["estimated"].end <= draft.found.figure.start < seen["reported"].start
        ):
            chosen = ("estimated", seen["estimated"])
        elif "reported" in seen:
            chosen = ("reported", seen["reported"])
        elif "alleged" in seen:
            chosen = ("alleged", seen["alleged"])
        if (
            draft.found.rate == "year"
            and draft.commodity == "crude_oil"
            and self.subject.state == "KP"
            and "estimated" not in seen
            and "pipeline" in self.text[scene.sentence.start : scene.sentence.end]
        ):
            draft.basis = "alleged"
            draft.because("basis", "a_pipeline_that_nobody_counts")
            return
        if (chosen is None or chosen[0] == "alleged") and draft.commodity != "arms":
            assumed = _ASSUMED.search(self.text, scene.sentence.start, scene.sentence.end)
            if assumed is not None:
                draft.basis = "estimated"
                draft.because("basis", "worked_out_on_an_assumption")
                return
        if chosen is None and draft.commodity != "arms" and not scene.has("illicit"):
            told = next((s for s in scene.states if s.code == "UN"), None)
            figures = _FIGURES.search(self.text, scene.sentence.start, scene.sentence.end)
            if told is not None and figures is not None:
                draft.basis = "reported"
                draft.because("basis", "figures_given_to_the_UN")
                self.basis = ("reported", line)
                return
        if chosen is None:
            spoke = next((s for s in scene.states if self._speaks(s, scene)), None)
            if spoke is not None:
                draft.basis = "alleged"
                draft.because("basis", "a_State_says_without_method")
                return
        if chosen is not None:
            draft.basis = chosen[0]
            draft.because("basis", "said_in_the_sentence", chosen[1], self.text)
            if not scene.sentence.headline:
                self.basis = (draft.basis, line)
            return
        if draft.found.supplier is not None:
            draft.basis = "reported"
            draft.because("basis", "column_of_a_table")
            return
        if (
            draft.commodity != "arms"
            and not draft.found.rate
            and _PUT_AT.search(
                self.text[
                    max(
                        scene.sentence.start, draft.found.figure.start - 120
                    ) : draft.found.figure.start
                ].lower()
            )
        ):
            draft.basis = "estimated"
            draft.because("basis", "put_at_so_much")
            return
        known, at = self.basis
        if draft.commodity in FUELS and any(
            s.code in WATCHERS and _SPOKE_OF.match(self.text, s.end) for s in scene.states
        ):
            draft.basis = "alleged"
            draft.because("basis", "a_State_says_without_method")
            return
        if self._of_record(draft, known if line - at <= 0 else None):
            draft.basis = "reported"
            draft.because("basis", "an_exact_amount_of_a_known_supplier")
            return
        if self._to_the_ton(draft, known if line - at <= 2 else None):
            draft.basis = "reported"
            draft.because("basis", "an_exact_amount_of_a_known_supplier")
            return
        if draft.found.rate and draft.commodity == "crude_oil" and known in (None, "reported"):
            draft.basis = "alleged"
            draft.because("basis", "a_pipeline_that_nobody_counts")
            return
        if known is not None and line - at <= 2:
            draft.basis = "alleged" if counted and known == "reported" else known
            draft.because("basis", "carried_over")
            return
        tenor = self.subject.basis or "alleged"
        figure = draft.found.figure
        if (
            tenor != "estimated"
            and self.subject.state == "KP"
            and draft.commodity in FUELS
            and scene.has("illicit")
            and figure.unit == "bbl"
            and (figure.high or 0) >= _A_FLEET
        ):
            draft.basis = "estimated"
            draft.because("basis", "more_than_anyone_could_see_moved")
            return
        draft.basis = "alleged" if counted and tenor == "reported" else tenor
        draft.because("basis", "tenor_of_the_text")

    def _of_a_flag(self, mark: Mark) -> bool:
        """Whether a ship was registered, and no amount: "the Rich Glory, registered in Togo"."""
        return self.text[mark.start - 1] == "-" or bool(_IN_A_LAND.match(self.text, mark.end))

    def _in_court(self, basis: str, mark: Mark) -> str:
        """Hear a complaint and who investigated for it as a party's word, in a text of a court."""
        if mark.words.lower() not in _OF_A_COURT:
            return basis
        return "alleged" if any(s.has("court") for s in self.scenes) else basis

    def _holds(self, draft: Draft) -> Mark | None:
        """Return the word that makes an amount what something could hold, before it or after."""
        figure, scene = draft.found.figure, draft.scene
        before = scene.nearest("convert", figure.start, 60)
        if before is not None and before.end <= figure.start:
            return before
        after = scene.first("convert", figure.end, figure.end + 110)
        if after is None or self._crosses(scene, figure.end, after.start + 40):
            return None
        return after

    def _nearer(self, draft: Draft, first: Mark, second: Mark) -> bool:
        """Whether the first word stands with this figure, and the second beyond another clause."""
        figure = draft.found.figure
        if not first.end <= figure.start < figure.end <= second.start:
            return False
        return "," in self.text[figure.end : second.start] and not self._crosses(
            draft.scene, first.end, figure.start
        )

    def _of_record(self, draft: Draft, told: str | None) -> bool:
        """Whether an amount is of those that the text has from the UN: exact, no guess."""
        figure, scene = draft.found.figure, draft.scene
        if draft.commodity not in FUELS or draft.found.kind != "measure" or scene.has("illicit"):
            return False
        if figure.value is None or self.subject.state != "KP":
            return False
        named = any(
            s.code not in WATCHERS | BODIES | SANCTIONED and s.part != "place" for s in scene.states
        )
        if told == "estimated" and not named:
            return False
        digits = len(figure.value.normalize().as_tuple().digits)
        if not self.subject.filed:
            return False
        exact = figure.modifier == "exact"
        return digits >= 4 or (digits >= 3 and (exact or named)) or (exact and named)

    def _to_the_ton(self, draft: Draft, told: str | None) -> bool:
        """Whether an amount is too exact to be a guess, in a text that names no other source."""
        figure, scene = draft.found.figure, draft.scene
        if draft.commodity not in FUELS or draft.found.kind != "measure" or scene.has("illicit"):
            return False
        if figure.value is None or self.subject.state != "KP" or told in ("estimated", "alleged"):
            return False
        given = any(s.code in USUAL and s.part not in ("place", "flag") for s in scene.states)
        digits = len(figure.value.normalize().as_tuple().digits)
        ships = any(s.has("vessel") for s in (scene, self.scenes[scene.index - 1]))
        if (self.subject.sea or ships) and digits < 5:
            return False
        if self.subject.basis is None and figure.modifier == "exact":
            return given or self.focus[0] != ()
        return given and digits >= 4

    def _speaks(self, state: Named, scene: Scene) -> bool:
        """Whether a State that watches says so itself: "The United States had said …"."""
        if state.code not in WATCHERS or state.part in ("giver", "taker"):
            return False
        if _ACCORDING.search(self.text[max(0, state.start - 24) : state.start]):
            return True
        verb = scene.first("say", state.end, state.end + 24)
        return verb is not None and bool(_SAYS_IT.fullmatch(self.text[state.end : verb.start]))

    def _filed(self, scene: Scene) -> Mark | None:
        """Return the verb where a supplying State itself reports: "Russia reported 67,300 …"."""
        for mark in scene.marks:
            if not {"say", "reported"} & mark.kinds.keys() or not _FILED.match(mark.words.lower()):
                continue
            before = [s for s in scene.states if s.end < mark.start]
            if not before or before[-1].code in WATCHERS | BODIES | SANCTIONED:
                continue
            gap = self.text[before[-1].end : mark.start]
            if len(gap) <= 16 or (len(gap) <= 80 and _ASIDE.fullmatch(gap)):
                return mark
        return None


_IN_A_LAND = re.compile(r" (?:in|under|at|with) (?:the )?[A-Z]")
# "America went public …; it spoke of 165,000 barrels", "the US government put shipments above"
_SPOKE_OF = re.compile(
    r"(?:['’]s?)?(?: (?:officials?|government|administration|authorities|diplomats?))?"
    r" (?:went public|spoke|speaks|put|puts|suspects?|is convinced|are convinced|believes?"
    r"|insists?|maintains?|contends?|complained)\b"
)
_FILED = re.compile(r"report|a déclaré|déclar|declar|notif|уведом|сообщ|meldet|gemeldet|إ?بلغ")
# "Reuters has reported" is no report to the UN
_A_PAPER = re.compile(
    r"\b(?:Reuters|AFP|Associated Press|AP|Yonhap|Bloomberg|Nikkei|NK News|Voice of America|VOA"
    r"|Radio Free Asia|RFA|Kyodo|NHK|CNN|BBC|Times|Post|Journal|Guardian|Telegraph|newspapers?"
    r"|paper|broadcaster|media)(?: \w+){0,2} $"
)
# "the report puts Chinese purchases at 550,000 tons"
_PUT_AT = re.compile(
    r"\b(?<!that )(?<!this )(?<!which )(?<!it )(?:puts?|putting) [^.;]{3,70} at (?:about "
    r"|some |around |roughly |over |up to |at least )?$"
)
_OF_A_COURT = frozenset(
    ("complaint", "investigators", "investigation", "filed", "filing", "filings")
)
_CEILING = 500_000  # barrels a year: nobody has notified more
_A_FLEET = 100_000  # barrels: more than a tanker or two
# "China, which had been silent for months, reported …"
_ASIDE = re.compile(r"(?:, [^,;.:]{4,70},)? (?:has |had |have |also |again |later |then |itself )*")
_FIGURES = re.compile(
    r"\b(?:figures?|data|numbers|statistics|returns?|tally|letters?|count|charts?|tables?|lists?"
    r"|ledgers?|records?|page|site|website|books|log|sheets?|register|spreadsheet"
    r"|reports? (?:to|that|which))\b",
    re.I,
)
# What a study assumes of ships: that each came so full.
_ASSUMED = re.compile(
    r"\bif (?:each|every|all of them|all the)\b|\bif (?:they |it |all )?(?:were "
    r"|was )?(?:fully |filled|full"
    r"|laden|loaded)|\b(?:filled|laden|loaded) to (?:about |only |just )?(?:[0-9]|nine|a "
    r"|one |two )|\bassum(?:ing|es|ed)\b"
    r"|\bat (?:just |only |even )?(?:a |one |two )?(?:thirds?|half|quarter|[\w-]+ per ?cent)"
    r"(?: of (?:their |its )?)? ?(?:capacity|load|full|laden|tonnage)\b"
    r"|\b(?:thirds?|half|halves|quarters?|tenths?|per ?cent|percent) (?:full|laden|loaded|filled)\b"
    r"|\bfully laden\b|\b(?:could|might|may) have (?:brought|carried|delivered|moved|supplied"
    r"|shipped|landed|received|imported|taken|held|amounted|totalled|come)\b",
    re.I,
)
_ACCORDING = re.compile(
    r"\b(?:according to|if you ask|in the (?:words|view) of|says|say|said) (?:the )?$"
)
_SAYS_IT = re.compile(r" (?:has |had |have |also |again |later |then |itself )*")
