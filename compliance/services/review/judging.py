"""What people say of a finding: one person, or two and where they part a third."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core, queries
from compliance.core.ledger import Problem
from compliance.core.review import Answer, Judgement, Standing
from compliance.models import Finding, Review, Sight, Transfer
from compliance.services.ledger import Rejected
from compliance.services.review.entering import enter, enter_problems


if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What a second or third person may say.
BY_ANOTHER = ("record", "reject")
REASONED = ("reject", "second_look")


@transaction.atomic
def decide(
    *,
    finding: Finding,
    decision: str,
    by: User,
    at: datetime,
    note: str = "",
    answer: Answer | None = None,
    line: Transfer | None = None,
    seen: int | None = None,
    copies: bool = False,
    unread: Sequence[Problem] = (),
) -> Review:
    """What a person says of a finding.

    `record` has the claim enter its book, once a second person has said the same without having
    seen it; the first to say so leaves it waiting. Who comes second or third is told by who has
    spoken before. `answer` is what the person holds the text to say: without one, what the reader
    does. `line` is what a merge merges with. `seen` is the last review that the person was shown
    (0: there was none). With `copies` the same holds for the same statement in copies of the
    story. Raises `Rejected` with every reason why not; then nothing is kept.
    """
    finding = _locked(finding)
    stands = queries.review.standing(finding)
    found = [*unread, *_problems(finding, stands, decision, by, note, seen)]
    role = stands.role(by.pk)
    own = answer or (queries.review.machine_answer(finding.claim) if role == "judge" else None)
    if decision == "record":
        found += _record_problems(finding, stands, role, own)
    elif decision == "correct":
        found += _correct_problems(finding, answer, unread)
    elif decision == "merge":
        found += _merge_problems(line)
    if copies and decision in ("record", "second_look"):
        found.append(
            Problem("copies", "one_by_one", "Only what one person settles is said of all copies.")
        )
    if found:
        raise Rejected(found)
    keeps = decision in ("record", "correct") and own is not None
    said = {
        "decision": decision,
        "note": note,
        "answer": own.kept() if keeps and own else None,
        "accounts_for": line if decision == "merge" else None,
        "decided_at": at,
        "decided_by": by,
    }
    if role == "judge":
        if decision == "record":
            assert own is not None
            _would_enter(finding, own, by, at)
        review = Review.objects.create(finding=finding, **said)
        for twin in queries.review.twins(finding) if copies else ():
            Review.objects.create(finding=_locked(twin), **said)
        return review
    beside = _beside(stands, role, said["answer"] if decision == "record" else None)
    alike = decision == "record" and own is not None and beside.answer == own.kept()
    line_of, estimate = enter(finding, own, by=by, at=at) if alike and own else (None, None)
    return Review.objects.create(
        finding=finding,
        blind=role == "second",
        seconds_id=beside.id,
        transfer=line_of,
        estimate=estimate,
        **said,
    )


def show(*, finding: Finding, to: User, at: datetime) -> None:
    """Note that a person at the desk is shown what the machine reads: they are no second to it."""
    sight = Sight(claim_id=finding.claim_id, person=to, seen_at=at)
    Sight.objects.bulk_create([sight], ignore_conflicts=True)


@transaction.atomic
def undo(*, finding: Finding, by: User, at: datetime, seen: int | None = None) -> Review:
    """Take back one's own last judgement of a finding, as long as nobody has built on it; and
    what the same act said of copies of the story.

    Raises `Rejected` with why not.
    """
    finding = _locked(finding)
    stands = queries.review.standing(finding)
    last = queries.review.said(finding).live().order_by("-id").first()
    found = _changed_meanwhile(finding, seen)
    if last is None:
        found.append(Problem("finding", "nothing", "Nobody has judged this; nothing is to undo."))
    elif last.decided_by_id != by.pk:
        found.append(
            Problem("finding", "of_another", "Only who said it takes it back; say what you think.")
        )
    elif last.transfer_id or last.estimate_id:
        found.append(
            Problem(
                "finding",
                "built_on",
                "It has entered its book, and others may rest on it: take the line back there.",
            )
        )
    elif last.blind or stands.second is not None:
        found.append(
            Problem("finding", "built_on", "Two have spoken, each without the other; both stay.")
        )
    if found or last is None:
        raise Rejected(found)
    for said in _of_copies(finding, last):
        Review.objects.create(
            finding=said.finding, decision="undo", undoes=said, decided_at=at, decided_by=by
        )
    return Review.objects.create(
        finding=finding, decision="undo", undoes=last, decided_at=at, decided_by=by
    )


def _of_copies(finding: Finding, last: Review) -> list[Review]:
    """What one act said together with a review, of the same statement in copies of the story."""
    alike = Review.objects.live().filter(
        finding__claim__in=queries.copies.identical(finding.claim),
        decision=last.decision,
        decided_by=last.decided_by,
        decided_at=last.decided_at,
        seconds=None,
        transfer=None,
        estimate=None,
    )
    return list(alike.exclude(finding=finding).select_for_update(of=("self",)))


def _locked(finding: Finding) -> Finding:
    return (
        Finding.objects.select_for_update(of=("self",))
        .select_related("claim__figure", "claim__reading__capture__article")
        .get(pk=finding.pk)
    )


def _problems(
    finding: Finding, stands: Standing, decision: str, by: User, note: str, seen: int | None
) -> list[Problem]:
    found = []
    allowed = [code for code, _ in Review.DECISIONS if code != "undo"]
    if decision not in allowed:
        found.append(
            Problem(
                "decision",
                "unknown",
                f"{decision!r} is no decision; allowed: {', '.join(allowed)}.",
            )
        )
    if decision in REASONED and not note.strip():
        found.append(Problem("note", "missing", "Say in a sentence why; it is kept."))
    newer = Finding.objects.filter(claim=finding.claim, view=finding.view, pk__gt=finding.pk)
    if newer.exists():
        found.append(
            Problem("finding", "outdated", "A newer finding on this claim exists; decide on that.")
        )
    if stands.closing is not None:
        final = queries.review.said(finding).select_related("decided_by").get(pk=stands.closing.id)
        found.append(
            Problem(
                "finding",
                "decided",
                f"Already decided: {final.get_decision_display()} "
                f"({final.decided_by}, {final.decided_at:%d %B %Y}).",
            )
        )
    else:
        found += _changed_meanwhile(finding, seen)
        found += _another_problems(finding, stands, decision, by)
    return found


def _changed_meanwhile(finding: Finding, seen: int | None) -> list[Problem]:
    last = queries.review.last_said(finding)
    if seen is None or seen == last:
        return []
    return [
        Problem(
            "finding",
            "changed_meanwhile",
            "Somebody else judged this meanwhile; look at it as it stands now.",
        )
    ]


def _another_problems(finding: Finding, stands: Standing, decision: str, by: User) -> list[Problem]:
    """Where a second or third person is asked: whether it is this one, and says what it may."""
    if stands.state not in ("second", "third"):
        return []
    if not stands.role(by.pk):
        which = "a second person" if stands.state == "second" else "a third person"
        return [
            Problem(
                "finding", "another_person", f"You have said what you think; {which} is asked now."
            )
        ]
    if stands.state == "second" and queries.review.has_seen(finding, by):
        return [
            Problem(
                "finding",
                "has_seen",
                "You were shown what the machine reads here; somebody who was not judges blind.",
            )
        ]
    if decision not in BY_ANOTHER:
        return [
            Problem(
                "decision",
                "another_person",
                "It waits to enter a book: give what you read in the text (record), or reject it.",
            )
        ]
    return []


def _record_problems(
    finding: Finding, stands: Standing, role: str, answer: Answer | None
) -> list[Problem]:
    """Of the first person what the book takes; of the others only that there is an answer."""
    if stands.state == "second" and role and answer is None:
        return [Problem("answer", "missing", "Give what you read in the text, field by field.")]
    if stands.state == "third" and role:
        kept = answer.kept() if answer else None
        if kept not in [each.answer for each in (stands.first, stands.second) if each]:
            return [
                Problem(
                    "answer",
                    "neither",
                    "A third person takes the answer of one of the two, or rejects the claim.",
                )
            ]
    if role == "judge" and answer is not None:
        found = enter_problems(finding.claim, answer)
        if finding.claim.candidates and answer == queries.review.machine_answer(finding.claim):
            found.append(Problem("first_day", "open", "The words leave the span open; choose one."))
        return found
    return []


def _correct_problems(
    finding: Finding, answer: Answer | None, unread: Sequence[Problem]
) -> list[Problem]:
    if answer is None:
        return [Problem("answer", "missing", "Give the values as the text has them.")]
    machine = queries.review.machine_answer(finding.claim)
    if not unread and not core.review.differing(answer, machine):
        return [
            Problem(
                "answer", "unchanged", "Nothing is changed: accept it, or change what is wrong."
            )
        ]
    return []


def _merge_problems(line: Transfer | None) -> list[Problem]:
    if line is None:
        return [Problem("line", "missing", "Choose the line that this is an account of.")]
    newer = Transfer.objects.filter(series=line.series, revision__gt=line.revision)
    if line.withdrawn or newer.exists():
        return [Problem("line", "outdated", "This line no longer stands; choose one that does.")]
    return []


def _would_enter(finding: Finding, answer: Answer, by: User, at: datetime) -> None:
    """Try the book and take it back, so that nobody is asked a second time in vain."""
    with transaction.atomic():
        enter(finding, answer, by=by, at=at)
        transaction.set_rollback(True)


def _beside(stands: Standing, role: str, answer: object) -> Judgement:
    """Whose judgement a second or third person's is set beside."""
    assert stands.first is not None  # there is no second without a first
    if role == "third" and stands.second is not None and stands.second.answer == answer:
        return stands.second
    return stands.first
