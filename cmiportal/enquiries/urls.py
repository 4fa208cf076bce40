"""Addresses of the enquiries; who may open each is stated on its view."""

from django.urls import path

from . import views

app_name = "enquiries"
urlpatterns: list = [
    path("contact/", views.contact, name="contact"),
    path("contact/sent/<uuid:pk>/", views.sent, name="sent"),
    path("contact/<slug:kind>/", views.contact_form, name="contact_form"),
]
