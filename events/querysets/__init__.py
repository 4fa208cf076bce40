"""Which rows of this app a person sees, and which are open, due or over."""
