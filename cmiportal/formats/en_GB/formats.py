"""Clocks of twenty-four hours, as on all our pages; Django's own are of twelve, with words for noon and midnight."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
