"""Addresses of memberships and of requests for a grade."""

from django.urls import path

from ..views import figures, members, reminders, requests, review

urlpatterns = [
    path("membership/mine/", members.membership_detail, name="membership_detail"),
    path("membership/renew/", members.renewal, name="renewal"),
    path("membership/resign/", members.resignation, name="resignation"),
    path("membership/request/", requests.request_detail, name="request_detail"),
    path("membership/request/begin/", requests.request_begin, name="request_begin"),
    path("membership/request/check/", requests.request_check, name="request_check"),
    path("membership/request/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("membership/request/<slug:part>/", requests.request_part, name="request_part"),
    path("membership/requests/", review.RequestQueue.as_view(), name="request_queue"),
    path("membership/requests/<uuid:pk>/", review.request_review, name="request_review"),
    path("membership/reminders/", reminders.reminder_plan, name="reminder_plan"),
    path("membership/figures/", figures.figure_list, name="figure_list"),
    path("membership/figures/<slug:table>.csv", figures.figure_csv, name="figure_csv"),
    path("membership/members/<uuid:pk>/", review.member_detail, name="member_detail"),
]
