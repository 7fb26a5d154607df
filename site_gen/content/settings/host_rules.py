"""``headers:`` and ``redirects:`` of ``content/site.yaml`` -> rules for hosts, checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from site_gen.content import yaml_fields
from site_gen.content.yaml_fields import Fields
from site_gen.model import (
    CLOUDFLARE,
    GITHUB_PAGES,
    MOST_CHARACTERS,
    MOST_PATTERNS,
    MOST_REDIRECTS,
    MOST_RULES,
    PLACEHOLDER,
    HeaderRule,
    Problem,
    RedirectRule,
    Settings,
    make_header_rules,
    make_redirect_rules,
)
from site_gen.system.hosts.netlify_rules import (
    format_redirects,
    is_header,
    make_pattern,
    parse_redirects,
)

HEADERS, REDIRECTS = "headers", "redirects"

_STATUSES = (301, 302, 303, 307, 308)
_PATH = re.compile(r"/[!-~]*")  # ASCII without spaces
_WILDCARD = re.compile(rf"{PLACEHOLDER}|\*")
_TARGET = re.compile(r"(?P<to>\S+)(?: +(?P<status>[0-9]{3}))?")
_MOST_HOPS = 20  # as many as browsers follow
_REDIRECT = "expected 'ADDRESS' or 'ADDRESS STATUS', as '/new/' or 'https://a.example/ 302'"


class _Reader(NamedTuple):
    """Where the rules of a key are: the file, and what was read of it."""

    path: str
    key: str
    fields: Fields

    def report(self, place: tuple[str, ...], message: str) -> None:
        """Add a problem in the line of a key below this one."""
        self.fields.problems.append(Problem(self.path, self.line(*place), f"{self.key}: {message}"))

    def line(self, *place: str) -> int:
        """Give the line of a key below this one."""
        return self.fields.map_lines.get(self.key, {}).get(place) or self.fields.lines[self.key]


def read_host_rules(path: str, fields: Fields) -> None:
    """Turn the values of both keys into rules; what is wrong becomes a problem with its line."""
    if HEADERS in fields.values:
        fields.values[HEADERS] = tuple(_read_headers(_Reader(path, HEADERS, fields)))
    if REDIRECTS in fields.values:
        fields.values[REDIRECTS] = tuple(_read_redirects(_Reader(path, REDIRECTS, fields)))


def check_host_rules(path: str, settings: Settings) -> list[Problem]:
    """Find what no host would obey in the rules of a site: too many, too long, or in a circle."""
    problems = [
        Problem(path, line, message)
        for line, message in (*_check_headers(settings), *_check_redirects(settings))
    ]
    if settings.headers and settings.host == GITHUB_PAGES:
        message = "headers: GitHub Pages sends no headers of a site; expected another host, or none"
        problems.append(Problem(path, settings.headers[0].line, message))
    return problems


def _read_headers(reader: _Reader) -> Iterator[HeaderRule]:
    for place, values in reader.fields.values[HEADERS].items():
        if message := _check_path(place):
            reader.report((place,), message)
        elif not isinstance(values, dict) or not values:
            reader.report((place,), f"{place!r} has no headers; expected 'Name: value' lines below")
        else:
            pairs = tuple(_read_values(reader, place, values))
            yield HeaderRule(place, pairs, reader.line(place))


def _read_values(
    reader: _Reader, place: str, values: Mapping[Any, Any]
) -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for key, value in values.items():
        try:
            name, text = str(key), " ".join(yaml_fields.text(value).split())
            if not is_header(name, text) or not text.isascii():
                raise ValueError(f"no header can be {f'{name}: {text}'!r}")  # noqa: TRY301
            if name.lower() in names:
                raise ValueError(f"{name!r} again; expected it once")  # noqa: TRY301
        except ValueError as err:
            reader.report((place, str(key)), f"{place}: {err}")
            continue
        names.add(name.lower())
        yield name, text


def _read_redirects(reader: _Reader) -> Iterator[RedirectRule]:
    for place, value in reader.fields.values[REDIRECTS].items():
        try:
            rule = _read_redirect(place, value, reader.line(place))
        except ValueError as err:
            reader.report((place,), str(err))
        else:
            yield rule


def _read_redirect(place: str, value: Any, line: int) -> RedirectRule:
    if message := _check_path(place):
        raise ValueError(message)
    text = yaml_fields.text(value).strip()
    match = _TARGET.fullmatch(text)
    if not match:
        raise ValueError(f"{place} leads to {text!r}; {_REDIRECT}")
    status = int(match["status"] or 301)
    if status not in _STATUSES:
        raise ValueError(f"{place}: the status {status}; expected one of {_STATUSES}")
    to = match["to"]
    # '//host' is an address without its scheme: hosts differ in what they make of it.
    if not re.match(r"/(?!/)", to) and not re.match(r"https?://[^/\s]", to):
        raise ValueError(f"{place} leads to {to!r}; {_REDIRECT}")
    known = {wild if wild != "*" else ":splat" for wild in _WILDCARD.findall(place)}
    # The colon of 'https://' and of a port begins no name.
    if strange := sorted(set(re.findall(rf"(?<=/){PLACEHOLDER}", to)) - known):
        raise ValueError(f"{place} leads to {to!r}, but has no {strange[0]!r}")
    return RedirectRule(place, to, status, line)


def _check_path(place: str) -> str:
    """Say what is wrong with the path of a rule; nothing where it is good."""
    if not _PATH.fullmatch(place) or "#" in place or "?" in place:
        return f"{place!r} is no path; expected one such as '/about/' or '/files/*'"
    if place.count("*") > 1:
        return f"{place!r} has more than one '*'; hosts read one"
    try:
        make_pattern(place)
    except ValueError as err:
        return str(err)
    return ""


def _check_headers(settings: Settings) -> Iterator[tuple[int, str]]:
    if not settings.headers:
        return
    rules = make_header_rules(settings)
    if len(rules) > MOST_RULES:
        more = len(rules) - MOST_RULES
        yield settings.headers[0].line, f"headers: {more} rules too many for hosts; expected fewer"
    known = {
        (rule.path, name.lower())
        for rule in (*rules, *make_header_rules(Settings()))
        for name, _ in rule.values
    }
    values = [(rule, name, value) for rule in settings.headers for name, value in rule.values]
    for rule, name, value in values:
        if len(f"  {name}: {value}") > MOST_CHARACTERS:
            yield rule.line, f"headers: {rule.path}: {name} is too long; hosts read 2,000 signs"
        if not value and (rule.path, name.lower()) not in known:
            yield rule.line, f"headers: {rule.path}: no rule sets {name!r}, so it cannot go"


def _check_redirects(settings: Settings) -> Iterator[tuple[int, str]]:
    rules = settings.redirects
    patterns = sum(rule.is_pattern for rule in rules)
    is_much = len(rules) > MOST_REDIRECTS or patterns > MOST_PATTERNS
    if settings.host == CLOUDFLARE and is_much:
        limits = f"at most {MOST_REDIRECTS}, {MOST_PATTERNS} of them with wildcards"
        yield rules[0].line, f"redirects: too many for Cloudflare; expected {limits}"
    for rule in rules if settings.host == GITHUB_PAGES else ():
        if not _is_page(rule):
            message = f"redirects: GitHub Pages has none from {rule.path!r}; expected one page"
            yield rule.line, f"{message}, as '/old/'"
    if rules:
        yield from _find_loops(settings)


def _is_page(rule: RedirectRule) -> bool:
    """Whether a page can stand at the path of a redirect."""
    has_suffix = "." in rule.path.rpartition("/")[2]
    return not (rule.is_pattern or has_suffix or rule.path == "/")


def _find_loops(settings: Settings) -> Iterator[tuple[int, str]]:
    """Find the redirects that lead back to where they begin, or on and on."""
    every = make_redirect_rules(settings)
    obeyed = parse_redirects("_redirects", format_redirects({}, (), every).decode())
    for rule in settings.redirects:
        for start in _list_samples(rule.path):
            way = [start]
            while (step := obeyed.redirect_for(way[-1])) and len(way) <= _MOST_HOPS:
                way.append(_strip_host(step.to, settings.base_url))
                if _is_again(way):
                    break
            if step:
                shown = " -> ".join([*way[:4], *(["..."] if len(way) > 4 else [])])
                yield rule.line, f"redirects: {rule.path} leads in a circle: {shown}"
                break


def _is_again(way: list[str]) -> bool:
    # To Netlify an address with a last slash and one without are the same.
    return way[-1].rstrip("/") in {one.rstrip("/") for one in way[:-1]}


def _list_samples(path: str) -> Iterable[str]:
    """Give addresses that a path stands for: with a text and with nothing for its wildcard."""
    named = re.sub(PLACEHOLDER, "x", path)
    return dict.fromkeys((named.replace("*", "x"), named.replace("*", "")))


def _strip_host(to: str, base_url: str) -> str:
    """Give an address of this site as a path; query and fragment choose no rule."""
    path = re.split(r"[?#]", to, maxsplit=1)[0]
    if base_url and path.startswith(f"{base_url}/"):
        return path.removeprefix(base_url)
    return path
