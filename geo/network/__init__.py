"""Ways become arrays to route on: rules of access, speeds, junctions, snapping and reach."""
