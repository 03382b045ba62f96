"""What is shown to nobody as long as a second person is asked, who judges without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from compliance.models import Claim, Figure, Finding, Review, Sight
from compliance.models.review import OF_A_CLAIM, second_asked


if TYPE_CHECKING:
    from django.contrib.auth.models import User


def shown_claims() -> QuerySet[Claim]:
    """The claims that everybody may read."""
    return Claim.objects.exclude(second_asked(*OF_A_CLAIM))


def marked_claims(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """The claims, each with whether it is `withheld`."""
    return claims.annotate(withheld=second_asked(*OF_A_CLAIM))


def shown_figures() -> QuerySet[Figure]:
    """The figures of which no claim is withheld."""
    of = Claim.objects.filter(second_asked(*OF_A_CLAIM), figure=OuterRef("pk"))
    return Figure.objects.exclude(Exists(of))


def is_withheld(finding: Finding) -> bool:
    """Whether a second person is asked of a finding and may see neither verdict nor values."""
    return Review.objects.asking().filter(finding=finding).exists()


def untold(reviews: list[int]) -> set[int]:
    """Those of some reviews that are told to nobody yet."""
    if not reviews:
        return set()
    told = Review.objects.told().filter(pk__in=reviews).values_list("pk", flat=True)
    return set(reviews) - set(told)


def has_seen(finding: Finding, person: User) -> bool:
    """Whether a person was shown what the machine reads in the claim of a finding, or has judged
    it with that beside."""
    judged = Review.objects.filter(
        finding__claim=finding.claim_id, decided_by=person.pk, blind=False
    )
    return (
        Sight.objects.filter(claim=finding.claim_id, person=person.pk).exists() or judged.exists()
    )


def shown_to(finding: Finding) -> list[str]:
    """Who at the desk was shown what the machine reads in the claim of a finding, by name."""
    seen = Sight.objects.filter(claim=finding.claim_id).order_by("pk")
    return list(seen.values_list("person__username", flat=True))
