"""Table of contents of the solver's rules."""
