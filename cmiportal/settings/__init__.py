"""Settings by environment: `dev` (demo and work), `test`, `prod`; `env.py` alone reads the environment."""
