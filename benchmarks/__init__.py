"""Measurements against other programs; see docs/benchmarks.md. Nothing here is installed."""
