"""An invented authority, Northshire, and its neighbour Southmoor, as real ones look.

Children and staff are invented. The same seed and day give the same data.
"""
