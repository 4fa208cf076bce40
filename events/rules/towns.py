"""The town in an address that somebody typed, for lists: an address is free text, so this asks for little."""

import re

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)


def town_of(address: str) -> str:
    """What stands with the British postcode, or before it; elsewhere the last two parts behind the street.

    >>> town_of("14 Wharf Street\\nLeeds LS2 9QX"), town_of("1 The Quay, Poole, BH15 1HJ, England")
    ('Leeds', 'Poole')
    >>> town_of("Creek Road 40, Dubai, United Arab Emirates"), town_of("3 Quayside\\nBristol"), town_of("Bristol")
    ('Dubai, United Arab Emirates', 'Bristol', 'Bristol')
    """
    parts = [part.strip() for line in address.splitlines() for part in line.split(",") if part.strip()]
    for number, part in enumerate(parts):
        if POSTCODE.search(part):
            return POSTCODE.sub("", part).strip() or (parts[number - 1] if number > 0 else "")
    return ", ".join(parts[1:][-2:] or parts)
