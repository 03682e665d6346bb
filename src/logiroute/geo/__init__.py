"""Roads, zones and travel times: from a street file to the legs of a plan."""
