r"""What the text commands of LaTeX stand for, outside formulas.

Sources: "The Comprehensive LaTeX Symbol List" (text mode), ``ltoutenc.dtx`` of LaTeX for accents,
and Unicode's chart of combining diacritical marks. A command that is missing stays as written.
"""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c",
    "G": "\u030f", "C": "\u030f", "textdoublegrave": "\u030f", "f": "\u0311", "d": "\u0323",
    "textsubdot": "\u0323", "textcommabelow": "\u0326", "c": "\u0327", "k": "\u0328",
    "polhk": "\u0328", "textpolhook": "\u0328", "ogonek": "\u0328", "textogonekcentered": "\u0328",
    "b": "\u0331", "t": "\u0361", "capitalgrave": "\u0300", "capitalacute": "\u0301",
    "capitalcircumflex": "\u0302", "capitaltilde": "\u0303", "capitaldieresis": "\u0308",
    "capitalring": "\u030a", "capitalcaron": "\u030c", "capitalbreve": "\u0306",
    "capitalmacron": "\u0304", "capitaldotaccent": "\u0307", "capitalcedilla": "\u0327",
    "capitalogonek": "\u0328", "capitalhungarumlaut": "\u030b", "textgravedbl": "\u030f",
}  # fmt: skip
"""Accents -> the combining mark; the letter is the command's argument."""

DOTLESS = {"ı": "i", "ȷ": "j"}
"""Letters without their dot -> those that stand for them under an accent."""

BARE_ACCENTS = {"`": "`", "'": "'", "^": "^", "~": "~", "=": "¯", ".": "˙", '"': '"'}
r"""An accent without a letter, as in ``\~{}``: the mark itself."""

SYMBOLS = {
    # letters
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ", "ij": "ĳ", "IJ": "Ĳ", "ohorn": "ơ",
    "OHORN": "Ơ", "uhorn": "ư", "UHORN": "Ư", "textschwa": "ə", "textthorn": "þ", "texteth": "ð",
    "textThorn": "Þ", "textEth": "Ð", "textdbend": "đ", "textdh": "ð", "textbari": "ɨ",
    "hbar": "ħ", "textcrh": "ħ", "textHbar": "Ħ", "textturna": "ɐ", "textinvscr": "ʁ",
    # quotation marks
    "textquotesingle": "'", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedbl": '"', "textquotedblleft": "“", "textquotedblright": "”",
    "quotesinglbase": "‚", "quotedblbase": "„", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘",
    "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "guillemotleft": "«", "guillemotright": "»",
    "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
    "lq": "‘", "rq": "’", "textasciigrave": "`", "textasciiacute": "´", "textasciidieresis": "¨",
    "textasciimacron": "¯", "dq": '"', "textexclamdown": "¡", "textquestiondown": "¿",
    # signs that mean something in TeX
    "textdollar": "$", "textunderscore": "_", "textbackslash": "\\", "textless": "<",
    "textgreater": ">", "textbar": "|", "textbardbl": "‖", "textasciicircum": "^",
    "textasciitilde": "~", "textbraceleft": "{", "textbraceright": "}", "textpercent": "%",
    "textampersand": "&", "texthash": "#", "textnumbersign": "#", "lbrace": "{", "rbrace": "}",
    "textasteriskcentered": "*", "textasterisk": "*", "slash": "/", "textslash": "/",
    "textat": "@", "textbullet": "•", "textperiodcentered": "·", "textcdot": "·", "textplus": "+",
    # dashes, dots and spaces
    "textendash": "–", "textemdash": "—", "texthyphen": "-", "textminus": "−", "textellipsis": "…",
    "ldots": "…", "dots": "…", "dotsc": "…", "dotsb": "…", "textvisiblespace": "␣", "space": " ",
    "nobreakspace": " ", "textspace": " ", "quad": " ", "qquad": " ", "enspace": " ",
    "enskip": " ", "thinspace": " ", "textcompwordmark": "", "newline": " ", "linebreak": " ",
    "par": " ", "null": "", "relax": "", "protect": "", "break": " ", "allowbreak": "",
    "nolinebreak": "", "leavevmode": "", "xspace": "", "hfill": " ", "noindent": "",
    # signs
    "texttimes": "×", "textdiv": "÷", "textpm": "±", "textdegree": "°", "textcelsius": "℃",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "copyright": "©", "S": "§",
    "P": "¶", "textsection": "§", "textparagraph": "¶", "pounds": "£", "textsterling": "£",
    "texteuro": "€", "euro": "€", "EUR": "€", "textyen": "¥", "textcent": "¢", "textcurrency": "¤",
    "textwon": "₩", "textdong": "₫", "textnumero": "№", "textservicemark": "℠", "textohm": "Ω",
    "textmu": "µ", "textmicro": "µ", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "textonesuperior": "¹", "texttwosuperior": "²",
    "textthreesuperior": "³", "textordfeminine": "ª", "textordmasculine": "º", "dag": "†",
    "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "textperthousand": "‰",
    "textpertenthousand": "‱", "textbrokenbar": "¦", "textlnot": "¬", "textrightarrow": "→",
    "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓", "textestimated": "℮",
    "textreferencemark": "※", "textinterrobang": "‽", "textmusicalnote": "♪", "textbigcircle": "○",
    "textsurd": "√", "checkmark": "✓", "textdiscount": "⁒",
    # names of programs
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX", "XeLaTeX": "XeLaTeX", "LuaLaTeX": "LuaLaTeX",
    # Greek letters of textgreek and upgreek
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textepsilon": "ε",
    "textzeta": "ζ", "texteta": "η", "texttheta": "θ", "textiota": "ι", "textkappa": "κ",
    "textlambda": "λ", "textnu": "ν", "textxi": "ξ", "textomikron": "ο", "textpi": "π",
    "textrho": "ρ", "textsigma": "σ", "texttau": "τ", "textupsilon": "υ", "textphi": "φ",
    "textchi": "χ", "textpsi": "ψ", "textomega": "ω", "textGamma": "Γ", "textDelta": "Δ",
    "textTheta": "Θ", "textLambda": "Λ", "textXi": "Ξ", "textPi": "Π", "textSigma": "Σ",
    "textPhi": "Φ", "textPsi": "Ψ", "textOmega": "Ω",
}  # fmt: skip
r"""Commands without an argument -> their text. ``\i`` under an accent is its letter."""

CONTROL_SYMBOLS = {
    **{sign: sign for sign in "&%#_${}"},
    " ": " ", "\n": " ", "\t": " ", "\\": " ", ",": " ", ";": " ", ":": " ", ">": " ",
    "/": "", "-": "", "!": "", "@": "", "*": "", "+": "", "|": "|",
}  # fmt: skip
"""A backslash and one sign -> its text; accents are in ``ACCENTS``."""

_STYLES = """
emph textit textbf texttt textsc textrm textsf textsl textup textmd textnormal textin textlf
textulc textsw textlnr text mbox hbox makebox fbox underline uline ul uppercase lowercase
MakeUppercase MakeLowercase MakeTextUppercase NoCaseChange
mkbibemph mkbibbold mkbibitalic mkbibparens hyphen unboldmath boldmath
it bf sc em tt rm sl sf itshape bfseries scshape ttfamily rmfamily sffamily slshape upshape
mdseries normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
selectfont centering bgroup egroup begingroup endgroup
"""
STYLES = frozenset(_STYLES.split())
"""Commands that change the look alone: what they stand before is their text."""

QUOTES = {"enquote": "“”", "mkbibquote": "“”", "textquotation": "“”"}
"""Commands that put their argument in quotation marks."""

SKIPPED_ARGUMENTS = {
    "bibinfo": 1, "cite": 1, "citeauthor": 1, "citep": 1, "citet": 1, "color": 1, "eqref": 1,
    "footnote": 1, "footnotemark": 0, "foreignlanguage": 1, "href": 1, "hspace": 1, "index": 1,
    "label": 1, "natexlab": 0, "noopsort": 1, "ref": 1, "selectlanguage": 1, "texorpdfstring": 1,
    "textcolor": 1, "thanks": 1, "vspace": 1,
}  # fmt: skip
"""Commands -> how many of their arguments are no text of the paper; what follows these is."""

_GREEK = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
GREEK = dict(zip(_GREEK.split(), "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
"""Greek letters by their names in formulas."""

LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
"""Signs that TeX's fonts join."""

RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
"""Signs that Unicode has above and below the line; letters that are there stay readable so."""
