"""Two-step verification in the portal's words (settings MFA_ADAPTER)."""

import io

import segno
from allauth.mfa.adapter import DefaultMFAAdapter


class SecondStepAdapter(DefaultMFAAdapter):
    """allauth's behaviour; each refusal says what to do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": "Turn on two-step verification first; then you can make recovery codes.",
        "incorrect_code": "This code is not right, or it was used already. Wait for the next one.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The pattern on white, with its quiet zone: on the paper of the dark scheme no camera would see it."""
        drawing = io.BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", dark="#000", light="#fff", border=4, omitsize=True)
        return drawing.getvalue().decode()
