"""logiroute: routing for supply and transfer logistics that never breaks a zone boundary."""

__version__ = "0.1.0"
