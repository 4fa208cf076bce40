"""The person's own page; signing in, and what protects an account, is allauth's (/accounts/)."""

from django.urls import path

from .kept import kept_form
from .views import ProfileDetail, ProfileEdit

app_name = "accounts"
urlpatterns = [
    path("account/", ProfileDetail.as_view(), name="profile_detail"),
    path("account/edit/", ProfileEdit.as_view(), name="profile_edit"),
    path("account/kept/<uuid:pk>/", kept_form, name="kept_form"),
]
