"""The elements and attributes of a feed: which are known, and what else stands in it.

What is known, and has no place in an entry, is dropped without a word. Specifications: RSS 0.9 to
2.0, RFC 4287 (Atom), Dublin Core, and the modules that feeds use.
"""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from site_gen.importing.formats.reading import Collector
from site_gen.model import one_line

_RSS = """
author category channel cloud comments copyright day description docs enclosure encoded generator
guid height hour image item items language lastbuilddate link managingeditor name pubdate rating rdf
rss skipdays skiphours source textinput title ttl url webmaster width
"""
_ATOM = """
author category content contributor copyright created email entry feed generator icon id info issued
link logo modified name published rights source subtitle summary tagline title updated uri url
"""
_DUBLIN_CORE = """
abstract accessrights alternative audience available bibliographiccitation contributor coverage
created creator date dateaccepted datecopyrighted datesubmitted description extent format identifier
ispartof issued language license modified publisher references relation rights rightsholder source
spatial subject temporal title type valid
"""
_ARXIV = """
affiliation announce_type comment doi journal_ref journal_reference primary_category
"""
_ATOM_SPACE = "http://www.w3.org/2005/Atom"
_SPACES = {
    space: frozenset(names.split())
    for space, names in {
        "": _RSS,
        "http://purl.org/rss/1.0/": _RSS,
        "http://my.netscape.com/rdf/simple/0.9/": _RSS,
        "http://channel.netscape.com/rdf/simple/0.9/": _RSS,
        "http://my.netscape.com/publish/formats/rss-0.91.dtd": _RSS,
        "http://backend.userland.com/rss2": _RSS,
        "http://purl.org/rss/1.0/modules/content/": "encoded",
        _ATOM_SPACE: _ATOM,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://purl.org/atom/ns#": _ATOM,
        "http://purl.org/dc/elements/1.1/": _DUBLIN_CORE,
        "http://purl.org/dc/terms/": _DUBLIN_CORE,
        "http://arxiv.org/schemas/atom": _ARXIV,
    }.items()
}
_WITHOUT_A_PLACE = (  # namespaces of which no entry holds anything, or only what is looked for
    "http://prismstandard.org/namespaces/",
    "http://search.yahoo.com/mrss",
    "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "http://www.google.com/schemas/play-podcasts",
    "https://podcastindex.org/namespace/",
    "http://purl.org/rss/1.0/modules/syndication/",
    "http://purl.org/rss/1.0/modules/slash/",
    "http://purl.org/syndication/",
    "http://wellformedweb.org/CommentAPI/",
    "http://a9.com/-/spec/opensearch",
    "http://rssnamespace.org/feedburner/ext/",
    "http://www.georss.org/georss",
    "http://www.w3.org/2003/01/geo/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/XML/1998/namespace",
    "http://web.resource.org/cc/",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
    "http://backend.userland.com/creativeCommonsRssModule",
    "http://webns.net/mvcb/",
    "http://webfeeds.org/rss/",
    "http://schemas.google.com/",
    "http://www.youtube.com/xml/schemas/",
    "com-wordpress:feed-additions:",
)
_ATTRIBUTES = """
domain height href hreflang ispermalink label length mode path port protocol registerprocedure rel
scheme src term title type uri url version width
"""
_CONTAINERS = """
author channel cloud contributor entry feed image item items rdf rss skipdays skiphours source
textinput
"""
"""Elements that hold elements; what stands in the others is their text, with its markup."""

_KNOWN_ATTRIBUTES, _HOLDERS = frozenset(_ATTRIBUTES.split()), frozenset(_CONTAINERS.split())
_ITEMS = {"item", "entry"}
_ONCE = {"title", "description", "summary", "encoded"}
"""Elements of which an item has one; feedparser gives one of several."""

_MARKED_UP = {
    "abstract", "content", "copyright", "description", "encoded", "info", "rights", "subtitle",
    "summary", "tagline", "title",
}  # fmt: skip
"""Elements whose texts may have markup."""

_TEXTS = {"author", "source"}
"""Containers of Atom that are texts in RSS."""


def report_unknown(text: str, found: Collector) -> None:
    """Report the elements and attributes of a feed that are not known, and texts between them."""
    how = {"encoding": "utf-8", "recover": True, "resolve_entities": False, "no_network": True}
    parser = etree.XMLParser(huge_tree=True, remove_comments=True, remove_pis=True, **how)
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError:  # there is no element in it
        return
    waiting = [] if root is None else [root]
    while waiting:
        element = waiting.pop()
        if _is_without_place(element):
            continue
        if _is_known(element):
            waiting += reversed(_list_inner(element))
            _report_inner(element, found)
        elif _is_said(element):
            found.skip_value(f"element {_name(element)!r}", element.sourceline or 0)


def _list_inner(element: etree._Element) -> list[etree._Element]:
    """Give the elements in one that holds some; markup of a text is none."""
    return list(element) if _local(element) in _HOLDERS else []


def _is_said(element: etree._Element) -> bool:
    return bool(len(element) or element.attrib or (element.text or "").strip())


def _report_inner(element: etree._Element, found: Collector) -> None:
    """Report what is odd in an element that is known: its attributes, texts, and what is twice."""
    for name in _list_attributes(element):
        found.skip_value(f"attribute {name!r} of {_name(element)!r}", element.sourceline or 0)
    if _local(element) in _HOLDERS:
        _report_texts(element, found)
    elif _local(element) not in _MARKED_UP:
        for inner in element:
            found.skip_value(f"element {_name(inner)!r}", inner.sourceline or 0)
    if _local(element) in _ITEMS:
        _report_repeated(element, found)


def _report_texts(element: etree._Element, found: Collector) -> None:
    """Report the texts between elements."""
    own = None if _local(element) in _TEXTS and _space(element) != _ATOM_SPACE else element.text
    for text, line in [(own, element.sourceline), *((one.tail, one.sourceline) for one in element)]:
        if words := one_line(text or ""):
            found.skip_words(words, line or 0, "expected an element")


def _report_repeated(item: etree._Element, found: Collector) -> None:
    """Report what an item says twice, where one is read."""
    seen: Counter[str] = Counter()
    for element in item:
        name = _name(element)
        if _local(element) in _ONCE and _is_known(element) and "".join(element.itertext()).strip():
            seen[name] += 1
            if seen[name] > 1:
                words = one_line("".join(element.itertext()))
                found.skip_words(words, element.sourceline or 0, f"a second {name!r}")


def _is_without_place(element: etree._Element) -> bool:
    """Whether an element is of a namespace of which no entry holds anything; a root is not."""
    return _space(element).startswith(_WITHOUT_A_PLACE) and _local(element) != "rdf"


def _is_known(element: etree._Element) -> bool:
    return _local(element) in _SPACES.get(_space(element), ())


def _list_attributes(element: etree._Element) -> Iterator[str]:
    """Give the names of attributes that are not known, and say something."""
    for key, value in element.attrib.items():
        space, name = _split(key)
        is_known = space.startswith(_WITHOUT_A_PLACE) or (
            not space and name.lower() in _KNOWN_ATTRIBUTES
        )
        if str(value).strip() and not is_known:
            yield name


def _name(element: etree._Element) -> str:
    """Give the name of an element as the feed writes it."""
    _, name = _split(element.tag)
    return f"{element.prefix}:{name}" if element.prefix else name


def _local(element: etree._Element) -> str:
    return _split(element.tag)[1].lower()


def _space(element: etree._Element) -> str:
    return _split(element.tag)[0]


def _split(tag: str | bytes) -> tuple[str, str]:
    """Take a tag apart: its namespace and its name, as lxml writes them, ``{namespace}name``."""
    # Not by etree.QName: of a broken feed, lxml reads tags that QName refuses.
    space, _, name = str(tag).rpartition("}")
    return space.removeprefix("{"), name
