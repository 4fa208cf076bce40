"""Addresses of the desk, of discussions, of Chartered status and of appeals."""

from django.urls import path

from ..views import desk, desk_judging, desk_moderation, discussions, slots, statuses

at_desk = "chartered-manager/desk/"
row = f"{at_desk}<uuid:pk>/"
urlpatterns = [
    path(at_desk, desk.DeskList.as_view(), name="desk"),
    path(f"{at_desk}allocation/", desk.DeskList.as_view(show="allocation"), name="desk_allocation"),
    path(f"{at_desk}moderation/", desk.DeskList.as_view(show="moderation"), name="desk_moderation"),
    path(f"{at_desk}appeals/", desk.DeskList.as_view(show="appeals"), name="desk_appeals"),
    path(f"{at_desk}appeals/<uuid:pk>/", desk_moderation.desk_appeal, name="desk_appeal"),
    path(f"{at_desk}times/", slots.slot_list, name="slot_list"),
    path(f"{at_desk}times/<uuid:pk>/withdraw/", slots.slot_withdraw, name="slot_withdraw"),
    path(row, desk.desk_application, name="desk_application"),
    path(f"{row}allocate/", desk.desk_allocate, name="desk_allocate"),
    path(f"{row}declare/", desk.desk_declare, name="desk_declare"),
    path(f"{row}give-back/", desk.desk_give_back, name="desk_give_back"),
    path(f"{row}discussion/", desk_judging.desk_discussion, name="desk_discussion"),
    path(f"{row}judge/<slug:key>/", desk_judging.desk_judge, name="desk_judge"),
    path(f"{row}summary/", desk_judging.desk_summary, name="desk_summary"),
    path(f"{row}moderate/", desk_moderation.desk_moderate, name="desk_moderate"),
    path("chartered-manager/discussion/", discussions.discussion_detail, name="discussion_detail"),
    path("chartered-manager/discussion/<uuid:pk>.ics", discussions.discussion_calendar, name="discussion_calendar"),
    path("chartered-manager/status/", statuses.status_detail, name="status_detail"),
    path("chartered-manager/appeal/", statuses.appeal_detail, name="appeal_detail"),
    path("chartered-manager/verify/", statuses.status_verify_form, name="status_verify_form"),
    path("chartered-manager/verify/<str:code>/", statuses.status_verify, name="status_verify"),
]
