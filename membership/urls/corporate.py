"""Addresses of corporate membership."""

from django.urls import path

from ..views import corporate

urlpatterns = [
    path("corporate/", corporate.organisation_list, name="organisation_list"),
    path("corporate/<uuid:pk>/", corporate.organisation_detail, name="organisation_detail"),
    path("corporate/<uuid:pk>/buy/", corporate.seats_buy, name="seats_buy"),
    path("corporate/<uuid:pk>/renew/", corporate.seats_renew, name="seats_renew"),
    path("corporate/seats/<uuid:pk>/invite/", corporate.seat_invite_again, name="seat_invite_again"),
    path("corporate/seats/<uuid:pk>/release/", corporate.seat_release, name="seat_release"),
]
