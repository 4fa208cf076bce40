"""Very many members in a few statements: the tables as they are after years, for tests that measure."""

from datetime import date

from django.db import connection

from .membership import GradeFactory
from .qualifications import NOW

PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, name, preferred_name, time_zone, is_active, is_staff,
                           date_joined)
SELECT '', false, 'many' || n || '@example.org', 'Member ' || n, '', '', n %% 50 <> 0, false, %(at)s
FROM generate_series(1, %(count)s) AS n RETURNING id
"""
# Times are in the order of the numbers, as keys that are made one after the other are.
MEMBERSHIPS = """
INSERT INTO membership_membership (id, moves, state, number, basis, joined_on, starts_on, ends_on, created_at,
                                   grade_id, person_id)
SELECT gen_random_uuid(), 0, 'active', 'N' || id, 'concession', %(ends)s - 364, %(ends)s - 364,
       %(ends)s + (id %% %(days)s)::int, %(at)s - (id || ' seconds')::interval, %(grade)s, id
FROM accounts_user WHERE email LIKE 'many%%'
"""
EVENTS = """
INSERT INTO membership_membershipevent (sequence, action, from_state, to_state, at, data, previous_digest, digest,
                                        membership_id)
SELECT 0, 'create', '', state, created_at, '{}', '', '', id FROM membership_membership WHERE number LIKE 'N%%'
"""


def many_members(count: int, *, ends: date, days: int = 1) -> None:
    """So many active members whose last days are spread over ``days`` from ``ends`` on; each fiftieth has closed."""
    values = {"count": count, "ends": ends, "days": days, "grade": GradeFactory().pk, "at": NOW}
    with connection.cursor() as cursor:
        for statement in (PEOPLE, MEMBERSHIPS, EVENTS, "ANALYZE"):
            cursor.execute(statement, values)
