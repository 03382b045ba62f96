"""Questions asked of accounts."""

from __future__ import annotations

from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice


def has_second_factor(user: Any) -> bool:
    """Whether a person signs in with a code."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()
