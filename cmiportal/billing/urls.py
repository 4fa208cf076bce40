"""The addresses of orders, and of what providers report."""

from django.urls import path

from cmiportal.accounts.access import signed_in

from . import views

app_name = "billing"
urlpatterns = [
    path("orders/", signed_in(views.OrderList.as_view()), name="order_list"),
    path("orders/<uuid:pk>/", views.order_detail, name="order_detail"),
    path("orders/<uuid:pk>/pay/", views.order_pay, name="order_pay"),
    path("orders/<uuid:pk>/receipt/", views.order_receipt, name="order_receipt"),
    path("invoices/<uuid:pk>/", views.invoice_open, name="invoice_open"),
    path("payments/process/<uuid:token>/", views.payment_process, name="payment_process"),
    path("payments/stripe/", views.stripe_events, name="stripe_events"),
]
