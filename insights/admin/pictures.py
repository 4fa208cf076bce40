"""The admin of pictures."""
