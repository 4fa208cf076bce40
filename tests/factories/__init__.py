"""factory_boy factories, one module per app; every person and address is invented, at example.org."""
