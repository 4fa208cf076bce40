"""What sizes of qualifications mean in hours of study and in credits (Ofqual, Condition E2: a credit is 10 hours)."""

HOURS = {
    "award": "to 120 hours of study",
    "certificate": "121 to 369 hours",
    "diploma": "370 hours or more",
    "extended_diploma": "more than the diploma of its level",
}

# Bands of credits by their value in addresses: words, least, most.
CREDIT_BANDS = {
    "1-12": ("To 12 credits", 1, 12),
    "13-36": ("13 to 36 credits", 13, 36),
    "37-on": ("37 credits or more", 37, None),
}
