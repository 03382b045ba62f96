"""Numbers in French by CLDR, in the digits of the documents they are quoted from."""

THOUSAND_SEPARATOR = "\u202f"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
