"""Addresses of awards and of their verification."""

from django.urls import URLPattern, path

from cmiportal.accounts.access import signed_in

from ..views import awards

urlpatterns: list[URLPattern] = [
    path("awards/", signed_in(awards.AwardList.as_view()), name="award_list"),
    path("awards/<uuid:pk>/", awards.award_detail, name="award_detail"),
    path("verify/", awards.award_verify_form, name="award_verify_form"),
    path("verify/<str:code>/", awards.award_verify, name="award_verify"),
]
