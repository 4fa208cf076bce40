"""What can be done with prices, orders, payments and invoices."""
