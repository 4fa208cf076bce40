"""The project: the ground floor that every domain app stands on, and the roof (site, demo)."""

from .celery import app as celery_app

__all__ = ["celery_app"]
