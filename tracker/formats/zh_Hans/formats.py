"""Numbers in Chinese, as CLDR has them; Western digits, since they are quoted beside documents."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
