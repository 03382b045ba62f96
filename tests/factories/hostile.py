"""Words that would be a script, a form, a link or a request if any page took them for markup."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import connection, models


VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg onload=alert(3)>",
    "<svg viewBox='0 0 9 9'><a id=q><set attributeName=href begin=0s to='javascript:alert(4)'>"
    "</set><rect width=9 height=9></rect></a></svg>",
    "<svg><animate onbegin=alert(5) attributeName=x></svg>",
    "<a href=javascript:alert(6)>x</a>",
    "<a href=' &#14; javascript:alert(7)'>x</a>",
    "<iframe srcdoc='<script>parent.alert(8)</script>'></iframe>",
    "<form action=http://ok.test/><button>Sign in again</button></form>",
    "<input autofocus onfocus=alert(9)>",
    "<details open ontoggle=alert(10)>",
    "<math><annotation-xml encoding='text/html'><p><style><b title='</style><img src=x "
    "onerror=alert(11)>'></b></style></p></annotation-xml></math>",
    "<svg><desc><math><mi><title><style><a id='</style></title><img src=x onerror=alert(12)>'>"
    "</a></style></title></mi></math></desc></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(13)>'>",
    "<style>@import 'http://ok.test/x.css'; *{background:url(http://ok.test/track)}</style>",
    "<div style='position:fixed;inset:0;z-index:9999;background:#fff'>Session over</div>",
    "<object data='data:text/html,<script>alert(14)</script>'></object>",
    "<embed src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 "
    "onload=%22alert(15)%22/>'>",
    "<base href=http://ok.test/>",
    "<link rel=stylesheet href=http://ok.test/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(16)'>",
    "<img src=http://ok.test/track.gif width=1>",
    "<img srcset='http://ok.test/t 1x'>",
    "<video poster=http://ok.test/t><source onerror=alert(17)></video>",
    "<a id=alert name=getElementById href=#>clobber</a><form id=document><input name=cookie>"
    "</form>",
    "</textarea><script>alert(18)</script>",
    "</script><script>alert(19)</script>",
    "--><script>alert(20)</script>",
    "]]><script>alert(21)</script>",
    '"><script>alert(22)</script>',
    "'-alert(23)-'",
    "`${alert(24)}`",
    "</title><script>alert(25)</script>",
    "{{ 1+1 }} {{ alert(26) }}",
    "<x onclick=alert(27)>x</x>",
    "<a href='http://ok.test/' target=_blank>opener</a>",
    "<button popovertarget=p>x</button><div popover id=p onbeforetoggle=alert(28)>y</div>",
    "<p onpointerrawupdate=alert(29) oncontentvisibilityautostatechange=alert(30) "
    "style='content-visibility:auto'>x</p>",
)
assert len(VECTORS) == 38
LINK = "javascript:alert(31)//"
# What names a row in an address or in another table, and what is a code to a machine.
NAMES = {"slug", "key", "code", "symbol", "digest", "version", "subject", "password", "session_key"}
SHORTEST = 60  # below this a column holds a code


def words(turn: int, most: int | None) -> str:
    """Every vector, or as many as fit, beginning with another one each turn."""
    said = ""
    for n in range(len(VECTORS)):
        one = VECTORS[(turn + n) % len(VECTORS)]
        if most is None or len(said) + len(one) <= most:
            said += one
    return said


def columns(model: type[models.Model]) -> list[Any]:
    """The columns of a model that hold what people or the press wrote."""
    found = []
    for field in model._meta.concrete_fields:
        text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
        long = field.max_length is None or field.max_length >= SHORTEST
        if text and long and field.name not in NAMES and not field.remote_field:
            found.append(field)
    return found


def plant_everywhere() -> int:
    """Put them into every text of every row held, past the triggers; how many columns it was."""
    planted, turn = 0, 0
    kinds = [*apps.get_app_config("compliance").get_models(), apps.get_model("auth", "User")]
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for model in kinds:
            table = model._meta.db_table
            for field in columns(model):
                turn += 1
                said = words(turn, field.max_length)
                if isinstance(field, models.URLField) or "url" in field.name:
                    said = LINK
                only = " where id = (select min(id) from {t})" if field.unique else ""
                value = f"{field.column} || %s" if field.name == "text" else "%s"
                cursor.execute(
                    f'update {table} set "{field.column}" = {value}' + only.format(t=table), [said]
                )
                planted += 1
            for field in model._meta.concrete_fields:
                if isinstance(field, models.JSONField):
                    _into_json(cursor, table, field.column, words(turn, None))
        cursor.execute("reset session_replication_role")
    return planted


SAID = {"message", "words", "where", "note", "rule"}


def _into_json(cursor: Any, table: str, column: str, said: str) -> None:
    """What is said in sentences inside of a column of JSON."""

    def hostile(value: Any) -> Any:
        if isinstance(value, list):
            return [hostile(each) for each in value]
        if isinstance(value, dict):
            return {
                name: said if name in SAID and isinstance(each, str) else hostile(each)
                for name, each in value.items()
            }
        return value

    cursor.execute(f'select id, "{column}" from {table} where "{column}" is not null limit 50')
    for pk, kept in cursor.fetchall():
        value = json.loads(kept) if isinstance(kept, str) else kept
        if (put := hostile(value)) != value:
            cursor.execute(
                f'update {table} set "{column}" = %s::jsonb where id = %s', [json.dumps(put), pk]
            )
