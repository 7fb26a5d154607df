"""What labels, columns and headings of digests are called -> what of a paper they hold."""

import re
from collections.abc import Sequence

from site_gen.importing.formats.markdown_digest.blocks import Part, words_of
from site_gen.model import one_line

_NAMES = {
    "authors": "author; authors; author list; by; 作者; 论文作者; 저자; 著者",
    "abstract": "abstract; summary; ai summary; tldr; tl;dr; overview; 摘要; 论文摘要;"
    " 中文摘要; 简介; 概要; 초록; 요약; 要約; 要旨",
    "title": "title; paper; paper title; name; 标题; 论文; 论文标题; 제목; 논문; タイトル; 論文",
    "day": "date; day; publish date; published date; 日期; 날짜; 日付",
    "links": "link; links; url; urls; pdf; arxiv; arxiv id; arxiv link; paper link; paper url; id;"
    " abs; html; huggingface; hugging face; hf; read more; source;"
    " 链接; 论文链接; 论文地址; 地址; 링크; リンク",
    "code": "code; code link; github; repo; repository; 代码; 代码链接; 코드; コード",
    "categories": "category; categories; primary category; subject; subjects; 分类; 类别; 카테고리;"
    " カテゴリ; カテゴリー",
    "topics": "keyword; keywords; tag; tags; topic; topics; 关键词; 标签; 키워드; キーワード",
    "upvotes": "upvote; upvotes; vote; votes; likes; 点赞; 추천",
    "known": "published; published on; publication date; updated; submitted; comment; comments;"
    " journal; journal ref; venue; doi; 发布日期; 发布时间; 更新时间; 发表时间;"
    " 게시일; 公開日; 投稿日",
}
LABELS = {name.strip(): kind for kind, names in _NAMES.items() for name in names.split("; ")}
"""Kinds of facts by what they are called, in small letters."""

CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[^/\s]+/[^/\s]+", re.IGNORECASE)
"""An address of the code of a paper."""

_TERMS = re.compile(r"[,;，、]")
_LABEL = re.compile(r"[\W_]{0,4}(?P<name>[^\W_][^:：]{0,30}?)\s*[:：]\s*(?P<value>.*)", re.DOTALL)


def find_kind(words: str) -> str:
    """Give what a name of a label, a column or a heading stands for; nothing when unknown.

    >>> find_kind("📝 Abstract"), find_kind("作者"), find_kind("Score")
    ('abstract', 'authors', '')
    """
    return LABELS.get(re.sub(r"^[\W_]+|[\W_]+$", "", words.lower()), "")


def find_label(parts: Sequence[Part]) -> tuple[str, str, str]:
    """Give the kind, the name and the value of a labelled line; all are empty without a label.

    A name that nobody knows is a label where it is in bold type: its kind is empty then.
    """
    match = _LABEL.fullmatch(words_of(parts))
    if not match or parts[0].url:
        return "", "", ""
    kind = find_kind(match["name"])
    first = next(part for part in parts if part.text.strip())
    is_bold = first.is_bold and len(first.text.strip(" :：")) <= len(match["name"]) + 4
    return (kind, match["name"], match["value"]) if kind or is_bold else ("", "", "")


def split_terms(text: str) -> tuple[str, ...]:
    """Give the keywords that a text lists."""
    return tuple(filter(None, map(one_line, _TERMS.split(text))))
