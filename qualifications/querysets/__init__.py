"""Which rows: what a person sees (``visible_to``), what is due, late, open. Nothing here reads the clock."""
