from email import message_from_string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.mail_texts import Source, decode_words, list_attachments, list_texts
from site_gen.model import InputError


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("=?utf-8?b?Sm9zw6k=?= =?iso-8859-1?q?_Garc=EDa?=", "José García"),
        ("plain\n words", "plain words"),
        ("=?x-mystery?q?a?=", "=?x-mystery?q?a?="),
        ("=?utf-8?b?!?=", "=?utf-8?b?!?="),
    ],
)
def test_encoded_words_are_decoded_or_stay(words: str, expected: str) -> None:
    assert decode_words(words) == expected


@given(
    st.lists(
        st.sampled_from(
            ["Content-Type: multipart/mixed; boundary=b", "Content-Type: text/plain; charset=ß",
             "Content-Type: text/plain; charset=a\0b", "Content-Type: text/html; name*=utf-8''%ff",
             "Content-Transfer-Encoding: base64", "", "--b", "--b--", "SGk=", "=", "=E9",
             "Content-Disposition: attachment; filename==?utf-8?q?=ff?=",
             "Subject: =?x?q?a?=", "Content-Type: message/rfc822", "é"]
        )
    )
)  # fmt: skip
def test_any_message_gives_texts_or_one_error(lines: list[str]) -> None:
    text = "\n".join(lines)
    message = message_from_string(text)
    list(list_attachments(message, Source("x", text, 1)))
    try:
        texts = list_texts(message, Source("x", text, 1))
    except InputError as err:
        assert len(err.problems) == 1
    else:
        assert all(0 < one.line <= len(lines) + 1 for one in texts)
