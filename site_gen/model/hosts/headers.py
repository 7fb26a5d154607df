"""The headers that hosts send with the files of a site: one table, and what site.yaml changes.

Netlify and Cloudflare read them from ``_headers``, the preview too. GitHub Pages sends no header of
ours: pages have a part of them in ``<meta>`` there.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from site_gen.model.hosts.rules import HeaderRule, has_overlap
from site_gen.model.papers import Settings
from site_gen.model.urls import URLS, base_path

GITHUB_PAGES, CLOUDFLARE, NETLIFY = "github-pages", "cloudflare", "netlify"
HOSTS = (NETLIFY, CLOUDFLARE, GITHUB_PAGES)
"""The hosts that site-gen knows by name."""

MOST_RULES = 100
"""How many rules Cloudflare reads."""
MOST_CHARACTERS = 2_000
"""How long a line may be at Cloudflare."""

_POLICY = "Content-Security-Policy"
# A policy in <meta> cannot have these: https://www.w3.org/TR/CSP3/#meta-element.
_NOT_IN_META = {"frame-ancestors", "report-uri", "sandbox"}

_UNUSED = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)
_SECURITY = (
    # Browsers remember it for two years. Subdomains are left out: other sites may be there.
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", _UNUSED),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_FOREVER = ("Cache-Control", "public, max-age=31536000, immutable")
# Link previews and feed readers show the icon and the picture on pages of their own.
_SHOWN = ("Cross-Origin-Resource-Policy", "cross-origin")
_READ = (("Access-Control-Allow-Origin", "*"), _SHOWN)
_RSS = "application/rss+xml; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"

# Hosts ask whether a page changed each time: that is right for pages, so it is said nowhere here.
# A file whose name holds a hash of its content never changes.
_TABLE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "/speculation-rules.json",
        (
            ("Content-Type", "application/speculationrules+json"),
            ("Cache-Control", "public, max-age=86400"),
        ),
    ),
    ("/assets/*", (_FOREVER, _SHOWN)),
    ("/:day/og.png", (_SHOWN,)),
    ("/pagefind/shared/*", (_FOREVER,)),
    ("/pagefind/:bundle/fragment/*", (_FOREVER,)),
    ("/pagefind/:bundle/index/*", (_FOREVER,)),
    ("/pagefind/:bundle/filter/*", (_FOREVER,)),
    *(
        (f"{folder}{name}", (("Content-Type", media_type), *others))
        for folder in ("/", "/feeds/:name/", "/topics/:name/", "/authors/:name/")
        for name, media_type, others in (
            ("feed.xml", _RSS, _READ),
            ("atom.xml", _ATOM, _READ),
            ("feed.json", "application/feed+json; charset=utf-8", ()),  # the rest: /*.json
        )
    ),
    ("/organizations/:name/atom.xml", (("Content-Type", _ATOM), *_READ)),
    ("/:day/archive.xml", (("Content-Type", _ATOM), *_READ)),
    ("/feeds/all.opml", (("Content-Type", "text/x-opml; charset=utf-8"), *_READ)),
    ("/*.json", _READ),
    ("/*.csl.json", (("Content-Type", "application/vnd.citationstyles.csl+json"),)),
    ("/*.jsonl", (("Content-Type", "application/jsonl; charset=utf-8"), *_READ)),
    ("/*.md", (("Content-Type", "text/markdown; charset=utf-8"), *_READ)),
    ("/*.bib", (("Content-Type", "application/x-bibtex; charset=utf-8"), *_READ)),
    (
        "/*.ris",
        (("Content-Type", "application/x-research-info-systems; charset=utf-8"), *_READ),
    ),
    ("/llms.txt", (("Content-Type", "text/plain; charset=utf-8"), *_READ)),
)


def make_policy(settings: Settings) -> str:
    """Give the content policy: the site's own files, no inline script or style, no other host.

    The host of the newsletter's form is allowed, so that its button works.
    """
    action = urlsplit(settings.newsletter_action)
    forms = f"'self' {action.scheme}://{action.netloc}" if action.netloc else "'self'"
    return (
        # 'wasm-unsafe-eval' lets the search run its WebAssembly.
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; "
        f"manifest-src 'self'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types default"
    )


def make_header_rules(settings: Settings) -> tuple[HeaderRule, ...]:
    """Give all rules of a site: ours, with what ``headers:`` of site.yaml changes in them.

    Rules of ``headers:`` with a path of ours change that rule. The others follow, in their order.
    No value is empty, but where a rule takes out a header that an earlier one sets.
    """
    rules = {rule.path: rule for rule in _list_ours(settings)}
    for rule in settings.headers:
        before = rules.get(rule.path, HeaderRule(rule.path, ()))
        rules[rule.path] = HeaderRule(rule.path, _merge(before.values, rule.values), rule.line)
    kept: list[HeaderRule] = []
    for rule in rules.values():
        values = tuple(one for one in rule.values if one[1] or _is_set(kept, rule, one[0]))
        if values:
            kept.append(HeaderRule(rule.path, values, rule.line))
    return tuple(kept)


def list_detached(rules: Iterable[HeaderRule], rule: HeaderRule) -> list[str]:
    """Give the headers of a rule that an earlier one of ``rules`` sets for some of its files.

    Cloudflare joins both values, where the rule does not take out the first.
    """
    earlier = list(rules)
    return [name for name, _ in rule.values if _is_set(earlier, rule, name)]


def make_meta_policy(settings: Settings) -> str:
    """Give the content policy that pages say in ``<meta>``; empty where the host sends it.

    What cannot stand there is left out.
    """
    if settings.host != GITHUB_PAGES:
        return ""
    parts = (part.strip() for part in make_policy(settings).split(";"))
    return "; ".join(part for part in parts if part.split()[0] not in _NOT_IN_META)


def _list_ours(settings: Settings) -> list[HeaderRule]:
    # A browser makes the next page ready while the pointer rests on its link. No script is needed.
    ahead = f'"{base_path(settings.base_url)}{URLS.speculation_rules}"'
    security = ((_POLICY, make_policy(settings)), *_SECURITY, ("Speculation-Rules", ahead))
    return [HeaderRule("/*", security), *(HeaderRule(path, values) for path, values in _TABLE)]


def _merge(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Put the values of a rule over those of another; names of headers have no case."""
    values = {name.lower(): (name, text) for name, text in before}
    return tuple((values | {name.lower(): (name, text) for name, text in after}).values())


def _is_set(rules: Iterable[HeaderRule], rule: HeaderRule, name: str) -> bool:
    """Whether one of ``rules`` sets a header for a file of another rule."""
    return any(
        text and name.lower() == key.lower()
        for one in rules
        if has_overlap(one.path, rule.path)
        for key, text in one.values
    )
