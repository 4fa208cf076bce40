"""Two accounts of one person are made one, without loss; see docs/decisions/merging.md."""
