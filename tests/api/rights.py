"""Who may do what by the API, under review: a row an address, a column a verb.

Roles, from the least to the most: `anonymous`; the four groups that come with the tracker
(docs/rights.md), of which the reader adds nothing; `scopeless`, who may do all that is done by this
door, by a token that is good for reading alone; `former`, whose account was switched off;
`stranger`, whose token is none; `late`, whose token expired; `revoked`, whose token was.

READ: whoever is let in at all; of what SEEN_WITH names, those with the right to see it. ASK: the
same, of what is asked with a body and stored nowhere. What is not named is allowed to nobody and
answers 405.
"""

READ = {"GET", "HEAD"}
ASK = {"POST"}

# What each role is answered: before the request itself is looked at.
LET_IN = {
    "anonymous": READ,
    "reader": READ,
    "scopeless": READ,
    "analyst": READ | {"POST", "PATCH"},
    "reviewer": READ | {"POST", "PATCH"},
    "administrator": READ | {"POST", "PATCH"},
}
NOT_LET_IN = {"former": 401, "stranger": 401, "late": 401, "revoked": 401}
# What is not for everybody, and who sees it.
SEES = {
    "view_importfile": {"reader", "analyst", "reviewer", "administrator"},
    "view_review": {"reader", "analyst", "reviewer", "administrator"},
    "view_auditentry": {"reviewer", "administrator"},
}

ADDRESSES: dict[str, set[str]] = {
    "": READ,
    "regimes/": READ,
    "regimes/<slug:slug>/": READ,
    "committees/": READ,
    "committees/<slug:slug>/": READ,
    "resolutions/": READ,
    "resolutions/<int:number>/": READ,
    "paragraphs/": READ,
    "paragraphs/<int:pk>/": READ,
    "measures/": READ,
    "measures/<slug:key>/": READ,
    "in-force/": READ,
    "caps/": READ,
    "caps/<slug:slug>/": READ,
    "caps/<slug:slug>/usage/": READ,
    "caps/<slug:slug>/matrix/": READ,
    "caps/<slug:slug>/coverage/": READ,
    "caps/<slug:slug>/explain/": READ,
    "caps/<slug:slug>/periods/": READ,
    "caps/<slug:slug>/projection/": READ,
    "caps/<slug:slug>/obligations/": READ,
    "caps/<slug:slug>/estimates/": READ,
    "caps/<slug:slug>/what-if/": ASK,
    "policies/": READ,
    "policies/<str:slug>/": READ,
    "conversions/": READ,
    "conversions/<int:pk>/": READ,
    "commodities/": READ,
    "commodities/<slug:code>/": READ,
    "proposals/": READ,
    "proposals/<int:pk>/": READ,
    "national-measures/": READ,
    "national-measures/<int:pk>/": READ,
    "states/": READ,
    "states/<str:code>/": READ,
    "reports/": READ | {"POST"},
    "reports/<int:pk>/": READ,
    "reports/batch/": {"POST"},
    "imports/": READ | {"POST"},
    "imports/<int:pk>/": READ,
    "imports/<int:pk>/entry/": {"POST"},
    "lines/": READ,
    "lines/<int:pk>/": READ,
    "lines/series/<uuid:series>/": READ,
    "lines/<int:pk>/correction/": {"POST"},
    "lines/<int:pk>/withdrawal/": {"POST"},
    "lines/<int:pk>/reinstatement/": {"POST"},
    "notices/": READ,
    "notices/<int:pk>/": READ,
    "estimates/": READ,
    "estimates/<int:pk>/": READ,
    "decisions/": READ,
    "decisions/<slug:key>/": READ,
    "assertions/": READ,
    "obligations/": READ,
    "articles/": READ | {"POST"},
    "articles/<int:pk>/": READ,
    "figures/": READ,
    "figures/<int:pk>/": READ,
    "read/": ASK,
    "claims/": READ,
    "claims/<int:pk>/": READ,
    "claims/<int:pk>/appearances/": READ,
    "sources/": READ | {"POST"},
    "sources/<int:pk>/": READ | {"PATCH"},
    "findings/": READ,
    "findings/<int:pk>/": READ,
    "findings/<int:pk>/reviews/": {"POST"},
    "reviews/": READ,
    "reviews/<int:pk>/": READ,
    "audit/": READ,
    "audit/<int:pk>/": READ,
    "changes/": READ,
    "subscriptions/": READ | {"POST"},
    "subscriptions/<int:pk>/": READ,
    "subscriptions/<int:pk>/stop/": {"POST"},
    "subscriptions/<int:pk>/start/": {"POST"},
    "subscriptions/<int:pk>/sendings/": READ,
    "dumps/": READ,
    "dumps/<str:name>/<str:file>/": READ,
    "licence/": READ,
}
# What is asked with a body, by anyone who reads.
ASKED = {"caps/<slug:slug>/what-if/", "read/"}
# What is seen with this right alone; or, of one's own, by whoever is signed in.
SEEN_WITH = {
    "reviews/": "view_review",
    "reviews/<int:pk>/": "view_review",
    "audit/": "view_auditentry",
    "audit/<int:pk>/": "view_auditentry",
    "imports/": "view_importfile",
    "imports/<int:pk>/": "view_importfile",
}
OWN = {
    "subscriptions/",
    "subscriptions/<int:pk>/",
    "subscriptions/<int:pk>/stop/",
    "subscriptions/<int:pk>/start/",
    "subscriptions/<int:pk>/sendings/",
}
# Not of the document: the same for everybody, without data.
HOW_TO_ASK = {"schema/", "docs/", "redoc/", "redoc/redoc.js"}
# The rights that each act needs, all of them; no other will do.
IMPORTS = {"add_importfile", "add_importrun", "add_report", "add_transfer"}
NEEDS = {
    "reports/": {"add_report"},
    "reports/batch/": {"add_report"},
    "imports/": IMPORTS,
    "imports/<int:pk>/entry/": IMPORTS,
    "lines/<int:pk>/correction/": {"add_transfer"},
    "lines/<int:pk>/withdrawal/": {"add_transfer"},
    "lines/<int:pk>/reinstatement/": {"add_transfer"},
    "articles/": {"add_article"},
    "sources/": {"add_source"},
    "sources/<int:pk>/": {"change_source"},
    "findings/<int:pk>/reviews/": {"add_review"},
    "subscriptions/": {"add_subscription"},
    "subscriptions/<int:pk>/stop/": {"add_subscription"},
    "subscriptions/<int:pk>/start/": {"add_subscription"},
}
