"""Travel times -> polygons, counts and rankings."""
