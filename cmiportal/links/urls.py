"""The address of a signed link."""

from django.urls import path

from .views import link_open

app_name = "links"
urlpatterns = [path("links/<str:token>/", link_open, name="link_open")]
