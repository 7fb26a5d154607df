from pathlib import Path

import pytest

from site_gen.content.settings_file import KEYS, find_late_feeds, parse_settings
from site_gen.model.errors import InputError
from site_gen.model.papers import Settings
from tests.conftest import ROOT


def test_nothing_said_means_the_defaults() -> None:
    assert parse_settings("site.yaml", "") == Settings()
    assert parse_settings("site.yaml", "# nothing\nlanguage:\n") == Settings()


@pytest.mark.parametrize(
    ("text", "author_pages", "pictures"),
    [("", 0, False), ("author_pages: 5\n", 5, False), ("pictures: yes\n", 0, True)],
)
def test_a_profile_changes_defaults_and_no_more(
    text: str, author_pages: int, pictures: bool
) -> None:
    settings = parse_settings("site.yaml", f"profile: slim\n{text}")

    assert settings == Settings(profile="slim", author_pages=author_pages, pictures=pictures)
    assert (settings.is_slim, parse_settings("site.yaml", "profile:\n").is_slim) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None), ("author_pages: 12\n", None), ("author_feeds: 5\n", None),
        ("author_feeds: 0\nauthor_pages: 7\n", None),
        ("title: a\nauthor_feeds: 4\n", "site.yaml:2: author_feeds is 4, but pages of authors "
         "begin at 5 papers (author_pages); an author without a page has no feed"),
        ("author_feeds: 9\nprofile: slim\n", "site.yaml:1: author_feeds is 9, but pages of "
         "authors are off (author_pages); an author without a page has no feed"),
    ],
)  # fmt: skip
def test_a_feed_needs_a_page(text: str, expected: str | None) -> None:
    found = find_late_feeds("site.yaml", text)
    assert (str(found) if found else None) == expected


def test_the_last_slash_of_an_address_is_dropped() -> None:
    settings = parse_settings("site.yaml", "base_url: https://a.example/papers/\n")

    assert settings.base_url == "https://a.example/papers"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tittle: x\n", "site.yaml:1: unknown key 'tittle'; did you mean 'title'?"),
        ("newsletter_hidden: x\n", "site.yaml:1: newsletter_hidden: expected 'name: text' pairs, "
         "found 'x'"),
        ("newsletter_action: netlfy\n", "site.yaml:1: newsletter_action: expected an address that "
         "begins with https://, found 'netlfy'"),
        ("title: a\nprofile: slimm\n", "site.yaml:2: profile: unknown profile 'slimm'; expected "
         "slim"),
        ("title: ''\n", "site.yaml:1: title is empty; expected a name"),
        ("base_url: papers.example.org\n", "site.yaml:1: base_url: expected an address such as "
         "https://papers.example.org, found 'papers.example.org'"),
        ("title: a\nbase_url: 'javascript:x'\n", "site.yaml:2: base_url: expected an address such "
         "as https://papers.example.org, found 'javascript:x'"),
    ],
)  # fmt: skip
def test_bad_settings(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_settings("site.yaml", text)

    assert str(caught.value) == expected


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_documented(key: str) -> None:
    assert f"`{key}`" in Path(ROOT, "docs/settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("newsletter_action: http://a.example", "an address that begins with https://"),
        ("newsletter_unsubscribe: https://a.example/<x>", "an address that begins with https://"),
        ("newsletter_from: A <a@b.example>", "an address such as digest@example.org"),
        ('feed_authority: "a.example\\r\\nBcc: x"', "a domain such as papers.example.org"),
        ("feed_authority: a.example>", "a domain such as papers.example.org"),
        ('base_url: "https://a.example/\\nx"', "an address such as https://papers.example.org"),
        ('base_url: "https://a.example/\\u2028x"', "an address such as https://papers.example"),
        ("feed_hub: hub", "an address such as https://papers.example.org"),
    ],
)
def test_addresses_that_are_none(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_settings("site.yaml", f"{text}\n")

    assert expected in str(caught.value)


@pytest.mark.parametrize("key", ["base_url", "feed_hub"])
@pytest.mark.parametrize("user", ["ada:secret@", "ada@", ":secret@"])
def test_an_address_with_a_user_is_refused_and_not_shown(key: str, user: str) -> None:
    with pytest.raises(InputError, match="without user and password") as caught:
        parse_settings("site.yaml", f"title: a\n{key}: https://{user}a.example\n")

    assert str(caught.value).startswith(f"site.yaml:2: {key}: ")
    assert "secret" not in str(caught.value)
