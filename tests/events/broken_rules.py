"""For each rule that the database keeps of events and bookings, a statement that breaks it, and no other.

Written for the demo's portal.
"""

from tests.breaking import change, moves_of, other, repeat

SOMEBODY = other("accounts.User", "id", "email = 'harun.verifier@example.org'")
IN_A_PLACE = "venue <> ''"

EVENTS = {
    "event_state": change("events.Event", "state = 'draft'", state="'lost'"),
    "event_kind": change("events.Event", kind="'seance'"),
    "event_format": change("events.Event", IN_A_PLACE, format="'by_post'"),
    "event_access": change("events.Event", access="'nobody'"),
    "event_has_places": change("events.Event", "taken = 0", capacity="0"),
    "event_taken_within_capacity": change("events.Event", taken="capacity + 1"),
    "event_ends_after_start": change("events.Event", ends_at="starts_at"),
    "event_party": change("events.Event", party_max="11"),
    "event_has_venue": change("events.Event", "format = 'in_person'", venue="''"),
    "event_closes_after_opening": change("events.Event", opens_at="starts_at", closes_at="starts_at"),
    "event_published_has_date": change("events.Event", "state = 'published'", published_at="NULL"),
    "event_state_is_last_event": change("events.Event", moves="moves + 1"),
    "event_price_once": repeat("events.EventPrice"),
    "event_price_vat": change("events.EventPrice", vat_basis_points="10001"),
    "speaker_position": repeat("events.Speaker"),
}
BOOKINGS = {
    "booking_state": change("events.Booking", "state = 'confirmed'", state="'lost'"),
    "booking_one_per_person": repeat("events.Booking", "state = 'confirmed'", ticket="'X-1'"),
    "booking_party": change("events.Booking", party="0"),
    "booking_held_has_end": change("events.Booking", "state = 'held'", held_until="NULL"),
    "booking_offer_has_end": change("events.Booking", "state = 'offered'", offer_expires_at="NULL"),
    "booking_waiting_has_place": change("events.Booking", "state = 'waitlisted'", waiting_since="NULL"),
    "booking_attended_has_time": change("events.Booking", "state = 'attended'", checked_in_at="NULL"),
    "booking_state_is_last_event": change("events.Booking", moves="moves + 1"),
    "guest_number": repeat("events.Guest"),
    "line_decision_outcome": change("events.LineDecision", outcome="'lost'"),
    "booking_reminder_once": repeat("events.BookingReminder"),
    "booking_reminder_skipped_has_reason": change("events.BookingReminder", "outcome = 'sent'", reason="'So it is.'"),
    "feedback_rating": change("events.Feedback", rating="6"),
}
STATEMENTS = {**EVENTS, **BOOKINGS, **moves_of("events.Event", "events.Booking", somebody=SOMEBODY)}
