"""Very many rows in a few statements: tables as they are after years, for tests that measure."""

from datetime import date, timedelta
from typing import Any

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

# Every thirtieth is called Smith; the others have names of syllables, the same in every run.
STATUSES = """
INSERT INTO membership_charteredstatus (id, person_id, status, name_as_printed, code, since, ended_because)
SELECT gen_random_uuid(), id, 'cmgr_mcmi', named, 'C' || id, %(ends)s - 364, ''
FROM accounts_user, LATERAL (SELECT md5(email) AS hash) AS hashed, LATERAL (
    SELECT string_agg(initcap(part), ' ' ORDER BY word) AS named FROM (
        SELECT word, CASE WHEN word = 2 AND id %% 30 = 0 THEN 'smith' ELSE string_agg(
            (%(syllables)s::text[])[1 + get_byte(decode(hash, 'hex'), 4 * word + place) %% 16], '' ORDER BY place
        ) END AS part
        FROM generate_series(1, 2) AS word, generate_series(1, 3) AS place WHERE place <= word + 1 GROUP BY word
    ) AS words
) AS names WHERE email LIKE 'many%%'
"""
ENTRIES = """
INSERT INTO membership_registerentry (id, status_id, name, consented_at, shown)
SELECT gen_random_uuid(), id, name_as_printed, %(at)s, true FROM membership_charteredstatus WHERE code LIKE 'C%%'
"""
# What each of the members has: an order, a request and a reminder.
ORDERS = """
INSERT INTO billing_order (id, moves, state, number, person_id, kind, subject_id, title, payer, purchase_order,
                           currency, vat_pence, total_pence, created_at)
SELECT id, 0, 'open', 'O' || person_id, person_id, 'renewal', id, 'Membership for another year', '', '',
       'GBP', 0, 18300, created_at FROM membership_membership WHERE number LIKE 'N%%'
"""
ORDER_EVENTS = """
INSERT INTO billing_orderevent (sequence, action, from_state, to_state, at, data, previous_digest, digest, order_id)
SELECT 0, 'create', '', state, created_at, '{}', '', '', id FROM billing_order
"""
REQUESTS = """
INSERT INTO membership_graderequest (id, moves, state, kind, person_id, grade_id, concession, concession_granted,
                                     created_at, submitted_at, code_accepted_at)
SELECT id, 0, CASE WHEN person_id %% 50 = 0 THEN 'review' ELSE 'granted' END, 'upgrade', person_id, grade_id, '', false,
       created_at, created_at, created_at
FROM membership_membership WHERE number LIKE 'N%%'
"""
REQUEST_EVENTS = """
INSERT INTO membership_graderequestevent (sequence, action, from_state, to_state, at, data, previous_digest, digest,
                                          graderequest_id)
SELECT 0, 'create', '', state, created_at, '{}', '', '', id FROM membership_graderequest
"""
REMINDERS = """
INSERT INTO membership_renewalreminder (membership_id, ends_on, days, outcome, reason, at)
SELECT id, ends_on - 365, 30, 'sent', '', created_at FROM membership_membership WHERE number LIKE 'N%%'
"""
SYLLABLES = ["an", "ber", "cal", "dor", "el", "fen", "gra", "hol", "is", "jen", "ka", "lum", "mor", "ni", "os", "per"]


def many_members(count: int, *, ends: date, days: int = 1) -> None:
    """So many active members whose last days are spread over ``days`` from ``ends`` on; each fiftieth has closed."""
    _run(PEOPLE, MEMBERSHIPS, EVENTS, count=count, ends=ends, days=days)


def many_records(count: int) -> None:
    """So many members, each with an order, a request and a reminder."""
    last = NOW.date() + timedelta(days=364)
    rest = (ORDERS, ORDER_EVENTS, REQUESTS, REQUEST_EVENTS, REMINDERS)
    _run(PEOPLE, MEMBERSHIPS, EVENTS, *rest, count=count, ends=last, days=365)


def many_registered(count: int) -> None:
    """So many members who hold Chartered status and stand in the register."""
    last = NOW.date() + timedelta(days=364)
    _run(PEOPLE, MEMBERSHIPS, EVENTS, STATUSES, ENTRIES, count=count, ends=last, days=1)


def _run(*statements: str, **values: Any) -> None:
    values |= {"grade": GradeFactory().pk, "at": NOW, "syllables": SYLLABLES}
    with connection.cursor() as cursor:
        for statement in (*statements, "ANALYZE"):
            cursor.execute(statement, values)
