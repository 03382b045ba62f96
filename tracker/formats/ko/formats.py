"""Numbers in Korean by CLDR, in the digits of the documents they are quoted from."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
