"""Reading applications: the one that a person works on, the last one, what decides it, one with its row locked."""

from cmiportal.accounts.models import User

from ...models import CharteredApplication

ORDER_KIND = "chartered"
WITH = ("route", "person")


def open_application_of(person: User) -> CharteredApplication | None:
    """The application that the person prepares or waits for; one query."""
    return CharteredApplication.objects.open().select_related(*WITH).filter(person=person).first()


def last_application_of(person: User) -> CharteredApplication | None:
    """The person's newest application, whatever became of it; one query."""
    return CharteredApplication.objects.select_related(*WITH).filter(person=person).order_by("-created_at").first()


def rests_on_record(application: CharteredApplication) -> bool:
    """Whether the record alone decides: Foundation Chartered Manager, where its route asks for no statements."""
    return application.status == CharteredApplication.Status.FOUNDATION and not application.route.criteria.exists()


def locked(application: CharteredApplication) -> CharteredApplication:
    """The application read afresh with its row locked.

    Lock order: the order, the applicant's account, the referee's links, then the application.
    """
    rows = CharteredApplication.objects.select_for_update(of=("self",)).select_related(*WITH)
    return rows.get(pk=application.pk)


def lock_account(person: User) -> None:
    """Let what one person does at once, in two tabs, happen one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
