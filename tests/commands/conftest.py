"""The seeds, planted."""

from tests.factories.seeds import planted


__all__ = ["planted"]
