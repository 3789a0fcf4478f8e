"""Threads over the years: which element of this year's plan goes on from which of last year's, and how."""

from graph.threads.deciding import Decided
from graph.threads.finding import TYPES, find_links, series_of

__all__ = ["TYPES", "Decided", "find_links", "series_of"]
