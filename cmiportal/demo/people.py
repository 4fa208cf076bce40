"""The people and centres of the demo: all invented, all at example.org."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cmiportal.accounts.groups import ADMINISTRATORS, EDITORS, EVENTS_TEAM, MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.accounts.models import User
from qualifications.models import Approval, Centre, CentreStaff, Qualification, Role

from .accounts import PASSWORD

OPENED = date(2019, 9, 1)


@dataclass(frozen=True)
class Person:
    """An account, and what its holder does: a role at a centre, a group of staff, or nothing (a learner, a member)."""

    key: str
    name: str
    preferred_name: str = ""
    centre: str = ""
    role: str = ""
    group: str = ""
    time_zone: str = "Europe/London"


CENTRES = (
    ("calderbridge", "Calderbridge Business School", "england", "Yorkshire and the Humber", "Leeds"),
    ("northmere", "Northmere College", "scotland", "Scotland", "Dundee"),
    ("afon-valley", "Afon Valley Leadership", "wales", "Wales", "Cardiff"),
    ("lagan", "Lagan Management Institute", "northern_ireland", "Northern Ireland", "Belfast"),
)
DELIVERY = {
    "calderbridge": "Evening classes and one-to-one coaching",
    "northmere": "Online, with four study days",
    "afon-valley": "At your workplace, in English or Welsh",
    "lagan": "Weekend workshops",
}
# Invented, in pence: what the Institute charges a centre for each registration.
FEES = {"award": 9_500, "certificate": 16_500, "diploma": 27_500}
COORDINATOR, ASSESSOR, VERIFIER = Role.COORDINATOR, Role.ASSESSOR, Role.VERIFIER
PEOPLE = (
    Person("learner", "Amara Whitlock", "Amara"),
    Person("coordinator", "Joan Petherick", "Joan", "calderbridge", COORDINATOR),
    Person("assessor", "Tobias Fenwick", "Tobias", "calderbridge", ASSESSOR),
    Person("verifier", "Ruth Adeyemi", "Ruth", "calderbridge", VERIFIER),
    Person("moderator", "Ines Marlow", "Ines", group=MODERATORS),
    Person("admin", "Morgan Ellis", "Morgan", group=ADMINISTRATORS),
    Person("member", "Imogen Castell", "Imogen"),
    Person("applicant", "Rashid Bellamy", "Rashid"),
    Person("membership-assessor", "Greta Halloran", "Greta", group=MEMBERSHIP_ASSESSORS),
    Person("corporate", "Desmond Achterberg", "Desmond"),
    Person("events", "Marguerite Dunmore", "Marguerite", group=EVENTS_TEAM),
    Person("editor", "Beatrix Lowell", "Beatrix", group=EDITORS),
    Person("gwen.assessor", "Gwen Alderson", "", "calderbridge", ASSESSOR),
    Person("meera.assessor", "Meera Vasanthan", "", "calderbridge", ASSESSOR),
    Person("harun.verifier", "Harun Costa", "", "calderbridge", VERIFIER),
    Person("lewis.moderator", "Lewis Okonjo", group=MODERATORS),
    Person("olwen.membership", "Olwen Tregaskis", group=MEMBERSHIP_ASSESSORS),
    Person("north.coordinator", "Isla Drummond", "", "northmere", COORDINATOR),
    Person("north.assessor", "Callum Reyes", "", "northmere", ASSESSOR),
    Person("north.verifier", "Shona Baird", "", "northmere", VERIFIER),
    Person("wren", "Wren Holtby", "Wren"),
    Person("kofi", "Kofi Mensah-Clarke"),
    Person("sanna", "Sanna Lindqvist"),
    Person("taro", "山田 太郎", "Taro", time_zone="Asia/Tokyo"),
    Person("amina", "أمينة الحسن", "Amina"),
    Person("dafydd", "Dafydd Prys-Jones"),
    Person("ella", "Ella Thorburn"),
    Person("hugo", "Hugo Bartlett-Nwosu"),
    Person("lena", "Lena Waszczykowska"),
    Person("idris", "Idris Calloway"),
    Person("priya", "Priya Raghunathan"),
    Person("oisin", "Oisín Mac Giolla Bhríde"),
    Person("northern", "Fergus Strachan"),
    # Applicants for Chartered Manager, and who has or had a seat of an organisation.
    Person("bronwen", "Bronwen Achebe"),
    Person("hester", "Hester Lumley"),
    Person("tomasz", "Tomasz Wierzbicki"),
    Person("paloma", "Paloma Frostick"),
    Person("naledi", "Naledi Khumalo-Price"),
    Person("sorcha", "Sorcha Ní Dhomhnaill"),
    Person("farah", "Farah Siddiqui"),
    Person("hollis", "Hollis Brandreth", time_zone="America/Toronto"),
    Person("ingrid", "Ingrid Sørensen"),
    Person("matteo", "Matteo Quarshie"),
    Person("gareth", "Gareth Llewellyn"),
    Person("delphine", "Delphine Amoah"),
    Person("rosalind", "Rosalind Peake"),
    Person("edwin", "Edwin Castleton-Mbeki"),
    Person("nathaniel", "Nathaniel Osei-Grant"),
    Person("sian", "Siân Pritchard-Evans"),
    Person("lukasz", "Łukasz Domański"),
    Person("josephine", "Joséphine Abara"),
    Person("quentin", "Quentin Harrowgate"),
    Person("zoe", "Zoë Vanterpool"),
    Person("carys", "Carys Underhill"),
    Person("dominic", "Dominic Adjei"),
    Person("eilidh", "Eilidh MacAskill"),
    # Companions, and two who are early in their career in management.
    Person("companion", "Ruth Calloway", "Ruth"),
    Person("alasdair", "Alasdair Munro-Bright"),
    Person("parveen", "Parveen Malik"),
    Person("beca", "Beca Ellis-Roberts"),
    Person("tunde", "Tunde Adebayo-Marsh"),
    # Members, and who asks to be one.
    Person("chidinma", "Chidinma Eze"),
    Person("declan", "Declan Rooney"),
    Person("elodie", "Élodie Marchetti"),
    Person("gheorghe", "Gheorghe Ionescu"),
    Person("graham", "Graham Mountfield"),
    Person("gwyneth", "Gwyneth Pugh-Davies"),
    Person("hana", "Hana Kobayashi"),
    Person("iris", "Iris van Houten"),
    Person("jerome", "Jerome Baptiste"),
    Person("keziah", "Keziah Thornhill"),
    Person("laleh", "Laleh Nazari-Holt"),
    Person("lucia", "Lucía Fernández Prado"),
    Person("marta", "Marta Oyelaran"),
    Person("nadia", "Nadia Belkacem"),
    Person("noor", "Noor Sheikh"),
    Person("omari", "Omari Tiedemann"),
    Person("ottoline", "Ottoline Vaughan-Reyes"),
    Person("peter", "Peter Lindgren"),
    Person("piotr", "Piotr Wieczorek"),
    Person("rosa", "Rosa Delacroix"),
    Person("samuel", "Samuel Whitcombe"),
    Person("sunita", "Sunita Baskaran"),
    Person("ursula", "Ursula Karlsson"),
    Person("victor", "Victor Amponsah"),
    Person("winnie", "Winnie Zhao", time_zone="Asia/Hong_Kong"),
    Person("yusuf", "Yusuf Demirbaş"),
)


def load_centres() -> dict[str, Centre]:
    """The centres, each approved for every qualification that is open for registration, by slug."""
    centres = {}
    for slug, name, nation, region, town in CENTRES:
        centres[slug] = Centre.objects.create(
            slug=slug,
            name=name,
            nation=nation,
            region=region,
            town=town,
            delivery=DELIVERY[slug],
            help_email=f"helpdesk.{slug}@example.org",
            help_phone="01632 960417",
            help_hours="Monday to Friday, 9:00 to 17:00",
        )
    open_now = Qualification.objects.filter(versions__published_at__isnull=False).distinct()
    Approval.objects.bulk_create(
        Approval(centre=centre, qualification=qualification, during=(OPENED, None))
        for centre in centres.values()
        for qualification in open_now
    )
    for size, pence in FEES.items():
        Qualification.objects.filter(size=size, fee_pence=None).update(fee_pence=pence)
    return centres


def load_people(centres: dict[str, Centre]) -> dict[str, User]:
    """The accounts with verified addresses and their roles, by key; all have the same password."""
    groups = {group.name: group for group in Group.objects.all()}
    password = make_password(PASSWORD)
    people = {}
    for person in PEOPLE:
        user = User.objects.create(
            email=f"{person.key}@example.org",
            name=person.name,
            preferred_name=person.preferred_name,
            password=password,
            time_zone=person.time_zone,
            is_staff=person.group in (ADMINISTRATORS, EDITORS, EVENTS_TEAM),
            is_superuser=person.group == ADMINISTRATORS,
        )
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        if person.group:
            user.groups.add(groups[person.group])
        if person.role:
            CentreStaff.objects.create(
                user=user, centre=centres[person.centre], role=person.role, during=(OPENED, None)
            )
        people[person.key] = user
    return people
