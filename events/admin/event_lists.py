"""How the list of events is ordered: those to come first, the next at the top; then past ones, the last first."""

from django.db.models import Case, When
from django.db.models.functions import Now

COMING_FIRST = (Case(When(ends_at__gte=Now(), then="starts_at")).asc(nulls_last=True), "-starts_at", "-pk")
