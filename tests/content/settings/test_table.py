import yaml

from site_gen.content.settings.table import TABLE
from site_gen.content.settings_file import KEYS, parse_settings
from site_gen.model.papers import Settings


def test_every_key_has_a_row() -> None:
    assert TABLE.keys() == KEYS.keys()


def test_samples_are_values_that_can_be_read() -> None:
    for key, row in TABLE.items():
        parse_settings("site.yaml", f"{key}: {row.sample}\n")
    parse_settings("site.yaml", "".join(f"{key}: {row.sample}\n" for key, row in TABLE.items()))


def test_defaults_are_those_of_the_settings() -> None:
    for key, row in TABLE.items():
        default = getattr(Settings(), key)
        if row.default.startswith("`") and row.default.count("`") == 2:
            assert yaml.safe_load(row.default.strip("`")) == default
        else:
            assert not default
