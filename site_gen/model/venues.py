"""Venues of papers - conferences, workshops, journals - as authors and bibliographies name them.

A comment at arXiv is free text (https://info.arxiv.org/help/prep.html), so only a clause that
clearly names a venue counts:

- a name behind words such as "accepted at", "published in", "to appear in", "camera-ready for";
- a short name with a year, and nothing else: "ACL 2024 (main)", "NeurIPS'25 Workshop on X";
- the full name of a conference, workshop or symposium, and nothing else.

A clause about another state ("submitted to", "under review") or another work ("extended version
of", "code published at", "winner of") names none. tests/data/venues.yaml has examples of each.
"""

import re

_LONGEST = 200  # characters; what is longer is no name
_MOST_READ = 2_000  # characters of a comment: what comes from arXiv has 400 at the most
_OTHER = re.compile(  # another state, another work, or no publication at all
    r"\bsubmi(?:t|ss)|\b(?:under|in) (?:\S+ )?review|\breject|\bwithdr|\bnot\b|\bintend"
    r"|\bin preparation|\bif accepted|\bconditional|\bplanned|\btemplate|\bformat|\bstyle\b"
    r"|\b(?:extend|full|long|short|abridged|earl|previous|prelim|prior|initial|first|journal"
    r"|conference|workshop)\w* (?:\w+ )?versions?\b|\bversion (?:\w+ )?(?:appear|was|accepted|publ)"
    r"|\b(?:parts?|subset|chapter|results|summary|slides|exten\w+) (?:of|in|from)\b"
    r"|\bbased on|\bbuilds on|\bcompanion|\binvited|\bchallenge|\bcompetition|\bwinn|\bplace\b"
    r"|\btutorial|\bcomment on\b|\breply to\b"
    r"|^(?:our |the |all )?(?:code|data|datasets?|models?|software|videos?|suppl\w*|appendix)\b",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"\b(?:thesis|dissertation|habilitation|lecture notes|course|technical report)\b", re.IGNORECASE
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NO_VENUE = re.compile(  # servers of preprints, states; publishers and hosts; dates, languages
    r"(?:the )?(?:arxiv|corr|(?:bio|med|chem|psy)r?xiv|ssrn|openreview"
    r"|computing research repository|e-?prints?|pre-?prints?|submitted|under (?:\S+ )?review"
    r"|in (?:review|preparation)"
    r"|unpublished|to be (?:submitted|determined)|manuscript)\b.*"
    r"|hal|zenodo|github|hugging ?face|medium|youtube|springer(?: nature)?|elsevier|wiley|ieee|acm"
    r"|n/?a|none|print|press|publication|presentation|proceedings|main|oral|poster|journal"
    rf"|(?:[0-9]+ )?{_MONTH}[., 0-9]*"
    r"|(?:english|french|german|spanish|italian|portuguese|russian|chinese|japanese|korean)",
    re.IGNORECASE,
)
_ABBREVIATED = (  # words of titles as ISO 4 shortens them: a full stop behind them ends nothing
    "Phys Rev Lett Proc Trans Appl Astron Astrophys Commun Int Conf Chem Math Mech Sci Nat Eng "
    "Comput Intell Mach Learn Res Am Amer Soc Roy Mon Not Adv Inf Process Syst Symp Ann Bull Exp "
    "Theor Stat Electron Mater Nucl Opt Acad Assoc Biol Biomed Med Anal Ed Vol"
)
_WHOLE = "".join(rf"(?<!\b{word})" for word in _ABBREVIATED.split())
_CLAUSE = re.compile(  # what parts clauses, unless it stands in brackets
    rf"(?:[;,|]\s*|\s[\u2013\u2014-]\s|(?<!\b[A-Z]){_WHOLE}[.!]+(?:\s+|$))(?![^()]*\))"
)
_STATE = (
    r"(?:accepted|published|presented|to appear|appear(?:ed|ing|s)|will appear|forthcoming|in press"
    r"|(?:to|will) be (?:published|presented)|camera[- ]ready(?: version| copy)?"
    r"|oral|spotlight|poster)"
)
_AS = (
    r"(?: (?:as|for|an?|the|full|long|short|regular|main|conference|oral|spotlight|poster|workshop"
    r"|journal|demo|research|papers?|presentation|publication|article|contribution|highlight"
    r"|extended abstract))*"
)
_THE = r"(?: (?:the )?proc(?:eedings|\.) of(?: the)?| the)?"
_BEHIND = re.compile(
    rf"\b(?P<state>{_STATE}){_AS}(?: (?:at|in|to|by|for):?|:){_THE} (?P<venue>.+)", re.IGNORECASE
)
_TALK = re.compile("presented|oral|spotlight|poster", re.IGNORECASE)  # may be at any place
_NAME_START = re.compile(r"(?:[0-9]+(?:st|nd|rd|th)? )?[A-Z]")
_LEAD = re.compile(
    rf"(?:{_STATE}:? )?(?:in |at )?(?:(?:the )?proc(?:eedings|\.) (?:of )?)?(?:the )?",
    re.IGNORECASE,
)
_REST = re.compile(  # where a name ends, and a remark begins
    r"\s*(?:https?:|www\.|\[|\b(?:by|with|as|where|which)\b|\bon (?:the\b|[0-9])"
    r"|\band (?:presented|published|accepted|will|to|selected|nominated|is|code)\b).*"
)
_BRACKETS = re.compile(  # those that hold a remark, and no short name
    r"\s*\((?!(?:Findings|[A-Z][\w&/'\u2019-]*[A-Z0-9][\w&/'\u2019-]*(?:[ -]*[0-9]{2,4})?)\))"
    r"[^()]*\)"
)
_TAGS = re.compile(  # how a paper is presented, which is no part of the name
    r"[\s,:-]+(?:main(?: conference| track| proceedings)?|long|short|full|oral|spotlight|poster"
    r"|highlight|(?:(?:best )?student |best |research )?papers?|presentation|talk|awards?|accepted"
    r"|camera[- ]ready(?: version)?|to appear|in press)$",
    re.IGNORECASE,
)
_YEAR = r"(?:[ -]?(?:19|20)[0-9]{2}| ?['\u2019][0-9]{2}|-[0-9]{2})(?![0-9])"
_SHORT_NAME = re.compile(  # with two capitals at least, or one of the few that have one
    rf"(?:(?:Findings|Proceedings) of (?:the )?)?(?:[A-Z&][\w&/+-]* ){{0,3}}"
    rf"(?:[A-Z][\w&/+]*[A-Z][\w&/+]*|Interspeech|Eurographics|Eurocrypt|Middleware)"
    rf"(?: [A-Z]\w+){{0,2}}{_YEAR}"
    r"(?:[ ,:(]+(?:Workshops?|Findings|Datasets|Demo|Industry|Student"
    r"|[A-Z]\w+ (?:Workshop|Track))\b.*)?"
)
_NO_SHORT_NAME = re.compile(
    r"(?:MIT|ETH|EPFL|CERN|NASA|CMU|UC|TU|OpenAI|Google|PhD|MSc|BSc|LaTeX|COVID)\b"
)
_FULL_NAME = re.compile(  # words with a capital or a number, and the small ones between them
    r"(?=.*\b(?:Conference|Symposium|Workshop|Congress) (?:on|of|for) [A-Z])"
    r"(?:[A-Z0-9(][\w/&'\u2019().-]*(?: (?:(?:on|of|for|and|in|the|to) )*|$))+"
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|annals|reviews?|magazine|bulletin|quarterly"
    r"|^(?:nature|science)|j|trans|lett|ann|rev|TMLR|JMLR|TACL|JAIR|TPAMI|IJCV|PNAS|PLoS|MNRAS)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:conference|workshops?|symposium|congress|proc(?:eedings)?)\b", re.IGNORECASE
)


def name_venue(text: str) -> str:
    """Give the venue that a field of its own names; nothing for preprints and what is unpublished.

    >>> name_venue("Nature 1"), name_venue("arXiv preprint arXiv:2509.01234"), name_venue("CoRR")
    ('Nature 1', '', '')
    """
    name = " ".join(text.split())
    is_name = any(sign.isalpha() for sign in name) and "://" not in name
    return name if is_name and not _NO_VENUE.fullmatch(name) else ""


def find_venue(comment: str) -> str:
    """Give the venue that a comment at arXiv names for certain; else nothing.

    >>> find_venue("12 pages. Accepted at NeurIPS 2025"), find_venue("ACL 2024 (main)")
    ('NeurIPS 2025', 'ACL 2024')
    >>> find_venue("Submitted to ICML 2026"), find_venue("12 pages")
    ('', '')
    """
    text = " ".join(comment[:_MOST_READ].split())
    if _OTHER_WORK.search(text):
        return ""
    clauses = _CLAUSE.split(_BRACKETS.sub("", text))
    if not any(map(_OTHER.search, clauses)):  # else what is in brackets may belong to that
        clauses += [remark.strip(" ()") for remark in _BRACKETS.findall(text)]
    found = (_find_in_clause(clause) for clause in clauses if not _OTHER.search(clause))
    return next(filter(None, found), "")


def is_journal(venue: str) -> bool:
    """Whether a venue is a journal, by the words of its name; all else counts as a conference.

    >>> is_journal("Transactions on Machine Learning Research"), is_journal("NeurIPS 2025")
    (True, False)
    """
    return bool(_JOURNAL.search(venue)) and not _EVENT.search(venue)


def _find_in_clause(clause: str) -> str:
    match = _BEHIND.search(clause)
    name = _trim(match["venue"] if match else _LEAD.sub("", clause, count=1))
    is_short = _SHORT_NAME.fullmatch(name) and not _NO_SHORT_NAME.match(name)
    is_behind = match and not _TALK.match(match["state"]) and _NAME_START.match(name)
    is_certain = is_short or _FULL_NAME.fullmatch(name) or is_behind
    return name_venue(name) if is_certain and len(name) <= _LONGEST else ""


def _trim(name: str) -> str:
    """Take off remarks behind a name, and how the paper is presented."""
    name = _REST.sub("", name)
    while (shorter := _TAGS.sub("", name.strip(" .,:!"))) != name:
        name = shorter
    return name
