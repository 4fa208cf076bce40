"""Two-step verification in the portal's words (settings MFA_ADAPTER)."""

from allauth.mfa.adapter import DefaultMFAAdapter


class SecondStepAdapter(DefaultMFAAdapter):
    """allauth's behaviour; each refusal says what to do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": "Turn on two-step verification first; then you can make recovery codes.",
        "incorrect_code": "This code is not right, or it was used already. Wait for the next one.",
    }
