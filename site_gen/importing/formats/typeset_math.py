"""Formulas that a browser has typeset -> their TeX, where the page holds it.

MathJax 2 and 3, KaTeX and MathML put a formula into a page several times: for the eye, for readers
of screens, and often as the TeX it was made from. One of them is kept.
"""

from lxml import etree

_TEX = "application/x-tex"
_CONTAINERS = (
    "katex-display",
    "katex",
    "MathJax_Display",
    "MathJax",
    "MathJax_SVG",
    "MathJax_CHTML",
)
_WASTE = ("MathJax_Preview", "MJX_Assistive_MathML")


def restore_tex(root: etree._Element) -> None:
    r"""Put the TeX of each formula, as ``$\alpha$``, in the place of what was made of it.

    Where there is no TeX, the signs of its MathML stand there: once.
    """
    for element in list(root.iter("mjx-container", "math", "script", "span", "div")):
        if element.getroottree().getroot() is not root or element.getparent() is None:
            continue
        classes = (element.get("class") or "").split()
        if element.tag == "script":
            if (element.get("type") or "").startswith("math/tex"):
                _replace(element, f"${(element.text or '').strip()}$")
        elif element.tag in {"mjx-container", "math"} or any(one in classes for one in _CONTAINERS):
            _replace(element, _find_text(element))
        elif any(one in classes for one in _WASTE):
            _replace(element, "")


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
