"""Pure rules of enquiries: plain values in, plain values out."""
