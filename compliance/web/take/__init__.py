"""Take it along: every chart and table as a file, a briefing, a citation, an embedded chart, feeds.

A file is made of the same values as its page, under the same day and policy, and says of itself
what it is, as known when, from which sources and where it came from (docs/take.md).
"""
