"""Addresses of evidence, the portfolio of a unit, handing in and its receipts."""

from django.urls import URLPattern, path

from ..views import drafts, evidence, item_mapping, portfolio, submission, uploads

urlpatterns: list[URLPattern] = [
    path("learning/evidence/", evidence.item_list, name="item_list"),
    path("learning/evidence/add/", evidence.item_add, name="item_add"),
    path("learning/evidence/add/draft/", drafts.item_draft_new, name="item_draft_new"),
    path("learning/evidence/<uuid:pk>/", evidence.item_edit, name="item_edit"),
    path("learning/evidence/add-files/", uploads.item_add_files, name="item_add_files"),
    path("learning/evidence/<uuid:pk>/map/", item_mapping.item_map, name="item_map"),
    path("learning/evidence/<uuid:pk>/draft/", drafts.item_draft, name="item_draft"),
    path("learning/evidence/<uuid:pk>/versions/<int:number>/", drafts.item_version, name="item_version"),
    path("learning/evidence/<uuid:pk>/versions/<int:number>/restore/", drafts.item_restore, name="item_restore"),
    path("learning/evidence/<uuid:pk>/remove-file/", evidence.item_remove_file, name="item_remove_file"),
    path("learning/evidence/<uuid:pk>/withdraw/", evidence.item_withdraw, name="item_withdraw"),
    path("learning/unit/<uuid:pk>/", portfolio.unit_portfolio, name="unit_portfolio"),
    path("learning/unit/<uuid:pk>/map/<str:code>/", portfolio.mapping_add, name="mapping_add"),
    path("learning/unit/<uuid:pk>/map/<str:code>/new/", evidence.item_add_to_criterion, name="item_add_to_criterion"),
    path("learning/mapping/<int:pk>/", portfolio.mapping_edit, name="mapping_edit"),
    path("learning/mapping/<int:pk>/remove/", portfolio.mapping_remove, name="mapping_remove"),
    path("learning/unit/<uuid:pk>/submit/", submission.submission_submit, name="submission_submit"),
    path("learning/unit/<uuid:pk>/withdraw/", submission.submission_withdraw, name="submission_withdraw"),
    path("learning/hand-ins/<uuid:pk>/", submission.hand_in_receipt, name="hand_in_receipt"),
]
