"""Addresses of CPD records, and of the yearly sample."""

from django.urls import path

from ..views import cpd, cpd_files, cpd_review, cpd_samples

urlpatterns = [
    path("cpd/", cpd.CpdList.as_view(), name="cpd_list"),
    path("cpd/add/", cpd.cpd_entry_add, name="cpd_entry_add"),
    path("cpd/record.csv", cpd_files.cpd_record_csv, name="cpd_record_csv"),
    path("cpd/record.pdf", cpd_files.cpd_record_pdf, name="cpd_record_pdf"),
    path("cpd/review/", cpd_review.cpd_review, name="cpd_review"),
    path("cpd/samples/", cpd_samples.cpd_sample_list, name="cpd_sample_list"),
    path("cpd/samples/<int:year>/", cpd_samples.CpdSampleDetail.as_view(), name="cpd_sample_detail"),
    path("cpd/samples/<int:year>/<uuid:pk>/", cpd_samples.cpd_sample_review, name="cpd_sample_review"),
    path("cpd/offers/<uuid:pk>/", cpd.cpd_offer_take_up, name="cpd_offer_take_up"),
    path("cpd/offers/<uuid:pk>/dismiss/", cpd.cpd_offer_dismiss, name="cpd_offer_dismiss"),
    path("cpd/<uuid:pk>/", cpd.cpd_entry_edit, name="cpd_entry_edit"),
    path("cpd/<uuid:pk>/remove/", cpd.cpd_entry_remove, name="cpd_entry_remove"),
]
