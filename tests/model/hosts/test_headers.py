"""The table of headers, as hosts obey it: no file gets a header from two rules."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.hosts.headers import (
    MOST_CHARACTERS,
    MOST_RULES,
    make_header_rules,
    make_meta_policy,
)
from site_gen.model.hosts.rules import HeaderRule
from site_gen.model.papers import Settings
from site_gen.plan.feeds.feed_table import KINDS, FeedPlan
from site_gen.system.header_file import format_headers, parse_headers
from site_gen.system.netlify_rules import make_pattern

URLS = (
    "/", "/2025-09-17/", "/2025-09-17/a/", "/search/", "/feed.xml", "/atom.xml", "/feed.json",
    "/feeds/daily/feed.xml", "/feeds/daily/feed.json", "/topics/a/atom.xml", "/authors/a/feed.json",
    "/organizations/a/atom.xml", "/2025-09-17/archive.xml", "/feeds/all.opml", "/2025-09-17.json",
    "/2025-09-17.csl.json", "/2025-09.jsonl", "/2025-09-17.md", "/a.bib", "/a.ris", "/llms.txt",
    "/assets/a.1.css", "/2025-09-17/og.png", "/pagefind/shared/a", "/pagefind/all/fragment/a",
    "/pagefind/all/pagefind-entry.json", "/speculation-rules.json", "/api/index.json",
)  # fmt: skip
NAMES = ("Cache-Control", "cache-control", "X-Frame-Options", "X-A", "Access-Control-Allow-Origin")
PATHS = ("/*", "/*.json", "/assets/*", "/:day/og.png", "/x", "/2025*", "/*.css", "/feed.xml")
RULES = st.lists(
    st.builds(
        HeaderRule,
        st.sampled_from(PATHS),
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "1", "2"])),
            unique_by=lambda pair: pair[0].lower(),
        ).map(tuple),
    ),
    unique_by=lambda rule: rule.path,
).map(tuple)


def obey_as_cloudflare(text: str, url: str) -> dict[str, list[str]]:
    """Read ``_headers`` as Cloudflare does: a header that is set twice has both values."""
    headers: dict[str, list[str]] = {}
    for block in text.removeprefix("/").split("\n/"):
        path, *lines = block.rstrip("\n").split("\n")
        if make_pattern(f"/{path}").fullmatch(url):
            for line in map(str.strip, lines):
                if line.startswith("! "):
                    headers.pop(line[2:].lower(), None)
                else:
                    name, value = line.split(": ", 1)
                    headers.setdefault(name.lower(), []).append(value)
    return headers


@given(RULES, st.sampled_from(URLS))
def test_hosts_agree_and_no_header_has_two_values(rules: tuple[HeaderRule, ...], url: str) -> None:
    settings = Settings(headers=rules, newsletter_action="https://a.example/join")
    text = format_headers(make_header_rules(settings)).decode()
    cloudflare = obey_as_cloudflare(text, url)

    assert all(len(values) == 1 for values in cloudflare.values())
    netlify = parse_headers("_headers", text).headers_for(url)
    assert netlify == {name: values[0] for name, values in cloudflare.items()}


@given(RULES, st.sampled_from(URLS))
def test_the_last_rule_of_site_yaml_wins(rules: tuple[HeaderRule, ...], url: str) -> None:
    plain = {rule.path for rule in make_header_rules(Settings())}
    own = [rule for rule in rules if rule.path not in plain and make_pattern(rule.path).match(url)]
    text = format_headers(make_header_rules(Settings(headers=rules))).decode()
    found = parse_headers("_headers", text).headers_for(url)
    if own and make_pattern(own[-1].path).fullmatch(url):
        for name, value in own[-1].values:
            assert found.get(name.lower(), "") == value


def test_limits_of_hosts() -> None:
    rules = make_header_rules(Settings())

    assert len(rules) <= MOST_RULES // 2  # the other half is for site.yaml
    lines = format_headers(rules).decode().splitlines()
    assert max(map(len, lines)) <= MOST_CHARACTERS // 2


def test_our_own_rules_are_strict() -> None:
    rules = parse_headers("_headers", format_headers(make_header_rules(Settings())).decode())
    policy = rules.headers_for("/")["content-security-policy"]

    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self';" in policy
    assert rules.headers_for("/")["cross-origin-resource-policy"] == "same-origin"
    assert rules.headers_for("/")["speculation-rules"] == '"/speculation-rules.json"'
    for url in ("/assets/style.1.css", "/pagefind/2024/fragment/a", "/pagefind/shared/wasm.1"):
        assert "immutable" in rules.headers_for(url)["cache-control"]
    for url in ("/", "/pagefind/2024/pagefind.js"):
        assert "cache-control" not in rules.headers_for(url)
    assert rules.headers_for("/feed.xml")["cross-origin-resource-policy"] == "cross-origin"
    kinds = {"rss": "rss", "atom": "atom", "json": "feed"}
    for plan in (FeedPlan(kind=kind, key="a") for kind in KINDS):
        for form, url in zip(plan.formats, plan.urls(), strict=True):
            found = rules.headers_for(url)
            assert found["content-type"].startswith(f"application/{kinds[form]}+"), url
            assert found["access-control-allow-origin"] == "*"


def test_the_form_of_the_newsletter_may_post() -> None:
    settings = Settings(newsletter_action="https://a.example/join?u=1")
    (name, policy), *_ = make_header_rules(settings)[0].values

    assert name == "Content-Security-Policy"
    assert "form-action 'self' https://a.example; " in policy
    assert (
        "form-action 'self'; "
        in dict(make_header_rules(Settings(newsletter_action="netlify"))[0].values)[
            "Content-Security-Policy"
        ]
    )


def test_a_site_below_a_path() -> None:
    rules = make_header_rules(Settings(base_url="https://a.example/papers"))

    assert dict(rules[0].values)["Speculation-Rules"] == '"/papers/speculation-rules.json"'


def test_pages_say_the_policy_only_where_the_host_does_not() -> None:
    settings = Settings(host="github-pages")

    assert make_meta_policy(replace(settings, host="netlify")) == ""
    assert make_meta_policy(Settings()) == ""
    policy = make_meta_policy(settings)
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ")
    assert "frame-ancestors" not in policy
    assert policy.endswith("require-trusted-types-for 'script'; trusted-types default")


def test_headers_of_site_yaml_change_ours() -> None:
    headers = (
        HeaderRule("/*", (("x-frame-options", ""), ("X-Robots-Tag", "noai"))),
        HeaderRule("/x/*", (("Referrer-Policy", ""), ("X-Nothing", ""))),
    )
    rules = make_header_rules(Settings(headers=headers))
    found = dict(rules[0].values)

    assert "X-Frame-Options" not in found
    assert "x-frame-options" not in found
    assert found["X-Robots-Tag"] == "noai"
    assert rules[-1].values == (("Referrer-Policy", ""),)
    assert format_headers(rules).decode().endswith("/x/*\n  ! Referrer-Policy\n")
