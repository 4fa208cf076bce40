"""What the search finds of membership: its grades, and the pages that lead into it."""

from datetime import datetime

from django.urls import reverse

from cmiportal.registry import Entry, SearchFacts, SearchPage, SearchSource

from ..models import Grade


def facts_of_grade(row: Grade, at: datetime) -> SearchFacts:
    """What it is called, which letters stand for it and who it is for."""
    return SearchFacts(
        title=row.title,
        url=reverse("membership:grade_detail", args=[row.key]),
        summary=row.summary,
        words=f"{row.post_nominals} letters after your name",
        label="Grade of membership",
        weight=1.3,
    )


ENTRIES: tuple[Entry, ...] = (
    SearchSource(key="grade", kind="page", model="membership.Grade", rows=Grade.objects.all, facts=facts_of_grade),
    SearchPage(
        key="membership",
        title="Membership",
        url_name="membership:grade_list",
        summary="The grades of membership, what they cost and what they bring.",
        words="join become a member fees prices grades subscription renew",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="sign_in",
        title="Sign in",
        url_name="account_login",
        summary="To your learning, your membership and your bookings.",
        words="log in login password account my",
    ),
    SearchPage(
        key="sign_up",
        title="Make an account",
        url_name="account_signup",
        summary="For whoever learns, books or asks to be a member.",
        words="register sign up create account new",
    ),
    SearchPage(
        key="eligibility",
        title="Which grades are open to you?",
        url_name="membership:eligibility",
        summary="A few questions about your posts and qualifications, and the grades that you may ask for.",
        words="eligible eligibility requirements qualify membership grade",
    ),
    SearchPage(
        key="chartered",
        title="Chartered Manager",
        url_name="membership:chartered_home",
        summary="The highest status in the profession: what it asks for, the routes to it, and how to apply.",
        words="CMgr become chartered status apply professional",
        weight=1.5,
        popular=True,
    ),
    SearchPage(
        key="routes",
        title="Find your route to Chartered Manager",
        url_name="membership:route_finder",
        summary="Which way to Chartered status suits your experience and your qualifications.",
        words="CMgr become chartered route fast track",
    ),
    SearchPage(
        key="register",
        title="Register of Chartered Managers",
        url_name="membership:register_search",
        summary="Find out whether somebody holds Chartered status today.",
        words="look up find a member check a person CMgr public register",
    ),
    SearchPage(
        key="verify_status",
        title="Check a Chartered Manager",
        url_name="membership:status_verify_form",
        summary="Type the number of a status and learn whether it stands.",
        words="verify verification genuine CMgr employer",
    ),
)
