"""A customizable contraction hierarchy that carries time and length together."""
