import doctest

import pytest

from site_gen.model.errors import InputError
from site_gen.render import assets
from site_gen.render.assets import make_assets, served_url


def test_sheets_hold_what_they_import_each_once() -> None:
    made = make_assets(
        {
            "a.css": b'/* text */\n@import "sub/b.css";\n@import "c.css";\na { color: red; }\n',
            "sub/b.css": b'@import "../c.css";\nb { color: blue; }\n',
            "c.css": b"i { top: 0; }\n",
        }
    )

    assert made["a.css"] == b"i{top:0}b{color:blue}a{color:red}"
    assert made["c.css"] == b"i{top:0}"


def test_a_sheet_that_is_not_there_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        make_assets({"a.css": b'\n@import "bass.css";\n', "base.css": b""})

    assert str(caught.value) == (
        "templates/static/a.css:2: imports 'bass.css'; did you mean 'base.css'?"
    )


def test_addresses_of_other_sites_stay() -> None:
    sources = {"a.css": b'@import "https://a.example/b.css";', "b.js": b'import("./c.js");'}

    assert make_assets(sources)["a.css"] == b'@import "https://a.example/b.css"'
    assert make_assets(sources)["b.js"] == b'import("./c.js");'


def test_a_file_is_named_as_it_is_served() -> None:
    sources = {
        "a.js": b'const x = import("./sub/b.js");\n',
        "sub/b.js": b"export const icon = './../c.svg';\n",
        "c.svg": b"<svg>  </svg>\n",
    }
    made = make_assets(sources)
    icon = served_url("c.svg", sources["c.svg"]).removeprefix("/assets/")
    other = served_url("sub/b.js", made["sub/b.js"]).removeprefix("/assets/")

    assert made["c.svg"] == sources["c.svg"]
    assert made["sub/b.js"] == f"export const icon = './../{icon}';\n".encode()
    assert made["a.js"] == f'const x = import("./{other}");\n'.encode()
    assert make_assets({**sources, "c.svg": b"<svg/>"})["a.js"] != made["a.js"]


def test_files_that_name_each_other_come_to_an_end() -> None:
    made = make_assets({"a.js": b'import "./b.js";', "b.js": b'import "./a.js";'})

    assert b'import "./a.js"' in made["b.js"]


def test_scripts_lose_comments_and_indentation() -> None:
    script = b"""/** What it
 * does. */
{
  // Why.
  const day = (text) => /\\/(\\d+)\\/$/.exec(text)?.[1]; // stays

  const address = "https://a.example/*"; /* stays */
}
"""
    made = make_assets({"a.js": script})["a.js"].decode().split("\n")

    assert made == [
        "{",
        r"const day = (text) => /\/(\d+)\/$/.exec(text)?.[1]; // stays",
        'const address = "https://a.example/*"; /* stays */',
        "}",
        "",
    ]


def test_a_script_with_a_text_of_several_lines_stays() -> None:
    script = b"const text = `\n  // not a comment\n`;\n"

    assert make_assets({"a.js": script})["a.js"] == script


def test_what_is_small_already_stays() -> None:
    assert make_assets({"a.min.js": b"/* by */ a  =  1"})["a.min.js"] == b"/* by */ a  =  1"


def test_examples() -> None:
    assert doctest.testmod(assets).failed == 0
