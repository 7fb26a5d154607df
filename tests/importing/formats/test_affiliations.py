import pytest

from site_gen.importing.formats.affiliations import strip_affiliations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann One (Univ. of X, Dept. (Y)), Bob Two [Z]", "Ann One , Bob Two"),
        ("Yi (Eve) Sun", "Yi (Eve) Sun"),
        ("Ann One (1, 2) and Bob Two (open", "Ann One  and Bob Two (open"),
        ("（京都大学）", "京都大学"),
    ],
)
def test_brackets_behind_a_name_are_no_part_of_it(text: str, expected: str) -> None:
    assert strip_affiliations(text) == expected
