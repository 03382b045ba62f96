"""Who may do what by the API, under review: a row an address, a column a verb.

Roles, from the least to the most: `anonymous`; the four groups that come with the tracker
(docs/rights.md), of which the reader adds nothing; `former`, whose account was switched off;
`stranger`, whose token is none.

READ: whoever is let in at all. ADD: the right to add what the address adds. What is not named is
allowed to nobody and answers 405.
"""

READ = {"GET", "HEAD"}

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
    "committees/": READ,
    "committees/<slug:slug>/": READ,
    "resolutions/": READ,
    "resolutions/<int:number>/": READ,
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
    "policies/": READ,
    "policies/<str:slug>/": READ,
    "commodities/": READ,
    "commodities/<slug:code>/": READ,
    "proposals/": READ,
    "proposals/<int:pk>/": READ,
    "national-measures/": READ,
    "national-measures/<int:pk>/": READ,
    "states/": READ,
    "reports/": READ | {"POST"},
    "reports/<int:pk>/": READ,
    "lines/": READ,
    "lines/<int:pk>/": READ,
    "lines/series/<uuid:series>/": READ,
    "lines/<int:pk>/correction/": {"POST"},
    "lines/<int:pk>/withdrawal/": {"POST"},
    "notices/": READ,
    "notices/<int:pk>/": READ,
    "articles/": READ | {"POST"},
    "articles/<int:pk>/": READ,
    "claims/": READ,
    "claims/<int:pk>/": READ,
    "claims/<int:pk>/appearances/": READ,
    "sources/": READ | {"POST"},
    "sources/<int:pk>/": READ,
    "findings/": READ,
    "findings/<int:pk>/": READ,
    "findings/<int:pk>/reviews/": {"POST"},
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
}
