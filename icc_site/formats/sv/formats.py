"""How Swedish is written in Finland: dates as in Finnish, clock times with kl."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j.n.Y \\k\\l. H.i"
TIME_FORMAT = "H.i"
YEAR_MONTH_FORMAT = "F Y"
DAY_MONTH_FORMAT = "j.n"
DAY_FORMAT = "j"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
