"""One stable name for bytes that an output depends on."""

import hashlib


def fingerprint(*parts: bytes) -> str:
    """Name these bytes: 64 hexadecimal digits, different when any part differs."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
