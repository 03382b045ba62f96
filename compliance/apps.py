from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = "Sanctions"

    def ready(self) -> None:
        from compliance.models import actor, patience

        actor.attach()
        patience.attach()
        post_migrate.connect(plant_roles, sender=self)


def plant_roles(*, using: str, plan: Any = (), **_: Any) -> None:
    """The rights of a table exist once it has been migrated, and Django has named them."""
    from compliance import services

    if using == "default":
        services.accounts.plant_roles()
