"""The admin of reports."""
