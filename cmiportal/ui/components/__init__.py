"""The components of the design as template tags: importing this package fills the one library."""

from . import actions, blocks, drawings, forms, frame, lists, marking, states, tables, times, ways, words
from .library import register

__all__ = [
    "actions",
    "blocks",
    "drawings",
    "forms",
    "frame",
    "lists",
    "marking",
    "register",
    "states",
    "tables",
    "times",
    "ways",
    "words",
]
