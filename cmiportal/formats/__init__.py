"""How dates and times are written where nothing else is said, as in the admin: by language, see FORMAT_MODULE_PATH."""
