"""Roads, zones, travel times and traces."""
