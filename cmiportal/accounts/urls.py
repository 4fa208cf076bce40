"""The person's own page; signing in, and what protects an account, is allauth's (/accounts/)."""

from django.urls import path

from .calendar_views import calendar_key
from .kept import kept_form
from .seeing_views import see_as, see_as_end
from .views import ProfileDetail, ProfileEdit

app_name = "accounts"
urlpatterns = [
    path("account/", ProfileDetail.as_view(), name="profile_detail"),
    path("account/edit/", ProfileEdit.as_view(), name="profile_edit"),
    path("account/calendar/", calendar_key, name="calendar_key"),
    path("account/see-as/end/", see_as_end, name="see_as_end"),
    path("account/see-as/<int:pk>/", see_as, name="see_as"),
    path("account/kept/<uuid:pk>/", kept_form, name="kept_form"),
]
