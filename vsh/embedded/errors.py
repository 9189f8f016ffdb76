"""What goes wrong with embedded servers, said so that a reader knows what to do."""


class EmbeddedServerError(RuntimeError):
    """The embedded servers cannot be started or reached."""
