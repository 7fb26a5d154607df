import pytest

from site_gen.model.references import parse_day


@pytest.mark.parametrize(
    "name", ["2025-9-17", "2025-02-30", "20250917", "2025-09-17x", "٢٠٢٥-٠٩-١٧"]
)
def test_what_is_not_a_day(name: str) -> None:
    assert parse_day(name) is None
