"""From scenario and travel times to a plan."""
