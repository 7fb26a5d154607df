"""Links of a paper to its code."""

import re

from site_gen.model.papers import Entry

# Hosts of code and little else: an address at huggingface.co may be a model or a paper.
_HOSTS = ("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/")
# With something behind the slash: 'github.com/' alone is no repository.
_CODE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _HOSTS))})\w")


def has_code(entry: Entry) -> bool:
    """Whether a paper leads to its code: by a link of that name, or an address where code is."""
    return any(text.casefold() == "code" for text, _ in entry.links) or any(
        map(_names_code, (entry.body, *(url for _, url in entry.links)))
    )


def find_code_link(entry: Entry) -> str:
    """Give the link of a paper that leads to its code: at GitHub, else by name, else any."""
    urls = [url for _, url in entry.links]
    named = [url for text, url in entry.links if text.casefold() == "code"]
    at_github = [url for url in (*named, *urls) if "github.com/" in url.lower()]
    return next(iter((*at_github, *named, *filter(_names_code, urls))), "")


def _names_code(text: str) -> bool:
    """Look for an address; first for what all have, which most texts lack, for it is fast."""
    lower = text.lower()
    return any(host in lower for host in _HOSTS) and bool(_CODE.search(lower))
