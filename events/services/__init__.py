"""Operations of this app: keyword-only, atomic, no request."""
