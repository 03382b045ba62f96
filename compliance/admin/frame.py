"""What stands around every page of the desk alike, drawn once for all who see the same of it."""

from __future__ import annotations

import secrets
from functools import lru_cache

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language


register = Library()
MOST = 512  # drawings of one part that are kept
MARK = secrets.token_urlsafe()  # where the token of whoever asks goes, which is never another's


class Once(Node):
    """A part of a template that depends on nothing but the values named at its head."""

    def __init__(self, parts: list[FilterExpression], nodelist: NodeList) -> None:
        self.parts, self.nodelist = parts, nodelist
        self.kept = lru_cache(maxsize=MOST)(self.place)

    @staticmethod
    def place(*known_by: str | None) -> list[str]:
        """Where the drawing for these values is kept."""
        return []

    def render(self, context: Context) -> SafeString:
        kept = self.kept(get_language(), *(str(part.resolve(context)) for part in self.parts))
        if not kept:
            with context.push(csrf_token=MARK):
                kept.append(self.nodelist.render(context))
        drawn = kept[0]
        if MARK in drawn:
            drawn = drawn.replace(MARK, str(context.get("csrf_token")))
        return SafeString(drawn)


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """`{% once a b %}…{% endonce %}`: drawn anew only where one of these has another value."""
    parts = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise TemplateSyntaxError("what a page may fill in differs, and is not drawn once")
    return Once(parts, nodelist)
