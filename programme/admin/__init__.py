"""The back office of the promises; importing the modules registers their pages."""

from programme.admin import measures, network, results, strategy

__all__ = ["measures", "network", "results", "strategy"]
