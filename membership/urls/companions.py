"""Addresses of nominations of Companions, and of the panel on them."""

from django.urls import path

from ..views import companion_panel, companions

urlpatterns = [
    path("membership/companions/", companions.NominationList.as_view(), name="nomination_list"),
    path("membership/companions/nominate/", companions.nominate, name="nominate"),
    path("membership/companions/panel/", companion_panel.PanelList.as_view(), name="panel_list"),
    path("membership/companions/panel/<uuid:pk>/", companion_panel.panel_detail, name="panel_detail"),
    path("membership/companions/<uuid:pk>/", companions.nomination_detail, name="nomination_detail"),
]
