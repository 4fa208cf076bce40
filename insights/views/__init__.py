"""Pages of this app, one file per noun; who may open each is stated on its view."""
