"""The person's own page."""

from typing import Any, ClassVar

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, UpdateView

from .access import signed_in
from .forms import ProfileForm
from .models import SeenAs, User
from .services import second_addresses
from .zones import place

LOOKS_SHOWN = 20


@method_decorator(signed_in, name="dispatch")
class ProfileDetail(TemplateView):
    """What the portal knows about the person, the ways to change it, and who of staff looked at their pages."""

    template_name = "accounts/profile_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person, their zone in words, whether a second step protects the account, and the last looks."""
        person = self.request.user
        return super().get_context_data(
            person=person,
            zone=place(person.time_zone),
            two_step=is_mfa_enabled(person),
            second_addresses=second_addresses(person),
            looks=SeenAs.objects.filter(person=person).select_related("viewer")[:LOOKS_SHOWN],
            **kwargs,
        )


@method_decorator(signed_in, name="dispatch")
class ProfileEdit(SuccessMessageMixin, UpdateView):
    """The person's own details."""

    http_method_names: ClassVar = ["get", "head", "post", "options"]  # Django's own would take a PUT for a POST
    form_class = ProfileForm
    context_object_name = "person"
    template_name = "accounts/profile_edit.html"
    success_url = reverse_lazy("accounts:profile_detail")
    success_message = "Your details are saved."

    def get_object(self, queryset: Any = None) -> User:
        """A fresh copy: what the form refuses must not show as the person's name in the frame of the page."""
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form's arguments, with today's date where the person is."""
        return {**super().get_form_kwargs(), "today": timezone.localdate()}
