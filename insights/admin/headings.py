"""The admin of headings."""
