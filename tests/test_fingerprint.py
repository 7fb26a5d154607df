from site_gen.fingerprint import fingerprint


def test_a_fingerprint_does_not_move() -> None:
    """Asset names and what is due depend on it: a change makes every browser load all again."""
    assert fingerprint(b"a", b"b")[:16] == "3c9d591045bc8876"


def test_where_parts_end_matters() -> None:
    assert len({fingerprint(b"ab"), fingerprint(b"a", b"b"), fingerprint(b"ab", b"")}) == 3
