r"""Commands of formulas that math-core does not know -> what it knows.

Sources: the documents of amsmath, mathtools, amssymb, mathrsfs, dsfont, bbm, nicefrac, xfrac,
upgreek, hyperref and physics; MathJax's list of commands; and the macros that abstracts at
arXiv use most. A macro of authors is here only if it means the same nearly everywhere: ``\R`` is,
``\P`` and ``\T`` are not.
"""

from string import ascii_letters, ascii_uppercase

from site_gen.text.tex_symbols import GREEK

_DROPPED = """xspace protect noindent centering allowbreak nobreak linebreak nolinebreak strut
leavevmode unboldmath hfill hfil null smash mathllap mathrlap mathclap rlap llap clap mathnormal
ensuremath displaylimits tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
nonumber notag upshape mdseries vcenter mathstrut bigstrut"""

_OPERATORS = """
Aut Bern Bin Cat Ch Cl Corr Cov End Ent Ext Fix Frac Gal Gr Hess Hilb Hol Ind Inn Irr
Isom JSD KL Ker Lip Mat Mod Mor Ob Orb Out Pic Poly Proj ReLU Res Ric Sh Spec Stab Sym Tor Tr Unif
Var Vol Wass adj card cl codim coker conv cov cond corr curl diag diam dist div dom ent erf erfc
grad Hom hull id ind lcm ord poly polylog prox rank relint res rk sech csch sgn sigmoid sign softmax
span spec sinc std supp tr trace var vol"""

_LIMIT_OPERATORS = "Argmax Argmin argsup arginf colim esssup essinf minimize maximize"

_GROUPS = "SU SO SL GL PSL PGL PSU Sp Spin USp Diff ReLU MLP MSE KNN"

RENAMED = {
    **dict.fromkeys(_DROPPED.split(), ""),
    **{name: rf"\operatorname{{{name}}}" for name in _OPERATORS.split()},
    **{name: rf"\operatorname*{{{name}}}" for name in _LIMIT_OPERATORS.split()},
    **{name: rf"\mathrm{{{name}}}" for name in _GROUPS.split()},
    **{f"up{name}": rf"\mathrm{{\{name}}}" for name in GREEK},
    **{f"cal{x}": rf"\mathcal{{{x}}}" for x in ascii_uppercase},
    **{f"{x}cal": rf"\mathcal{{{x}}}" for x in ascii_uppercase},
    **{f"c{x}": rf"\mathcal{{{x}}}" for x in ascii_uppercase},
    **{f"mc{x}": rf"\mathcal{{{x}}}" for x in ascii_uppercase},
    **{f"scr{x}": rf"\mathscr{{{x}}}" for x in ascii_uppercase},
    **{f"bb{x}": rf"\mathbb{{{x}}}" for x in ascii_uppercase},
    **{f"frak{x}": rf"\mathfrak{{{x}}}" for x in ascii_letters},
    **{f"bf{x}": rf"\mathbf{{{x}}}" for x in ascii_letters},
    # alphabets
    "mathds": r"\mathbb", "mathbbm": r"\mathbb", "mathbbmss": r"\mathbb", "Bbb": r"\mathbb",
    "mathbold": r"\boldsymbol", "mathbfit": r"\boldsymbol", "pmb": r"\boldsymbol",
    "mathbfsf": r"\mathbf", "mathsfit": r"\mathsf", "mathbfcal": r"\mathcal",
    "mathpzc": r"\mathcal", "EuScript": r"\mathscr", "vect": r"\mathbf", "mat": r"\mathbf",
    "mc": r"\mathcal", "mf": r"\mathfrak", "bs": r"\boldsymbol",
    # the look of what follows in the group
    "em": r"\it", "sl": r"\it", "sc": r"\rm", "itshape": r"\it", "slshape": r"\it",
    "scshape": r"\rm", "bfseries": r"\bf", "rmfamily": r"\rm", "sffamily": r"\sf",
    "ttfamily": r"\tt", "normalfont": r"\rm", "boldmath": r"\bf",
    # accents
    "wt": r"\widetilde", "wh": r"\widehat", "ol": r"\overline", "widebar": r"\overline",
    "undertilde": r"\utilde", "underbar": r"\underline", "sout": r"\cancel", "uline": r"\underline",
    # dots and spaces
    "dotsc": r"\ldots", "dotso": r"\ldots", "hdots": r"\ldots", "dotsb": r"\cdots",
    "dotsm": r"\cdots", "dotsi": r"\cdots", "enskip": r"\enspace", "par": r"\ ", "space": r"\ ",
    # signs
    "smallsetminus": r"\setminus", "thickapprox": r"\approx", "thicksim": r"\sim",
    "shortmid": r"\mid", "shortparallel": r"\parallel", "varpropto": r"\propto",
    "smallfrown": r"\frown", "smallsmile": r"\smile", "centerdot": r"\cdot",
    "varlimsup": r"\limsup", "varliminf": r"\liminf", "varprojlim": r"\projlim",
    "varinjlim": r"\injlim", "cfrac": r"\dfrac", "Dots": r"\ldots", "lambdabar": r"\text{ƛ}",
    "micro": r"\text{µ}", "ohm": r"\text{Ω}", "angstrom": r"\text{Å}", "permil": r"\text{‰}",
    "perthousand": r"\text{‰}", "euro": r"\text{€}", "cent": r"\text{¢}", "celsius": r"\text{°C}",
    "cr": r"\\", "i": r"\imath", "j": r"\jmath", "surd": r"\text{√}",
    "texttildelow": r"\sim", "wideparen": r"\overparen", "overarc": r"\overparen",
    "centernot": r"\not", "mathdollar": r"\$", "trademark": r"\text{™}",
    "num": "", "si": r"\mathrm",
    "unit": r"\mathrm", "indep": r"\perp\!\!\!\perp", "independent": r"\perp\!\!\!\perp",
    # astronomy
    "ltsim": r"\lesssim", "gtsim": r"\gtrsim", "simlt": r"\lesssim", "simgt": r"\gtrsim",
    "lsim": r"\lesssim", "gsim": r"\gtrsim", "arcsec": r"\text{″}", "arcmin": r"\text{′}",
    "farcs": r"\text{.″}", "farcm": r"\text{.′}", "fdg": r"\text{.°}", "sun": r"\odot",
    "msun": r"\mathrm{M}_{\odot}", "Msun": r"\mathrm{M}_{\odot}", "Lsun": r"\mathrm{L}_{\odot}",
    "Msol": r"\mathrm{M}_{\odot}", "lsun": r"\mathrm{L}_{\odot}", "Rsun": r"\mathrm{R}_{\odot}",
    "kms": r"\,\mathrm{km}\,\mathrm{s}^{-1}",
    # macros of authors
    "C": r"\mathbb{C}", "Q": r"\mathbb{Q}", "RR": r"\mathbb{R}", "NN": r"\mathbb{N}",
    "ZZ": r"\mathbb{Z}", "QQ": r"\mathbb{Q}", "CC": r"\mathbb{C}", "EE": r"\mathbb{E}",
    "PP": r"\mathbb{P}", "E": r"\mathbb{E}", "reals": r"\mathbb{R}", "Naturals": r"\mathbb{N}",
    "one": r"\mathbb{1}", "bbone": r"\mathbb{1}", "1": r"\mathbb{1}", "/": "", "-": "",
    "Prob": r"\Pr",
    "NP": r"\mathsf{NP}", "PSPACE": r"\mathsf{PSPACE}", "BQP": r"\mathsf{BQP}",
    "eps": r"\epsilon", "veps": r"\varepsilon", "vareps": r"\varepsilon", "vphi": r"\varphi",
    "defeq": r"\coloneqq", "eqdef": r"\coloneqq", "given": r"\mid", "half": r"\tfrac12",
    "dd": r"\mathrm{d}", "diff": r"\mathrm{d}", "transpose": r"\top", "tran": r"\top",
    "iid": r"\text{i.i.d.}", "st": r"\text{ s.t. }", "ie": r"\text{i.e.}", "eg": r"\text{e.g.}",
    "bigO": r"\mathcal{O}", "Oh": r"\mathcal{O}",
}  # fmt: skip
"""Commands -> what stands for them. Their arguments, if they have any, follow as they are."""

TEMPLATES = {
    "norm": (r"\lVert ", r"\rVert "), "Norm": (r"\lVert ", r"\rVert "),
    "abs": (r"\lvert ", r"\rvert "), "ceil": (r"\lceil ", r"\rceil "),
    "floor": (r"\lfloor ", r"\rfloor "), "paren": ("(", ")"), "parens": ("(", ")"),
    "expval": (r"\langle ", r"\rangle "), "vev": (r"\langle ", r"\rangle "),
    "inner": (r"\langle ", ",", r"\rangle "), "innerprod": (r"\langle ", ",", r"\rangle "),
    "nicefrac": ("", "/", ""), "sfrac": ("", "/", ""), "flatfrac": ("", "/", ""),
    "dv": (r"\frac{\mathrm{d}", r"}{\mathrm{d}", "}"),
    "pdv": (r"\frac{\partial ", r"}{\partial ", "}"),
    "substack": (r"\begin{subarray}{c}", r"\end{subarray}"), "SI": ("", r"\,\mathrm{", "}"),
    **{x: (rf"\begin{{{x}}}", rf"\end{{{x}}}") for x in ("cases", "matrix", "pmatrix")},
}  # fmt: skip
"""Commands with arguments -> what stands before, between and behind these."""

SHIFTED = {"textsuperscript": "^", "textsubscript": "_"}
"""Commands whose argument is text above or below the line -> the sign for it."""

SKIPPED = {
    "href": 1, "color": 1, "textcolor": 1, "label": 1, "vspace": 1, "rule": 2,
    "index": 1, "hypertarget": 1, "hyperlink": 1, "fontsize": 2,
    "vskip": 1, "cancelto": 1, "foreignlanguage": 1, "footnotemark": 0, "footnotetext": 1,
}  # fmt: skip
"""Commands -> how many of their arguments show nothing: addresses, colours, lengths."""

BOXES = {
    "colorbox": 1, "fcolorbox": 2, "scalebox": 1, "resizebox": 2, "raisebox": 1, "rotatebox": 1,
    "parbox": 1,
}  # fmt: skip
"""Boxes with text -> how many arguments stand before that, and show nothing."""

MOVED = frozenset(["raise", "lower", "moveleft", "moveright"])
"""Commands of plain TeX before a length and a box."""

QUOTED = {
    "cite": "[{}]", "citep": "[{}]", "citet": "[{}]", "ref": "{}", "cref": "{}", "Cref": "{}",
    "autoref": "{}", "eqref": "({})", "tag": " ({})", "url": "{}", "verb": "{}",
}  # fmt: skip
"""Commands whose argument is no TeX -> how it is shown as text."""

_PLAIN_TEXT = "text mbox hbox textrm textup textnormal textmd makebox vbox fbox textlf"
_TEXT_STYLES = "textbf textit texttt textsc textsf emph"
TEXT_FONTS = {
    **dict.fromkeys(_PLAIN_TEXT.split(), "text"),
    **dict.fromkeys(_TEXT_STYLES.split()), "textsl": "textit",
}  # fmt: skip
"""Commands whose argument is text -> the one of math-core; None: the same."""

_FONTS = """mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm bold
symbf     symrm operatorname mathds mathbbm mathbold"""
FONTS = frozenset(_FONTS.split())
"""Commands whose argument is set in one alphabet: letters in it are a word already."""

_SWITCHES = "rm bf it tt sf cal"
SWITCHES = frozenset(_SWITCHES.split())
"""Commands that set the alphabet up to the end of the group."""

_SIZED = """left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm
Bigm     biggm Biggm"""
SIZED = frozenset(_SIZED.split())
"""Commands before a bracket."""

ENVIRONMENTS = {
    "smallmatrix": ("matrix", 0), "split": ("aligned", 0), "align": ("aligned", 0),
    "align*": ("aligned", 0), "alignat": ("aligned", 1), "alignat*": ("aligned", 1),
    "alignedat": ("aligned", 1), "flalign": ("aligned", 0), "flalign*": ("aligned", 0),
    "eqnarray": ("array", 0), "eqnarray*": ("array", 0), "gather": ("gathered", 0),
    "gather*": ("gathered", 0), "multline": ("gathered", 0), "multline*": ("gathered", 0),
    "multlined": ("gathered", 0), "equation": ("", 0), "equation*": ("", 0), "math": ("", 0),
    "displaymath": ("", 0), "tabular": ("array", 0), "cases*": ("cases", 0),
    **{f"{x}matrix*": (f"{x}matrix", 0) for x in ["", "p", "b", "v", "B", "V"]},
    **{f"{x}smallmatrix": (f"{x}matrix", 0) for x in "pbvBV"},
}  # fmt: skip
"""Environments -> the one of math-core, or a group; and how many arguments are left out."""

COLUMNS = {"eqnarray": "{rcl}", "eqnarray*": "{rcl}"}
"""Environments that are arrays here -> their columns."""

_LOST = """textbf textit texttt text mathbf mathrm mathcal mathbb mathit mathsf mathfrak boldsymbol
    operatorname frac tfrac dfrac sqrt overline underline widehat widetilde"""
LOST = frozenset(_LOST.split())
"""Commands that need a brace. With one behind them, their name is no product of letters: sources
that strip backslashes leave it so."""

ANGLES = {"<": r"\langle ", ">": r"\rangle "}
"""Angle brackets behind a command of ``SIZED``."""

ESCAPED = {
    "\\": r"\textbackslash ", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum ", "~": r"\textasciitilde ",
}  # fmt: skip
"""Characters with a meaning in TeX -> the commands that print them in text."""
