"""How the quality of plans is judged, as its pages show it."""
