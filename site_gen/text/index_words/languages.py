"""Languages: which of them the search index can be in."""

# Those that Pagefind 1.5 has a stemmer for: get_stemmer in its file fossick/mod.rs.
_LANGUAGES = """
ar ca da de el en eo es et eu fi fr ga hi hu hy id it lt nb ne nl nn no pl pt ro ru sr sv ta tr yi
"""
_STEMMED = frozenset(_LANGUAGES.split())
_OTHERWISE = "en"


def index_language(language: str) -> str:
    """Give the language of the search index of a site: its own if words of it can be stemmed.

    Else it is English: most papers are, and words of other scripts are indexed as they are.

    >>> index_language("pt-BR"), index_language("zh")
    ('pt', 'en')
    """
    primary = language.replace("_", "-").partition("-")[0].lower()
    return primary if primary in _STEMMED else _OTHERWISE
