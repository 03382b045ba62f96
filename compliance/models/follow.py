"""What is needed to follow us: every change in the order in which it came to stand, and who is
told of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from compliance.core.follow import TOPICS


class Change(models.Model):
    """That rows came in, as the transaction that brought them in wrote down itself (a trigger,
    whatever the door): so nothing stands that is not told, and nothing is told that was undone.

    `place` is given once, after it stands (`services.follow.place`), in an order that only grows:
    a transaction that ends late gets a later place, never one in between.
    """

    WHAT = [*((topic, topic) for topic in TOPICS), ("readings", "readings")]
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=WHAT)
    rows = ArrayField(
        models.BigIntegerField(),
        help_text="numbers of the rows; of findings those of their claims, of readings of articles",
    )
    place = models.BigIntegerField(null=True, help_text="in the order of all changes")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(place__isnull=False),
                name="a_place_among_changes_is_taken_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(place__isnull=True), name="changes_without_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what}: {len(self.rows)}"


class Subscription(models.Model):
    """Where somebody wants to be told of changes: an address of theirs, and which changes.

    It is theirs alone. What is sent there is signed with the secret, which is shown once.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions"
    )
    url = models.CharField("address", max_length=1000)
    secret = models.CharField(max_length=100)
    events = ArrayField(
        models.CharField(max_length=10, choices=[(topic, topic) for topic in TOPICS]),
        help_text="what to be told of: " + ", ".join(TOPICS),
    )
    cap = models.ForeignKey(
        "compliance.Cap",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
        help_text="only what concerns this cap; none: everything",
    )
    active = models.BooleanField(default=True)
    stopped_because = models.TextField(blank=True, help_text="why nothing is sent any more")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{', '.join(self.events)} to {self.url}"


class SubscriptionProgress(models.Model):
    """How far a subscription has been told, and when the next try is due."""

    subscription = models.OneToOneField(
        Subscription, on_delete=models.CASCADE, related_name="progress"
    )
    told_to = models.BigIntegerField(help_text="the place up to which changes were sent")
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    due_at = models.DateTimeField(help_text="not before; also while a worker has it in hand")

    def __str__(self) -> str:
        return f"{self.subscription_id}: told to {self.told_to}"


class Sending(models.Model):
    """One try to tell a subscription of a change, and how it went; kept for a month."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="sendings"
    )
    message = models.CharField(max_length=60, help_text="the same at each try: webhook-id")
    what = models.CharField(max_length=10)
    rows = models.PositiveIntegerField(help_text="how many rows it tells of")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="of HTTP; none: no answer")
    problem = models.TextField(blank=True, help_text="why it failed; empty: it was taken")
    answer = models.TextField(blank=True, help_text="the first letters of what came back")
    next_at = models.DateTimeField(null=True, help_text="when it is tried again")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subscription", "-id"], name="sendings_newest_first")]

    def __str__(self) -> str:
        return f"{self.message}: {self.problem or self.status}"
