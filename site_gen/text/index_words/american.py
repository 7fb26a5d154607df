r"""British spellings -> American ones, and irregular plurals -> singulars: one form of a word.

The index has both forms of a word, and the search page asks for the form that this function gives,
so that both spellings find each other. ``templates/static/normal.js`` has the same rules, as text
that Python and JavaScript read alike; ``$1`` stands for the first group. A word that a rule changes
by mistake is still found, because index and page make the same mistake.
"""

import re
from functools import lru_cache

FORMS = {
    # irregular plurals
    "alumni": "alumnus", "analyses": "analysis", "antennae": "antenna", "appendices": "appendix",
    "automata": "automaton", "axes": "axis", "bacteria": "bacterium", "children": "child",
    "corpora": "corpus", "crises": "crisis", "criteria": "criterion", "diagnoses": "diagnosis",
    "errata": "erratum", "extrema": "extremum", "feet": "foot", "foci": "focus",
    "formulae": "formula", "fungi": "fungus", "geese": "goose", "genera": "genus",
    "halves": "half", "hypotheses": "hypothesis", "indices": "index", "lemmata": "lemma",
    "loci": "locus", "matrices": "matrix", "maxima": "maximum", "men": "man", "mice": "mouse",
    "minima": "minimum", "momenta": "momentum", "nuclei": "nucleus", "optima": "optimum",
    "parentheses": "parenthesis", "phenomena": "phenomenon", "prognoses": "prognosis",
    "quanta": "quantum", "radii": "radius", "schemata": "schema", "simplices": "simplex",
    "spectra": "spectrum", "stimuli": "stimulus", "strata": "stratum", "syntheses": "synthesis",
    "teeth": "tooth", "theses": "thesis", "vertices": "vertex", "vortices": "vortex",
    "women": "woman",
    # spellings
    "acknowledgement": "acknowledgment", "acknowledgements": "acknowledgments", "ageing": "aging",
    "aluminium": "aluminum", "amongst": "among", "artefact": "artifact", "artefacts": "artifacts",
    "benefitted": "benefited", "benefitting": "benefiting", "biassed": "biased", "burnt": "burned",
    "cancelation": "cancellation", "cosy": "cozy", "draught": "draft", "enquiry": "inquiry",
    "enquiries": "inquiries", "enrol": "enroll", "enrolment": "enrollment", "focussed": "focused",
    "focusses": "focuses", "focussing": "focusing", "fulfil": "fulfill", "fulfils": "fulfills",
    "fulfilment": "fulfillment", "instalment": "installment", "instalments": "installments",
    "jewellery": "jewelry", "judgement": "judgment", "judgements": "judgments", "learnt": "learned",
    "likeable": "likable", "practise": "practice", "practised": "practiced",
    "practises": "practices", "practising": "practicing", "programme": "program",
    "programmes": "programs", "sizeable": "sizable", "skilful": "skillful", "storey": "story",
    "storeys": "stories",
    "sulphur": "sulfur", "towards": "toward", "useable": "usable", "whilst": "while",
    "wilful": "willful",
}  # fmt: skip
"""Words -> the form that stands for them."""

KEPT = (
    "^(?:un|im|self|semi|weakly)*(?:advertis|advis|appris|aris|chastis|circumcis|compris|compromis|"
    "concis|demis|denis|despis|devis|elis|enfranchis|enterpris|excis|exercis|expertis|franchis|"
    "improvis|incis|merchandis|moonris|mortis|paradis|precis|premis|promis|repris|revis|"
    "sunris|supervis|surmis|surpris|televis|treatis|upris|valis)(?:e|i|a)"
)
"""Words in which American English has an s too, as in 'advertise'."""

_OUR = (
    "ard|arm|behavi|cand|clam|col|demean|discol|endeav|fav|ferv|flav|harb|hon|hum|lab|misbehavi|"
    "multicol|neighb|od|parl|rig|rum|savi|sav|splend|tum|unfav|val|vap|vig"
)
_DOUBLED = (
    "barrel|bevel|cancel|channel|chisel|counsel|dial|duel|equal|fuel|funnel|initial|jewel|kernel|"
    "label|level|libel|marvel|medal|metal|model|panel|parcel|pencil|pixel|quarrel|rival|shovel|"
    "signal|spiral|total|travel|tunnel|unravel"
)

RULES = (
    (f"^({_OUR})our", "$1or"),
    ("^(.{2,}[b-df-hj-np-tvxz])is(e[drs]?|ers|ing|ingly|able|ability|ations?|ational)$", "$1iz$2"),
    ("(anal|catal|dial|electrol|hydrol|paral)ys(e[drs]?|ers|ing|able)$", "$1yz$2"),
    (f"({_DOUBLED})l(ed|ings?|ers?|ous)$", "$1$2"),
    ("(calib|cent|fib|lit|lust|meag|met|sab|somb|spect|theat)re(s?)$", "$1er$2"),
    ("(cent|lit|met)red$", "$1ered"),
    ("^centring$", "centering"),
    ("(anal|catal|dial|epil|homol|monol|prol)ogu(?:e(s|d)?|(ing))$", "$1og$2$3"),
    ("ogd$", "oged"),
    ("^(def|lic|off|pret)ence(s|d|less)?$", "$1ense$2"),
    ("^grey", "gray"),
    ("^mould", "mold"),
    ("^plough", "plow"),
    ("^sceptic", "skeptic"),
    ("^manoeuvr(es?|ed|ing)$", "maneuver$1"),
    ("^maneuver(?:e(s|d)?|(ing))$", "maneuver$1$2"),
    ("^(arch|pal)aeo", "$1eo"),
    ("^haem", "hem"),
    ("^paediat", "pediat"),
    ("(encyclop|orthop)aed", "$1ed"),
    ("aemi(a|as|c)$", "emi$1"),
    ("anaesthe", "anesthe"),
    ("^aetiolog", "etiolog"),
    ("^gynaec", "gynec"),
    ("^oe(dema|soph|str)", "e$1"),
    ("^foet", "fet"),
    ("rrhoea$", "rrhea"),
)
"""Patterns, and what they become. All rules are tried in this order, each once."""

_KEPT = re.compile(KEPT)
_RULES = tuple((re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", form)) for pattern, form in RULES)
_RULED = re.compile(
    "our|is[eai]|ys[ei]|ll|re[sd]?$|ring$|ogue|oguing$|ence|grey|mould|plough|sceptic|oeuv|ae|oe"
)


@lru_cache(maxsize=65_536)
def american(word: str) -> str:
    """Give the form of a normal word that stands for its spellings; mostly the word itself.

    >>> american("colour"), american("modelling"), american("matrices"), american("supervised")
    ('color', 'modeling', 'matrix', 'supervised')
    """
    if word in FORMS:
        return FORMS[word]
    # What all rules need is looked for first, for most words have none of it.
    if not _RULED.search(word) or _KEPT.search(word):
        return word
    for pattern, form in _RULES:
        word = pattern.sub(form, word)
    return word
