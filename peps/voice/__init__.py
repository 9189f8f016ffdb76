"""What child, carers and parents say, by their personal links."""
