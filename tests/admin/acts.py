"""Who may do what at the desk, under review: a row an address of its own, the least role it takes.

Lists, forms, histories and deletions of each model are in docs/rights.md (tests/admin/test_roles).
Each role may what the one before it may: reader, analyst, reviewer, administrator.
"""

# Name of the address without "compliance_", and the least role for looking at it and for acting.
ACTS: dict[str, tuple[str, str]] = {
    "agreement": ("reader", "reader"),
    "cap_confirm": ("reviewer", "reviewer"),
    "everywhere": ("reader", "reader"),
    "finding_decide": ("analyst", "analyst"),
    "finding_undo": ("analyst", "analyst"),
    "importfile_check": ("analyst", "analyst"),
    "importfile_enter": ("analyst", "analyst"),
    "importfile_progress": ("reader", "reader"),
    "importfile_reasons": ("reader", "reader"),
    "inbox": ("reader", "reader"),
    "notice_mark_sent": ("analyst", "analyst"),
    "pipeline": ("reader", "analyst"),
    "report_check": ("analyst", "analyst"),
    "report_export": ("reader", "reader"),
    "transfer_correct": ("analyst", "analyst"),
    "transfer_export": ("reader", "reader"),
    "transfer_reinstate": ("analyst", "analyst"),
    "transfer_withdraw": ("analyst", "analyst"),
}
# Acts that are no address to look at: GET is refused to everybody.
ONLY_ACTS = {"finding_undo", "importfile_check", "importfile_enter", "report_check"}
# Of every model alike (tests/admin/test_desk), of the site, and of the person who is signed in.
OF_ALL = ("_changelist", "_add", "_change", "_delete", "_history", "_save_filter", "_forget_filter")
OF_THE_SITE = {
    "search", "index", "login", "logout", "password_change", "password_change_done",
    "auth_user_password_change", "autocomplete", "jsi18n", "view_on_site", "second_factor",
    "app_list", None,
}  # fmt: skip
