"""The admin of pages."""
