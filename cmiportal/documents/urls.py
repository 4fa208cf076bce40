"""The address of stored files."""

from django.urls import path

from . import views

app_name = "documents"

urlpatterns = [
    path("documents/<uuid:pk>/", views.document_open, name="document_open"),
]
