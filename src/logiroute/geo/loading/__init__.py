"""From files and places to a road network, and back to files for other tools."""
