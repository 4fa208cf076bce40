"""The admin of this app, one file per noun."""
