import re

from site_gen.cli.help import REFERENCE
from site_gen.content.settings.table import TABLE
from site_gen.content.settings_file import KEYS, parse_settings
from site_gen.model.papers import Settings
from site_gen.scaffold.settings_text import format_settings


def test_without_values_all_is_a_comment() -> None:
    text = format_settings({})

    assert all(not line or line.startswith("#") for line in text.splitlines())
    assert parse_settings("site.yaml", text) == Settings()


def test_every_key_can_be_switched_on() -> None:
    text = format_settings({})
    for key in KEYS:
        on = re.sub(rf"^# (?={key}: )", "", text, flags=re.MULTILINE)
        assert on != text
        parse_settings("site.yaml", on)


def test_every_key_says_what_it_is_for() -> None:
    blocks = format_settings({"title": "A"}).split("\n\n")[1:]

    assert len(blocks) == len(TABLE)
    for key, block in zip(TABLE, blocks, strict=True):
        *comment, line = block.strip().splitlines()
        assert re.match(rf"(# )?{key}: ", line)
        assert len(" ".join(comment)) > 20
        assert ".." not in block.replace("...", "")
        assert not re.search(r"\]\(|`", block)
        assert max(map(len, comment)) <= 100


def test_where_more_is_said_can_be_read_without_a_checkout() -> None:
    text = format_settings({})
    named = re.findall(r"site-gen help (\w+)", text.replace("\n# ", " "))

    assert len(named) == sum(row.text.count("docs/") for row in TABLE.values())
    assert set(named) <= set(REFERENCE)
    assert "docs/" not in text


def test_values_are_read_back() -> None:
    values = {"title": "A: 'b' # c", "base_url": "https://a.example/p", "host": "netlify"}
    settings = parse_settings("site.yaml", format_settings(values))

    assert settings == Settings(title="A: 'b' # c", base_url="https://a.example/p", host="netlify")
