"""Benchmark instances: problems of other people's formats, and routes written back to them."""
