"""How values are written for people: registered as template builtins in settings."""

from django import template


register = template.Library()
