"""Who may do what by the API, under review: a row an address, a column a verb.

Roles, from the least to the most: `anonymous`; the four groups that come with the tracker
(docs/rights.md), of which the reader adds nothing; `former`, whose account was switched off;
`stranger`, whose token is none.

READ: whoever is let in at all. ASK: the same, of what is asked with a body and stored nowhere.
ADD: the right to add what the address adds. What is not named is allowed to nobody and answers 405.
"""

READ = {"GET", "HEAD"}
ASK = {"POST"}

# What each role is answered: before the request itself is looked at.
LET_IN = {
    "anonymous": READ,
    "reader": READ,
    "analyst": READ | {"POST"},
    "reviewer": READ | {"POST"},
    "administrator": READ | {"POST"},
}
NOT_LET_IN = {"former": 401, "stranger": 401}

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
    "lines/": READ,
    "lines/<int:pk>/": READ,
    "lines/series/<uuid:series>/": READ,
    "lines/<int:pk>/correction/": {"POST"},
    "lines/<int:pk>/withdrawal/": {"POST"},
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
    "sources/<int:pk>/": READ,
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
# The one right that each act needs; no other will do.
NEEDS = {
    "reports/": "add_report",
    "lines/<int:pk>/correction/": "add_transfer",
    "lines/<int:pk>/withdrawal/": "add_transfer",
    "articles/": "add_article",
    "sources/": "add_source",
    "findings/<int:pk>/reviews/": "add_review",
    "subscriptions/": "add_subscription",
    "subscriptions/<int:pk>/stop/": "add_subscription",
    "subscriptions/<int:pk>/start/": "add_subscription",
}
