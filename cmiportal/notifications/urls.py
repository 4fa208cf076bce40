"""Addresses of the inbox."""

from django.urls import path

from cmiportal.accounts.access import signed_in

from . import views

app_name = "notifications"
urlpatterns = [
    path("messages/", signed_in(views.MessageList.as_view()), name="message_list"),
    path("messages/read/", views.message_read_all, name="message_read_all"),
    path("messages/preferences/", views.preference_edit, name="preference_edit"),
    path("messages/stop/<str:token>/", views.mail_stop, name="mail_stop"),
    path("messages/<uuid:message_id>/", views.message_detail, name="message_detail"),
]
