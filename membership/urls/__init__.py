"""Addresses of the app, one file per noun; who may open each is stated on its view."""

from . import applications, companions, corporate, cpd, desk, grades, members, record, register

app_name = "membership"
urlpatterns = [
    *grades.urlpatterns,
    *record.urlpatterns,
    *members.urlpatterns,
    *applications.urlpatterns,
    *companions.urlpatterns,
    *corporate.urlpatterns,
    *cpd.urlpatterns,
    *desk.urlpatterns,
    *register.urlpatterns,
]
