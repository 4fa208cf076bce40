"""Who sees which rows, and which are due; every function takes its day or moment."""
