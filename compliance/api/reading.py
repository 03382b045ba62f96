"""Read a text that is sent: what is found in it comes back, and nothing is stored."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.api.bodies import Body
from compliance.api.ledger.usage import decimal
from compliance.api.parameters import Choice, Day, Text
from compliance.api.problems import Refused
from compliance.api.views import Door
from compliance.core import press
from compliance.core.ledger import Problem
from compliance.core.press.annotation import annotation
from compliance.models import Committee


LONGEST = 10_000  # characters; a whole article of a newspaper has about half of it


class WhyOut(serializers.Serializer):
    """Why a field of a claim is as it is."""

    field = serializers.CharField()
    rule = serializers.CharField()
    words = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)


class ReadFigureOut(serializers.Serializer):
    """A figure and what it claims."""

    quote = serializers.CharField()
    start = serializers.IntegerField(help_text="its first character")
    value = decimal(allow_null=True)
    low = decimal(allow_null=True)
    high = decimal(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    modifier = serializers.CharField()
    commodity = serializers.CharField(allow_null=True)
    role = serializers.CharField()
    basis = serializers.CharField(allow_null=True)
    supplier = serializers.ListField(child=serializers.CharField())
    recipient = serializers.ListField(child=serializers.CharField())
    period = serializers.ListField(
        child=serializers.DateField(), allow_null=True, help_text="its first and last day"
    )
    periods = serializers.ListField(
        child=serializers.ListField(child=serializers.DateField()),
        help_text="where the text leaves several open",
    )
    restates = serializers.IntegerField(
        allow_null=True, help_text="the place in this list of the figure that it says again"
    )
    confidence = decimal()
    why = WhyOut(many=True)


class ReadAllegationOut(serializers.Serializer):
    """What is alleged without a figure."""

    category = serializers.CharField()
    # `from` is a word of the language this is written in, so it comes by another way.
    to = serializers.ListField(child=serializers.CharField())
    period = serializers.ListField(child=serializers.DateField(), allow_null=True)
    asserted_by = serializers.ListField(child=serializers.CharField())
    denied_by = serializers.ListField(child=serializers.CharField())
    quote = serializers.CharField()
    start = serializers.IntegerField()
    confidence = decimal()
    why = WhyOut(many=True)

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "from": serializers.ListField(child=serializers.CharField()),
        }


class ReadSilenceOut(serializers.Serializer):
    """Months without a delivery or a report."""

    of = serializers.CharField(help_text="no_transfer, no_report, or silence, which may be either")
    commodity = serializers.CharField()
    supplier = serializers.ListField(child=serializers.CharField())
    recipient = serializers.ListField(child=serializers.CharField())
    period = serializers.ListField(child=serializers.DateField())
    periods = serializers.ListField(
        child=serializers.ListField(child=serializers.DateField()),
        help_text="where the text leaves several open",
    )
    quote = serializers.CharField()
    start = serializers.IntegerField()
    confidence = decimal()
    why = WhyOut(many=True)


class CautionOut(serializers.Serializer):
    """What is to be taken with care."""

    code = serializers.CharField()
    message = serializers.CharField()


class ReadOut(serializers.Serializer):
    """What the reader finds in a text."""

    figures = ReadFigureOut(many=True)
    allegations = ReadAllegationOut(many=True)
    silences = ReadSilenceOut(many=True)
    resolutions = serializers.ListField(child=serializers.CharField(), help_text="those cited")
    language = serializers.CharField()
    published = serializers.DateField(allow_null=True)
    dated = serializers.ListField(
        child=serializers.DateField(), allow_null=True, help_text="when it is from, as it says"
    )
    cautions = CautionOut(many=True)
    version = serializers.CharField(help_text="of the reader")


class ReadIn(Body):
    """A text, and what is known of it."""

    text = Text(max_length=LONGEST, help_text=f"plain text, {LONGEST:,} characters at most")
    published_on = Day(required=False, allow_null=True, help_text='what "last month" starts from')
    language = Choice(
        [(code, code) for code in press.LANGUAGES],
        required=False,
        help_text="unless given, the text itself says",
    )


class Read(Door):
    """The reader."""

    queryset = Committee.objects.none()
    serializer_class = ReadOut

    @extend_schema(request=ReadIn, responses={200: ReadOut})
    def read(self, request: Request) -> Response:
        """Read a text: figures, claims, allegations, silences, resolutions. Nothing is stored."""
        values, found = ReadIn.read(request.data)
        day = values.get("published_on")
        if day is not None and day > timezone.localdate():
            found.append(Problem("published_on", "future", f"{day} has not come yet."))
        if found:
            raise Refused(found)
        read = press.read(values["text"], published_on=day, language=values.get("language"))
        said = annotation("", read)
        del said["id"]
        return Response(said)
