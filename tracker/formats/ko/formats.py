"""Numbers in Korean, as CLDR has them; Western digits, since they are quoted beside the documents."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
