"""The keys and columns under which programs write what an entry holds, and others they write.

Names are compared in small letters without spaces, ``_`` and ``-``. Sources: the answers of
Semantic Scholar, OpenAlex, Crossref, OpenReview (1 and 2), DBLP, Hugging Face; CSL-JSON; Kaggle's
copy of arXiv; the CSV of Zotero, Scopus, Web of Science and IEEE Xplore.
"""

from collections.abc import Mapping

from site_gen.importing.formats.key_paths import Known
from site_gen.model import FIELDS

TITLE = ("title", "papertitle", "documenttitle", "articletitle", "displayname")
ABSTRACT = ("abstract", "summary", "abstractnote", "papersummary")
AUTHORS = (
    "authorsparsed", "authorfullnames", "authors", "author", "creators", "authorships",
    "authornames", "paperauthors",
)  # fmt: skip
IDS = (
    "arxivid", "arxiv", "id", "entryid", "eprint", "eprintid", "paperid", "externalids", "ids",
    "arxivurl", "absurl", "url", "link", "paperurl", "paperlink", "pdfurl", "pdf", "pdflink",
    "openaccesspdf", "externalurl", "links", "doi", "note", "extra", "archivelocation", "number",
    "publicationtitle", "journal", "venue", "primarylocation", "bestoalocation", "landingpageurl",
    "html", "htmlurl", "details", "source", "identifier", "ee", "href", "locations",
    "linkattachments",
)  # fmt: skip
"""Where an arXiv id may stand: as it is, in an address, or in a record of ids."""

DOI = ("doi", "prismdoi", "externalids", "ids")
DOI_WITHIN = ("url", "link", "ee", "identifier", "note", "extra")
"""Where a DOI may stand with other words, or in an address; not in links to data or code."""

TOPICS = ("topics", "keywords", "tags", "authorkeywords", "manualtags")
CATEGORIES = ("categories", "category", "primarycategory", "subjects", "arxivcategories")
ADDRESSES = ("url", "link", "paperurl", "externalurl", "pdfurl", "landingpageurl", "href", "ee")
CODE = ("code", "codeurl", "github", "githuburl", "githubrepo", "repo", "repository", "repourl")
PROJECT = ("projectpage", "project", "projecturl", "homepage", "website")
DAY = ("date", "day", "submittedondailyat")
VENUE = (
    "venue", "journalref", "booktitle", "containertitle", "publicationtitle", "conferencename",
    "sourcetitle", "journal",
)  # fmt: skip
COMMENT = ("comment", "comments")
UPVOTES = ("upvotes",)
MORE = ("moreauthors",)
ANNOUNCED = ("announced", "announcetype", "arxivannouncetype")
ORGANIZATION = ("organization",)
SUBMITTER = ("submitter", "submittedby", "submittedondailyby")
USED = frozenset((
    *TITLE, *ABSTRACT, *AUTHORS, *IDS, *DOI, *TOPICS, *CATEGORIES, *ADDRESSES, *CODE, *PROJECT,
    *DAY, *UPVOTES, *MORE, *ANNOUNCED, *VENUE, *COMMENT, "abstractinvertedindex",
    *(key for field in FIELDS for key in field.keys),
))  # fmt: skip

_KNOWN = """
slug reportno license updatedate updated
published publishedat publicationdate publicationyear publicationtypes year month issued created
createddate indexed deposited type typecrossref language volume issue pages page firstpage lastpage
pagerange numpages isbn issn issnl publisher publisherlocation containertitle shortcontainertitle
containertitleshort subtitle shorttitle originaltitle titleshort venueid key itemtype dateadded
datemodified accessdate accessed librarycatalog callnumber rights archive series seriestext
seriestitle place journalabbreviation numberofvolumes legalstatus edition conferencename eventtitle
event eventplace collectiontitle citationkey citationlabel fileattachments notes editor editors
translator contributor automatictags score corpusid citationcount referencecount
influentialcitationcount isopenaccess fieldsofstudy s2fieldsofstudy citationstyles embedding tldr
tcdate cdate mdate tmdate pdate odate ddate forum forumcontent replyto readers nonreaders
signatures writers invitation invitations original details venue bibtex tags authorids pdate
supplementarymaterial concepts topicslist primarytopic mesh isretracted isparatext citedbycount
citedbyapiurl countsbyyear biblio openaccess correspondingauthorids
correspondinginstitutionids institutionsdistinctcount countriesdistinctcount relatedworks
referencedworks referencedworkscount hasfulltext fulltextorigin fwci indexedin apcpaid apclist
grants sustainabledevelopmentgoals displayname authorsid authoraffiliations authorswithaffiliations
affiliations addresses correspondenceaddress sourcetitle artno pagestart pageend pagecount citedby
documenttype publicationstage openaccesslabel eid abbreviatedsourcetitle indexkeywords keywordsplus
researcherids orcids publicationnumber onlinedate member prefix score resource reference
referencescount isreferencedbycount contentdomain relation alternativeid assertion funder
journalissue publishedprint publishedonline access check numcomments thumbnail
mediaurls contenttext isauthorparticipating airsummary
discussionid upvoters hidden statuslastchangedat
"""
KNOWN = frozenset(_KNOWN.split())
"""Keys for which an entry has no place; a daily run says nothing about them."""


_ENVELOPE = """
completions computed count cursor facets first generated groupby itemsperpage limit messagetype
messageversion meta nextcursor next numfound offset page perpage query sent start status time token
total totalresults version
"""

ENVELOPE = frozenset(_ENVELOPE.split())
"""What answers of hosts hold around their records."""

_PERSON = """
affiliation affiliations aliases authenticatedorcid author authorid authorposition citationcount
commasuffix countries creatortype displayname droppingparticle email externalids family familyname
first firstname fullname given givenname hidden hindex homepage id institutions iscorresponding last
lastname literal middlename name nondroppingparticle orcid papercount parsenames pid
rawaffiliationstring rawaffiliationstrings rawauthorname role sequence staticordering status
statuslastchangedat suffix text type url user
"""
_USER = """
id avatarurl followercount fullname ishf ishfadmin ismod ispro name type user
"""
_ORGANIZATION = """
id avatar avatarurl displayname fullname name type
"""
_TERM = """
count displayname domain field id keyword label level name scheme score subfield tag term url value
wikidata
"""
_LINK = """
contenttype href label name rel text title type url
"""
_PEOPLE = {
    **{place: frozenset(_PERSON.split()) for place in ("[]", "[].author", "[].author[]")},
    "[].user": frozenset(_USER.split()),
}
_TERMS = {"[]": frozenset(_TERM.split())}
NESTED: Mapping[str, Known] = {
    **dict.fromkeys(AUTHORS, _PEOPLE),
    **dict.fromkeys((*TOPICS, *CATEGORIES), _TERMS),
    **{key: {"[]": frozenset(_ORGANIZATION.split())} for key in ORGANIZATION},
    **{key: {"[]": frozenset(_USER.split())} for key in SUBMITTER},
    "links": {"[]": frozenset(_LINK.split())},
}
"""The keys that are known of the people, the terms, the organization and the links of a record."""


def normalise(key: object) -> str:
    """Give a key or the name of a column as the tables above have it.

    >>> normalise("Abstract Note"), normalise("paper_url"), normalise("externalIds")
    ('abstractnote', 'paperurl', 'externalids')
    """
    return "".join(sign for sign in str(key).lower() if sign.isalnum())
