"""Ten years of events and their bookings in a few statements: tables as they are at a limit, for tests that measure."""

from datetime import datetime
from typing import Any

from django.db import connection

from events.models import Community, Region, Topic

from .many import PEOPLE
from .qualifications import NOW

EVENTS, BOOKINGS, PEOPLE_COUNT = 10_000, 1_000_000, 20_000
REGIONS, COMMUNITIES, TOPICS = 12, 7, 17
WORDS = ["Leading", "change", "Pay", "Numbers", "Trust", "Night", "Rota", "Voice", "Net", "Zero", "Café", "Board"]

# Nine of ten are over. Every seventh is full, and somebody waits; every fiftieth is cancelled; a third is online.
EVENT_ROWS = """
INSERT INTO events_event (id, moves, state, slug, title, strapline, description, kind, format, access, region_id,
                          starts_at, ends_at, time_zone, venue, address, joining_url, access_notes, cpd_minutes,
                          capacity, taken, party_max, sequence, recording_url, created_at, published_at)
SELECT ('01930000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 0, state, 'event-' || n,
       (%(words)s::text[])[1 + mod(n, 12)] || ' ' || (%(words)s::text[])[1 + mod(n / 12, 12)] || ' ' || n,
       'What to say when nobody knows yet.', repeat('Two sentences about what somebody learns there. ', 8),
       (ARRAY['webinar', 'briefing', 'talk', 'workshop', 'conference', 'networking'])[1 + mod(n, 6)],
       format, CASE WHEN mod(n, 10) = 0 THEN 'members' ELSE 'everybody' END,
       CASE WHEN format <> 'online' THEN 'many-' || mod(n / 3, %(regions)s) END,
       starts_at, starts_at + interval '90 minutes', 'Europe/London',
       CASE WHEN format = 'online' THEN '' ELSE 'Calder Rooms' END, '', '', '', 90,
       CASE WHEN full_up THEN places ELSE %(each)s + 20 END,
       CASE WHEN state = 'cancelled' THEN 0 WHEN full_up THEN places ELSE %(each)s END,
       4, 0, '', starts_at - interval '60 days', starts_at - interval '50 days'
FROM generate_series(1, %(events)s) AS n,
     LATERAL (SELECT %(at)s + (n - %(events)s * 9 / 10) * interval '9 hours' AS starts_at, mod(n, 7) = 0 AS full_up,
                     %(each)s * 9 / 10 AS places,
                     (ARRAY['online', 'in_person', 'hybrid'])[1 + mod(n, 3)] AS format) AS one,
     LATERAL (SELECT CASE WHEN mod(n, 50) = 0 THEN 'cancelled'
                          WHEN starts_at + interval '90 minutes' <= %(at)s THEN 'completed'
                          ELSE 'published' END AS state) AS as_of_now
"""
EVENT_EVENTS = """
INSERT INTO events_eventevent (sequence, action, from_state, to_state, at, data, previous_digest, digest, event_id)
SELECT 0, 'create', '', state, created_at, '{}', '', '', id FROM events_event WHERE slug LIKE 'event-%%'
"""
PRICES = """
INSERT INTO events_eventprice (event_id, audience, pence, vat_basis_points)
SELECT id, audience, pence, 2000 FROM events_event, (VALUES ('', 6000), ('member', 4000)) AS price (audience, pence)
WHERE slug LIKE 'event-%%' AND mod(substr(slug, 7)::int, 4) = 0
"""
SPEAKERS = """
INSERT INTO events_speaker (event_id, position, name, role, about)
SELECT id, 1, 'Speaker ' || mod(substr(slug, 7)::int, 500), '', '' FROM events_event WHERE slug LIKE 'event-%%'
"""
ABOUT = """
INSERT INTO events_event_topics (event_id, topic_id)
SELECT id, 'many-' || topic FROM events_event, LATERAL (SELECT substr(slug, 7)::int AS n) AS numbered,
       LATERAL (VALUES (mod(n, %(topics)s)), (mod(n + 5, %(topics)s))) AS topics (topic)
WHERE slug LIKE 'event-%%'
"""
FOR = """
INSERT INTO events_event_communities (event_id, community_id)
SELECT id, 'many-' || mod(n, %(communities)s)
FROM events_event, LATERAL (SELECT substr(slug, 7)::int AS n) AS numbered
WHERE slug LIKE 'event-%%' AND mod(n, 3) = 0
"""
BOOKING_ROWS = """
INSERT INTO events_booking (id, moves, state, event_id, person_id, party, ticket, audience, booked_at, waiting_since,
                            checked_in_at, because, access_needs, diet, online, sequence)
SELECT ('01940000-0000-7000-8000-' || lpad(to_hex(n::bigint * 1000 + k), 12, '0'))::uuid, 0, booking.state, event.id,
       person.id, 1, 'T' || n::bigint * 1000 + k, '', booked_at, CASE WHEN waits THEN booked_at END,
       CASE WHEN booking.state = 'attended' THEN starts_at END, '', '', '', false, 0
FROM events_event AS event, generate_series(1, %(each)s) AS k,
     LATERAL (SELECT substr(slug, 7)::int AS n, starts_at - interval '30 days' + k * interval '5 hours' AS booked_at)
         AS numbered,
     LATERAL (SELECT mod(n, 7) = 0 AND k > %(each)s * 9 / 10 AS waits) AS in_line,
     LATERAL (SELECT CASE WHEN event.state = 'cancelled' OR (waits AND event.state = 'completed') THEN 'cancelled'
                          WHEN waits THEN 'waitlisted'
                          WHEN event.state = 'published' THEN 'confirmed'
                          WHEN mod(k, 10) = 0 THEN 'no_show'
                          ELSE 'attended' END AS state) AS booking,
     LATERAL (SELECT mod(n * %(each)s + k, %(people)s) AS rank) AS whose
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank FROM accounts_user WHERE email LIKE 'many%%') AS person
     USING (rank)
WHERE slug LIKE 'event-%%'
"""
BOOKING_EVENTS = """
INSERT INTO events_bookingevent (sequence, action, from_state, to_state, at, data, previous_digest, digest, booking_id)
SELECT 0, 'create', '', state, booked_at, '{}', '', '', id FROM events_booking WHERE ticket LIKE 'T%%'
"""
STATEMENTS = (PEOPLE, EVENT_ROWS, EVENT_EVENTS, PRICES, SPEAKERS, ABOUT, FOR, BOOKING_ROWS, BOOKING_EVENTS)


def many_events(
    *, events: int = EVENTS, bookings: int = BOOKINGS, people: int = PEOPLE_COUNT, at: datetime = NOW
) -> None:
    """So many events around ``at`` in twelve regions, with as many bookings each, of people who have many.

    The rows agree with one another, so that keys and triggers can stay silent meanwhile.
    """
    networks = ((Region, REGIONS), (Community, COMMUNITIES), (Topic, TOPICS))
    for model, count in networks:
        model.objects.bulk_create(
            model(key=f"many-{n}", title=f"{model.__name__} {n}", **({"position": 100 + n} if model is Region else {}))
            for n in range(count)
        )
    values: dict[str, Any] = {
        **{"at": at, "words": WORDS, "events": events, "each": bookings // events, "count": people, "people": people},
        **{"regions": REGIONS, "communities": COMMUNITIES, "topics": TOPICS},
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in STATEMENTS:
            # Without figures of what was just written the planner may join a million rows one by one, for many minutes.
            cursor.execute("ANALYZE events_event, accounts_user")
            cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")
