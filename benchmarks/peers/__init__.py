"""The engines of `benchmarks/solver.py`, one module each, and what they are given and give back."""
