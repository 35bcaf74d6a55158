"""What a key file's memory, KEY.signed, holds: a line that names the key file, then the signed checkpoints."""

import hashlib
import os


def notes(key) -> bytes:
    """The signed checkpoints that a key's memory holds."""
    with open(f"{key}.signed", "rb") as file:
        return file.read().partition(b"\n")[2]


def give(key, signed=b""):
    """Gives a key file a memory of its own, as an operator does who knows what was signed with it."""
    digest = hashlib.sha256(signed).hexdigest()
    with open(f"{key}.signed", "wb") as file:
        file.write(f"signed by the key file {os.stat(key).st_ino}, SHA-256 {digest}\n".encode() + signed)


def move_in(key):
    """Makes the memory beside a copied key file that of the copy."""
    give(key, notes(key))
