"""The admin of resources."""
