"""The admin of campaigns."""
