"""Who may do what by the API, under review: a row an address, a column a verb.

Roles, from the least to the most: `anonymous`; `reader`, who is signed in and has no rights;
`analyst`, who may do all that is done by this door; `scopeless`, the same by a token that is good
for reading alone; `former`, whose account was switched off; `stranger`, whose token is none;
`late`, whose token expired; `revoked`, whose token was.

READ: whoever is let in at all; of what SEEN_WITH names, those with the right to see it. What is not
named is allowed to nobody and answers 405.
"""

READ = {"GET", "HEAD"}

# What each role is answered: before the request itself is looked at.
LET_IN = {
    "anonymous": READ,
    "reader": READ,
    "scopeless": READ,
    "analyst": READ | {"POST", "PATCH"},
}
NOT_LET_IN = {"former": 401, "stranger": 401, "late": 401, "revoked": 401}

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
    "articles/": READ | {"POST"},
    "articles/<int:pk>/": READ,
    "claims/": READ,
    "claims/<int:pk>/": READ,
    "claims/<int:pk>/appearances/": READ,
    "sources/": READ | {"POST"},
    "sources/<int:pk>/": READ | {"PATCH"},
    "findings/": READ,
    "findings/<int:pk>/": READ,
    "findings/<int:pk>/reviews/": {"POST"},
}
# Not of the document: the same for everybody, without data.
HOW_TO_ASK = {"schema/", "docs/", "redoc/", "redoc/redoc.js"}
# Seen only by who has the right to.
SEEN_WITH = {"imports/": "view_importfile", "imports/<int:pk>/": "view_importfile"}
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
}
