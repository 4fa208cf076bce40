"""Pure rules of membership: plain values in, plain values out; nothing of Django."""
