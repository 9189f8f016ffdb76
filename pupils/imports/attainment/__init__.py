"""Results from a school's or an authority's file."""
