"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""
