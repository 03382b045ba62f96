"""Numbers in French, as CLDR has them; Western digits, since they are quoted beside the documents."""

THOUSAND_SEPARATOR = "\u202f"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
