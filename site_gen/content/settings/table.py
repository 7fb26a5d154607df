"""What each key of ``content/site.yaml`` is for: docs/settings.md and ``site-gen init`` write it.

A row is Markdown. ``settings_file.KEYS`` says how the value of a key is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What a key is for, what it is without a value, and a sample of it as YAML."""

    text: str
    default: str
    sample: str


_NONE = "none"

TABLE: Mapping[str, Row] = {
    "title": Row(
        "the site's name: in the header, page titles, the feed", "`Daily Papers`", "Daily Papers"
    ),
    "description": Row(
        "one sentence about the site: on the home page's search result, in the feed, in the footer",
        "`A daily list of research papers, with their abstracts.`",
        "A daily list of research papers, with their abstracts.",
    ),
    "byline": Row(
        "the line below the heading of a day, unless its `digest.yaml` shows its own "
        '(docs/content.md, "A day")',
        _NONE,
        "by the reading group",
    ),
    "language": Row(
        "the language of the pages and the feed, as in HTML's `lang`: `en`, `pt-BR`", "`en`", "en"
    ),
    "base_url": Row(
        "where the site is hosted: `https://papers.example.org`, or below a path, "
        "`https://example.org/papers`. Canonical links, the feed and the sitemap need it. A user "
        "or a password in it is an error. `site-gen build --base-url` overrules it.",
        "none: `build` asks for one, the preview needs none",
        "https://papers.example.org",
    ),
    "author": Row("who publishes the site: in the pages' metadata", _NONE, "The reading group"),
    "feed_authority": Row(
        "the name in the ids of feed items (`tag:papers.example.org,2025-09-17:slug`). Choose a "
        "domain of yours, without white space, once and keep it even when the site moves: new ids "
        "make every item new to every reader.",
        "`site-gen.invalid`",
        "papers.example.org",
    ),
    "feed_hub": Row(
        "a [WebSub](https://www.w3.org/TR/websub/) hub, `https://hub.example.org`: feeds name it, "
        "so that readers can get new papers at once. Notify the hub after each build.",
        _NONE,
        "https://hub.example.org",
    ),
    "newsletter_action": Row(
        "where the banner's button sends an email address, `https://...`, or `netlify`; without it "
        'the button links to the feeds (docs/settings.md, "A newsletter").',
        _NONE,
        "https://news.example.org/subscribe",
    ),
    "newsletter_field": Row("the name of the field that holds the address", "`email`", "email"),
    "newsletter_hidden": Row(
        "what else the form sends, in hidden fields: a map of names to texts",
        _NONE,
        "{embed: '1'}",
    ),
    "newsletter_from": Row(
        "the sender of `export --format email`",
        "`digest@` and `feed_authority`",
        "digest@papers.example.org",
    ),
    "newsletter_unsubscribe": Row(
        "where one click unsubscribes (RFC 8058), `https://...`; if your sender rewrites the mail, "
        "it may hold the sender's own placeholder",
        _NONE,
        "https://news.example.org/unsubscribe",
    ),
    "author_pages": Row(
        "authors with this many papers have a page; `0`: no author has. The names of others lead "
        "to a search from their third paper on, if that is earlier.",
        "`5`",
        "5",
    ),
    "author_feeds": Row(
        "authors with this many papers, and a page, have an Atom feed with short texts; `0`: no "
        "author has",
        "`10`",
        "10",
    ),
    "organization_pages": Row(
        "organizations with this many papers have a page, and those with ten or more an Atom feed; "
        "`0`: no organization has",
        "`3`",
        "3",
    ),
    "banner": Row(
        "the line above the heading of a day, unless its `digest.yaml` shows its own: up to three "
        "texts, `[badge, pitch, action]`; the last is the button that links to the feeds",
        _NONE,
        "[new, Get the papers in your feed reader, Subscribe]",
    ),
    "pictures": Row(
        "whether each day has a picture for link previews, `/2025-09-17/og.png`: its date, the "
        "number of papers, and the site's title if it is in Latin letters. With `no` there are "
        "none; `templates/static/og.png` is then shown everywhere.",
        "`yes`",
        "yes",
    ),
    "latex": Row(
        "`no`: LaTeX commands outside of formulas, as `97\\%` and `\\emph{all}`, are shown as they "
        "are written (docs/content.md)",
        "`yes`",
        "yes",
    ),
    "related": Row("how many related papers a paper's page shows, at most; 0 for none", "`5`", "5"),
    "follow_links": Row(
        "`yes`: files and folders of `content/` and `templates/` may be symbolic links to what is "
        "outside of the site's folder, and are published. With `no`, `build` and `check` report "
        "each such link as an error, because it may lead to a private file. Links within the "
        "site, and `content` or `templates` as links, are always followed.",
        "`no`",
        "no",
    ),
    "profile": Row(
        "`slim`: a site with fewer files, for hosts that count them (docs/settings.md, "
        '"A slim site").',
        _NONE,
        "slim",
    ),
    "host": Row(
        "who hosts the site: `netlify`, `cloudflare` or `github-pages` (docs/hosting.md). It "
        "decides how headers and redirects are written.",
        "none: for hosts that read `_headers` and `_redirects`",
        "netlify",
    ),
    "headers": Row(
        "headers that the host sends: a map of paths to maps of names to values, over those of "
        "site-gen; an empty value takes one out (docs/hosting.md)",
        _NONE,
        "{/*: {X-Robots-Tag: noai}}",
    ),
    "redirects": Row(
        "addresses that lead elsewhere: a map of paths to addresses, with a status if it is not "
        "301 (docs/hosting.md)",
        _NONE,
        "{/old/: /about/, /blog/*: 'https://blog.example.org/:splat 302'}",
    ),
    "timezone": Row(
        "where a day begins, as `Europe/Berlin` or `UTC+2`: a build leaves out days after today "
        '(docs/content.md, "Drafts and days to come")',
        "the first, UTC+14: a day is published when it has begun anywhere",
        "Europe/Berlin",
    ),
    "publish_future": Row("`yes`: days after today are published too", "`no`", "yes"),
}
"""The keys there are, in the order in which people meet them."""
