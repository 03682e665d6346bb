"""Frozen data of scenario and plan: no files, no networks, no solver."""
