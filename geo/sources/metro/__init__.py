"""Tables of a metro's lines, run times and first and last trains -> a GTFS feed."""
