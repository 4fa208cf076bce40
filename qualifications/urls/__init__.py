"""Addresses of the app, one file per noun; who may open each is stated on its view."""

from . import assessment, awards, catalogue, enrolment, portfolio

app_name = "qualifications"
urlpatterns = [
    *catalogue.urlpatterns,
    *enrolment.urlpatterns,
    *portfolio.urlpatterns,
    *assessment.urlpatterns,
    *awards.urlpatterns,
]
