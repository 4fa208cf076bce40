"""Pure rules that more than one app stands on: plain values in, plain values out."""
