"""Unified social credit codes (GB 32100-2015) and the organisation codes inside them (GB 11714-1997)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_character(first17: str) -> str:
    """The 18th character: modulus 31, weights the powers of three."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_code(first8: str) -> str:
    """The nine characters of an organisation code: modulus 11, check 10 written X."""
    check = (11 - sum(int(c, 36) * w for c, w in zip(first8, _ORGANISATION_WEIGHTS)) % 11) % 11
    return first8 + ("X" if check == 10 else str(check))


def is_valid(code: str) -> bool:
    return (
        len(code) == 18
        and all(c in ALPHABET for c in code)
        and check_character(code[:17]) == code[17]
    )


def make(rng, division: str = "370000", kind: str = "11") -> str:
    """A random valid code: `kind` is the registering authority and class (11: a state organ)."""
    first8 = "".join(rng.choice(ALPHABET) for _ in range(8))
    first17 = kind + division + organisation_code(first8)
    return first17 + check_character(first17)


def with_wrong_check(code: str) -> str:
    """The same code with another check character."""
    return code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 1) % 31]
