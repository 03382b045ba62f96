"""What a token of the API may be good for: scopes, each a few of the rights that its owner has."""

from __future__ import annotations

from collections.abc import Iterable


# In the order in which they are offered: what a token with the scope may be used for.
SCOPES = {
    "read": "read what those read who are signed in",
    "read:text": "read the texts of articles",
    "report": "send reports, tables of reports, corrections and withdrawals",
    "press": "hand in articles, and say what is watched",
    "review": "decide on findings",
    "follow": "be told of changes by messages",
    "audit": "read the audit",
}
# The scope that a right to look needs, where it is not `read`.
LOOKS = {"capture": "read:text", "auditentry": "audit"}
# The scope that a right to act needs. A right that is not named is in no token.
ACTS = {
    "add_article": "press",
    "add_importfile": "report",
    "add_importrun": "report",
    "add_report": "report",
    "add_review": "review",
    "add_source": "press",
    "add_subscription": "follow",
    "add_transfer": "report",
    "change_source": "press",
}


def allows(scopes: Iterable[str], right: str) -> bool:
    """Whether a token with these scopes may use a right of its owner, as "app.verb_model"."""
    app, _, code = right.partition(".")
    if app != "compliance":
        return False
    verb, _, model = code.partition("_")
    needed = LOOKS.get(model, "read") if verb == "view" else ACTS.get(code)
    return needed in set(scopes)
