"""Pure rules of events: plain values in, plain values out."""
