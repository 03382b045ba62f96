"""What is kept. Regime is reference; all else is evidence."""

from compliance.models.ledger import Delivery, Notice, Report, Transfer
from compliance.models.press import Article, Attempt, Capture, Claim, Figure, Reading
from compliance.models.regime import (
    Cap,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Deadline,
    Limit,
    Measure,
    NationalMeasure,
    Paragraph,
    Proposal,
    Resolution,
    Threshold,
)
from compliance.models.review import Finding, FindingLine, Review


__all__ = [
    "Article",
    "Attempt",
    "Cap",
    "Capture",
    "Claim",
    "Committee",
    "Commodity",
    "Conversion",
    "ConversionPolicy",
    "Deadline",
    "Delivery",
    "Figure",
    "Finding",
    "FindingLine",
    "Limit",
    "Measure",
    "NationalMeasure",
    "Notice",
    "Paragraph",
    "Proposal",
    "Reading",
    "Report",
    "Resolution",
    "Review",
    "Threshold",
    "Transfer",
]
