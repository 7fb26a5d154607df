import pytest

from site_gen.model.errors import InputError
from site_gen.model.hosts.rules import RedirectRule
from site_gen.model.papers import Settings
from site_gen.system.host_files import make_host_files, reject_hidden


@pytest.mark.parametrize(
    ("host", "is_said"), [("", True), ("netlify", True), ("cloudflare", False)]
)
def test_what_is_gone_is_said_where_the_host_knows_the_status(host: str, is_said: bool) -> None:
    files = make_host_files(Settings(host=host), {"/t/": "/u/"}, ["/2025-09-17/a/"])

    assert files.keys() == {"_headers", "_redirects"}
    assert b"/t/* /u/:splat 301\n" in files["_redirects"]
    assert (b"410!" in files["_redirects"]) is is_said


def test_github_pages_reads_no_rules() -> None:
    assert make_host_files(Settings(host="github-pages"), {"/t/": "/u/"}, []) == {".nojekyll": b""}


@pytest.mark.parametrize(
    ("path", "hidden"),
    [("/a", "/a/"), ("/a/", "/a/"), ("/2025*", "/2025-09-17/"), ("/:x/b", "/a/b"), ("/b", ""),
     ("/feed.xml", "/feed.xml"), ("/x/*", "")],
)  # fmt: skip
def test_a_redirect_that_hides_a_page(path: str, hidden: str) -> None:
    urls = ["/a/", "/2025-09-17/", "/feed.xml", "/a/b"]
    rules = [RedirectRule("/other", "/"), RedirectRule(path, "/y", line=7)]
    if not hidden:
        reject_hidden("site.yaml", rules, urls)
        return
    with pytest.raises(InputError) as caught:
        reject_hidden("site.yaml", rules, urls)
    assert str(caught.value) == (
        f"site.yaml:7: redirects: {path} leads away from {hidden}, which the site has; "
        "expected another address"
    )
