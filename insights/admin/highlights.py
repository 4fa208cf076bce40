"""The admin of highlights."""
