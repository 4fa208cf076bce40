"""A visitor's answers on eligibility become lines of their record, once they have signed in and checked them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.eligibility import EligibilityForm
from ..forms.record import ExperienceForm, HeldForm
from ..models.record import INSTITUTE
from ..rules.answers import Answers, posts_from
from ..services.record.lines import add_experience, add_held

# What errors call two posts, in the order in which the page shows them.
CALLED = ("your earlier post", "your strategic post")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@once
def answers_keep(request: HttpRequest) -> HttpResponse:
    """Check what the answers say, complete it, and keep it; the address holds the answers, nothing else does."""
    asked = EligibilityForm(request.GET)
    if not asked.is_valid() or not asked.answers().worth_keeping:
        return redirect("membership:eligibility")
    posts, held = _forms(request, asked.answers())
    forms = [*posts, *held]
    # Each is validated, so that the page shows all that is missing at once.
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419
        try:
            _keep(request, posts, held)
        except MoveRefused as error:
            forms[0].add_error(None, str(error))
        else:
            messages.success(request, "Your answers are in your record. Next, open a grade below and ask for it.")
            return redirect("membership:record_detail")
    back = f"{reverse('membership:eligibility')}?{request.GET.urlencode()}"
    named = {f"form{number}": form for number, form in enumerate(forms)}
    context = {"posts": posts, "held": held, "back": back, **named}
    return render(request, "membership/record/answers_keep.html", context)


def _forms(request: HttpRequest, answers: Answers) -> tuple[list[ExperienceForm], list[HeldForm]]:
    on = uk_day(timezone.now())
    shared: dict[str, Any] = {"person": request.user, "today": on}
    data = request.POST or None
    posts = [
        ExperienceForm(
            data,
            prefix=f"post{number}",
            initial={"since": post.since, "until": post.until, "strategic": post.strategic},
            **shared,
        )
        for number, post in enumerate(posts_from(answers, on=on))
    ]
    if len(posts) == len(CALLED):
        for post, called in zip(posts, CALLED, strict=True):
            post.fields["post"].error_messages["required"] = f"Enter your role in {called}"
            post.fields["employer"].error_messages["required"] = f"Enter the employer of {called}"
    if answers.level is None:
        return posts, []
    initial = {"level": answers.level, "size": answers.size, "body": INSTITUTE if answers.own else ""}
    return posts, [HeldForm(data, prefix="held", initial=initial | {"management": True}, **shared)]


@transaction.atomic
def _keep(request: HttpRequest, posts: list[ExperienceForm], held: list[HeldForm]) -> None:
    for post in posts:
        add_experience(person=request.user, values=post.values())
    for one in held:
        add_held(person=request.user, values=one.values())
