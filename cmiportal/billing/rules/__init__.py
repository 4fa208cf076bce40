"""Amounts of bills, as pure functions: no Django here."""
