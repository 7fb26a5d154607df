"""Formulas that a browser has typeset -> their TeX, where the page holds it.

MathJax 2 and 3, KaTeX and MathML put a formula into a page several times: for the eye, for readers
of screens, and often as the TeX it was made from. One of them is kept.
"""

from lxml import etree

_TEX = "application/x-tex"
_CONTAINERS = {
    "katex-display", "katex", "MathJax_Display", "MathJax", "MathJax_SVG", "MathJax_CHTML",
}  # fmt: skip
_WASTE = {"MathJax_Preview", "MJX_Assistive_MathML"}


def restore_tex(root: etree._Element) -> None:
    r"""Put the TeX of each formula, as ``$\alpha$``, in the place of what was made of it.

    Where there is no TeX, the signs of its MathML stand there: once.
    """
    for element in list(root.iter("mjx-container", "math", "script", "span", "div")):
        if element.getroottree().getroot() is not root or element.getparent() is None:
            continue
        text = _find_replacement(element)
        if text is not None:
            _replace(element, text)


def _find_replacement(element: etree._Element) -> str | None:
    """Give what an element is to be replaced by; None for one that holds no formula."""
    classes = set((element.get("class") or "").split())
    if element.tag == "script":
        is_tex = (element.get("type") or "").startswith("math/tex")
        return f"${(element.text or '').strip()}$" if is_tex else None
    if element.tag in {"mjx-container", "math"} or classes & _CONTAINERS:
        return _find_text(element)
    return "" if classes & _WASTE else None


def _find_text(element: etree._Element) -> str:
    for annotation in element.iter("annotation"):
        if annotation.get("encoding") == _TEX:
            return f"${(annotation.text or '').strip()}$"
    for math in element.iter("math"):
        if math.get("alttext"):
            return f"${math.get('alttext', '').strip()}$"
        etree.strip_elements(math, "annotation", "annotation-xml", with_tail=False)
        return " ".join("".join(map(str, math.itertext())).split())
    has_script = (following := element.getnext()) is not None and following.tag == "script"
    return "" if has_script else " ".join("".join(map(str, element.itertext())).split())


def _replace(element: etree._Element, text: str) -> None:
    """Put a text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    words = f"{text}{element.tail or ''}"
    if before is None:
        parent.text = f"{parent.text or ''}{words}"
    else:
        before.tail = f"{before.tail or ''}{words}"
    parent.remove(element)
