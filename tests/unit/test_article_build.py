"""HTML → blocks: what each element means."""

from __future__ import annotations

import pytest

from tui_reader.article.blocks import (
    Callout,
    Code,
    DefinitionList,
    Details,
    Embed,
    Figure,
    Footnotes,
    Formula,
    Heading,
    LineBreak,
    ListBlock,
    NoteRef,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    Task,
    Weight,
)
from tui_reader.article.build import build
from tui_reader.article.flows import plain

BASE = "https://e.example/post/"


def blocks(html: str):
    return build(html, base=BASE).blocks


def only(html: str):
    (block,) = blocks(html)
    return block


def text(html: str) -> str:
    return " / ".join(plain(b.inlines) for b in blocks(html) if isinstance(b, Paragraph | Heading))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<p>x", Paragraph),
        ("<h2>x</h2>", Heading),
        ("<blockquote>x</blockquote>", Quote),
        ("<ul><li>x</ul>", ListBlock),
        ("<ol><li>x</ol>", ListBlock),
        ("<menu><li>x</menu>", ListBlock),
        ("<dl><dt>x<dd>y</dl>", DefinitionList),
        ("<pre>x</pre>", Code),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", Table),
        ("<img src=a.png alt=x>", Figure),
        ("<figure><img src=a.png><figcaption>c</figcaption></figure>", Figure),
        ("<hr>", Rule),
        ("<iframe src='https://e.example/'></iframe>", Embed),
        ("<video src=v.mp4></video>", Embed),
        ("<details><summary>s</summary>x</details>", Details),
        ("<aside>x</aside>", Callout),
        ("<div class='note'>x</div>", Callout),
        ("<div class=markdown-alert>x</div>", Callout),
        ("<div class=footnotes><ol><li id=fn1>x</ol></div>", Footnotes),
        ("<section role=doc-endnotes><p>x</section>", Footnotes),
        ("<math display=block><mi>x</mi></math>", Formula),
    ],
)
def test_each_element_becomes_its_block(html: str, kind: type):
    assert isinstance(only(html), kind)


@pytest.mark.parametrize(
    ("html", "weight"),
    [
        ("<b>x</b>", Weight.STRONG),
        ("<i><strong>x</strong></i>", Weight.STRONG | Weight.EMPHASIS),
        ("<del>x</del>", Weight.STRIKE),
        ("<ins>x</ins>", Weight.UNDERLINE),
        ("<code>x</code>", Weight.CODE),
        ("<kbd>x</kbd>", Weight.KEY),
        ("<mark>x</mark>", Weight.MARK),
        ("<small>x</small>", Weight.SMALL),
        ("<span style='font-weight: bold'>x</span>", Weight.STRONG),
        ("<span style='text-decoration: line-through'>x</span>", Weight.STRIKE),
        ("<span>x</span>", Weight.PLAIN),
    ],
)
def test_text_level_elements_give_weight(html: str, weight: Weight):
    assert only(html).inlines == (Run("x", weight),)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a   \n\n  b</p>", "a b"),
        ("<p>un<b>believ</b>able <i>a</i> <i>b</i></p>", "unbelievable a b"),
        ("<p>a <b> b</b></p>", "a b"),
        ("<p>10&nbsp;km</p>", "10\u00a0km"),
        ("<p>&lt;tag&gt; &amp;amp; &#147;q&#148;</p>", "<tag> &amp; “q”"),
        ("<p>super&shy;cali<wbr>fragi&#8203;listic</p>", "supercalifragilistic"),
        ("<div>one</div><div>two</div>", "one / two"),
        ("one<p>two</p>three", "one / two / three"),
        ("<p>a<b>b<p>c</b>d", "ab / cd"),
        ("<p>H<sub>2</sub>O x<sup>2</sup> 4<sup>th</sup> y<sup>Q!</sup></p>", "H₂O x² 4th y^(Q!)"),
        ("<q>a <q>b</q></q>", "“a ‘b’”"),
        ("<abbr title=Org>O</abbr> <abbr title=Org>O</abbr>", "O (Org) O"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ("<h1>Head <a href='#head' class=anchor>#</a></h1>", "Head"),
        ("a\x1b[31mb&#27;c&#x9b;d", "a\ufffd[31mb\ufffdc\u203ad"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("<p>断行不是\n  空格，\n标点 也 不是</p>", "断行不是空格，标点 也 不是"),
        ("<p>한글\n단어 and\n漢字</p>", "한글 단어 and 漢字"),
    ],
)
def test_text_reads_as_in_a_browser(html: str, shown: str):
    assert text(html) == shown


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template><p>x</template>",
        "<!-- x -->",
        "<p hidden>x</p>",
        "<p style='display: none'>x</p>",
        "<svg><text>x</text></svg>",
        "<textarea>x</textarea><button>x</button><select><option>x</select>",
        "<img src=https://e.example/p.gif width=1 height=1>",
        "<img src=https://e.example/p.gif style='width:1px;height:1px'>",
        "<p> &#8203; </p>",
        "",
    ],
)
def test_what_no_reader_sees_is_left_out(html: str):
    assert blocks(html) == ()


def test_br_breaks_the_line():
    assert only("<p>a <br> b</p>").inlines == (Run("a"), LineBreak(), Run("b"))


# Lists


@pytest.mark.parametrize(
    ("html", "markers"),
    [
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        ("<ol start=5><li>a<li>b</ol>", ["5.", "6."]),
        ("<ol start=-1><li>a<li>b</ol>", ["-1.", "0."]),
        ("<ol reversed><li>a<li>b</ol>", ["2.", "1."]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z.", "aa."]),
        ("<ol type=I start=4><li>a<li>b</ol>", ["IV.", "V."]),
        ("<ol><li value=7>a<li>b</ol>", ["7.", "8."]),
        ("<ol start=x><li>a</ol>", ["1."]),
        ("<ul><li>a<li>b</ul>", ["•", "•"]),
    ],
)
def test_lists_count_as_html_says(html: str, markers: list[str]):
    assert [item.marker for item in only(html).items] == markers


def test_a_check_box_makes_a_task():
    html = "<ul><li><input type=checkbox checked>a<li><input type=checkbox>b<li>c</ul>"
    assert [item.task for item in only(html).items] == [Task.DONE, Task.OPEN, None]


def test_a_list_between_items_belongs_to_the_one_before():
    (item,) = only("<ul><li>a</li><ul><li>b</li></ul></ul>").items
    assert [type(block) for block in item.blocks] == [Paragraph, ListBlock]


def test_a_list_of_single_paragraphs_is_tight():
    assert only("<ul><li><p>a</p><li><p>b</p></ul>").tight
    assert not only("<ul><li><p>a</p><p>b</p></ul>").tight


def test_terms_share_their_definition():
    first, second = only("<dl><dt>a<dt>b<dd>c<dt>d<dd>e<p>f</dl>").items
    assert ([plain(t.inlines) for t in first.terms], len(first.blocks)) == (["a", "b"], 1)
    assert len(second.blocks) == 2


# Links


def link(html: str):
    return build(html, base=BASE).links


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://e.example/a", "https://e.example/a"),
        ("/a?b=c", "https://e.example/a?b=c"),
        ("a", "https://e.example/post/a"),
        ("//o.example/", "https://o.example/"),
        ("mailto:a@e.example", "mailto:a@e.example"),
        ("https://e.example/a b\tc", "https://e.example/a%20b%20c"),
        ("HTTPS://E.example/ü", "https://E.example/%C3%BC"),
        ("ftp://e.example/f", ""),
        ("tel:123", ""),
        ("https://e.example/\x1b]8;;https://other.example/", ""),
        ("https://e.example/a\nb", ""),
        ("https://e.example/a&amp;#27;b", ""),
        ("https://e.example/a&amp;#x9b;b", ""),
        ("https://e.example/?a&amp;#9;", "https://e.example/?a&#9;"),
        ("\n https://e.example/a\n", "https://e.example/a"),
    ],
)
def test_only_web_and_mail_links_can_be_opened(href: str, url: str):
    (found,) = link(f"<a href='{href}'>x</a>")
    assert found.url == url
    assert found.shown


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x", ""]
)
def test_a_script_is_no_link_at_all(href: str):
    assert link(f"<a href='{href}'>x</a>") == ()


@pytest.mark.parametrize("href", ["a b", "a{b}", "a\\b", "a|b", "a^b", "a`b"])
def test_what_is_no_address_as_it_stands_is_followed_but_not_by_the_terminal(href: str):
    (found,) = link(f"<a href='https://e.example/{href}'>x</a>")
    assert found.url
    assert not found.hyperlink


@pytest.mark.parametrize("href", ["a%20b", "ü", "?a=b&c[]=(d)", "a ", "מאמר"])
def test_the_terminal_gets_a_link_of_an_address_as_it_should_be(href: str):
    (found,) = link(f"<a href='https://e.example/{href}'>x</a>")
    assert found.hyperlink == found.url


def test_one_address_is_one_link():
    first, second = link("<a href=/a>1</a><a href=/b>2</a><a href=https://e.example/a>3</a>")
    assert (first.number, second.number) == (1, 2)


def test_links_into_the_article_have_no_number():
    (found,) = link("<a href='#there'>x</a><p id=there>y</p>")
    assert (found.fragment, found.number, found.url) == ("there", 0, "")


def test_the_documents_own_base_counts():
    (found,) = link("<base href=/other/><a href=a>x</a>")
    assert found.url == "https://e.example/other/a"


def test_control_characters_never_reach_a_link():
    (found,) = link("<a href='https://e.example/\x1b]8;;https://evil\x07x'>t</a>")
    assert found.url.isprintable()
    assert found.url.isascii()


def test_a_number_in_brackets_is_raised_by_them_already():
    assert text("<p>so it is.<sup>[3]</sup></p>") == "so it is.[3]"


def test_a_footnotes_sign_is_one():
    paragraph, _ = blocks("<p>a<sup><a href='#fn1'>1</a></sup></p><p id=fn1>n</p>")
    assert isinstance(paragraph.inlines[1], NoteRef)
    assert paragraph.inlines[1].label == "1"


def test_anchors_know_their_place_in_the_text():
    (paragraph,) = blocks("<p id=a>some <span id=b>text</span></p>")
    assert [(anchor.name, anchor.offset) for anchor in paragraph.anchors] == [("a", 0), ("b", 5)]


# Media


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<img src=a.png>", "a.png"),
        ("<img src='data:image/gif;base64,R0' data-src=b.png>", "b.png"),
        ("<img src=blank.gif data-lazy-src=c.png>", "c.png"),
        ("<img srcset='s.png 1x, l.png 2x'>", "l.png"),
        ("<img src=data:x srcset='s.png 300w, l,1.png 900w'>", "l,1.png"),
        ("<picture><source srcset=p.webp><img alt=x></picture>", "p.webp"),
        ("<noscript><img src=n.png></noscript>", "n.png"),
        ("<img src=unknown-side.png width=570 height=0>", "unknown-side.png"),
        ("<img src=edged.png style='border-width: 0px; border: 0'>", "edged.png"),
    ],
)
def test_the_real_picture_is_found(html: str, url: str):
    assert only(html).pictures[0].url == BASE + url


def test_a_picture_without_a_text_has_its_files_name():
    assert only("<img src='/i/photo%20x.jpg?w=1'>").pictures[0].alt == "photo x.jpg"


def test_a_lazy_picture_and_its_noscript_twin_are_one():
    figure = only("<img data-src=a.png><noscript><img src=a.png></noscript>")
    assert len(figure.pictures) == 1


def test_an_emoji_picture_is_its_text():
    assert text("<p>a <img class=wp-smiley src=s.png alt=🙂></p>") == "a 🙂"


def test_a_caption_joins_its_picture():
    figure = only("<figure><img src=a alt=x><figcaption>c <b>d</b></figcaption></figure>")
    assert figure.caption == (Run("c "), Run("d", Weight.STRONG))


def test_a_picture_in_a_link_leads_where_the_link_does():
    document = build("<a href=/big><img src=/s.png alt=x></a>", base=BASE)
    (figure,) = document.blocks
    assert figure.pictures == (Picture("x", "https://e.example/s.png", 0),)
    assert [found.url for found in document.links] == ["https://e.example/big"]


@pytest.mark.parametrize(
    ("html", "kind", "title"),
    [
        (
            "<iframe src='https://www.youtube.com/embed/a' title=T></iframe>",
            "Video on youtube.com",
            "T",
        ),
        (
            "<iframe data-src='https://w.soundcloud.com/p'></iframe>",
            "Audio on w.soundcloud.com",
            "",
        ),
        ("<audio><source src=/s.mp3></audio>", "Audio on e.example", "s.mp3"),
        ("<object data=/p.pdf></object>", "Document on e.example", ""),
        (
            "<object><param name=movie value='//youtube.com/v/a'></object>",
            "Video on youtube.com",
            "",
        ),
        ("<amp-iframe src='https://codepen.io/a'></amp-iframe>", "Code on codepen.io", ""),
    ],
)
def test_an_embed_says_what_and_where(html: str, kind: str, title: str):
    embed = only(html)
    assert (embed.kind, embed.title) == (kind, title)


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<script src='//gist.github.com/a/12ab.js?file=x.py'></script>", "gist.github.com/a/12ab"),
        ("<script src='https://asciinema.org/a/14.js'></script>", "asciinema.org/a/14"),
        (
            "<script src='//speakerdeck.com/e.js' class=speakerdeck-embed data-id=f0></script>",
            "speakerdeck.com/player/f0",
        ),
        (
            "<lite-youtube videoid=aB-3><a href=/x>Play</a></lite-youtube>",
            "www.youtube.com/watch?v=aB-3",
        ),
        ("<amp-twitter data-tweetid=77></amp-twitter>", "twitter.com/i/status/77"),
    ],
)
def test_what_a_script_would_show_is_named_with_its_page(html: str, url: str):
    document = build(html, base=BASE)
    (embed,) = document.blocks
    assert isinstance(embed, Embed)
    assert [link.url for link in document.links] == [f"https://{url}"]


@pytest.mark.parametrize(
    "html",
    [
        "<script src='https://gist.github.com.evil.example/a/12.js'></script>",
        "<script src='/analytics.js'></script>",
        "<lite-youtube videoid='x\"><script>'></lite-youtube>",
        "<amp-youtube></amp-youtube>",
    ],
)
def test_any_other_script_shows_nothing(html: str):
    assert build(html, base=BASE).blocks == ()


@pytest.mark.parametrize(
    ("svg", "alt"),
    [
        ("<svg role=img aria-label='Three boxes'><text>a</text></svg>", "Three boxes"),
        ("<svg viewBox='0 0 640 480'><title>A chart</title><g/></svg>", "A chart"),
    ],
)
def test_a_drawing_that_has_a_name_is_a_picture(svg: str, alt: str):
    assert only(svg).pictures == (Picture(alt, "", None),)


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><text>a</text></svg>",
        "<svg aria-hidden=true aria-label=x></svg>",
        "<svg width=16 height=16><title>GitHub</title></svg>",
        "<svg viewBox='0 0 24 24'><title>GitHub</title></svg>",
        "<svg width=1em height=1em><title>GitHub</title></svg>",
    ],
)
def test_a_drawing_without_a_name_and_an_icon_are_ornament(svg: str):
    assert build(svg).blocks == ()


# Code


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<pre>\na  b\n    c\n\n</pre>", "a  b\n    c"),
        ("<pre>a\n\tb</pre>", "a\n    b"),
        ("<pre>a<br>b</pre>", "a\nb"),
        ("<pre><code><div class=line>a</div><div class=line>b</div></code></pre>", "a\nb"),
        ("<pre><span class=line>a</span>\n<span class=line>b</span></pre>", "a\nb"),
        (
            "<pre><span class=line>a</span><span class=line></span><span class=line>b</span></pre>",
            "a\n\nb",
        ),
        ("<pre><span class=line>a\n</span><span class=line>b\n</span></pre>", "a\nb"),
        ("<pre><span class=lineno>1</span>a\n<span class=lineno>2</span>b</pre>", "a\nb"),
        ("<pre>a<button>Copy</button></pre>", "a"),
        ("<pre>a\x1b[31m\x00</pre>", "a\ufffd[31m"),
    ],
)
def test_code_is_exactly_what_was_written(html: str, code: str):
    assert only(html).text == code


def test_a_gutter_of_numbers_is_dropped():
    html = (
        "<table class=highlighttable><tr><td class=linenos><pre>1\n2\n3</pre></td>"
        "<td><pre>a\nb\nc</pre></td></tr></table>"
    )
    assert only(html) == Code("a\nb\nc")


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code class=language-python>x</code></pre>",
        "<pre class='brush: python'>x</pre>",
        "<pre class='sourceCode python'>x</pre>",
        "<pre data-lang=python>x</pre>",
        "<div class='highlight highlight-source-python'><pre>x</pre></div>",
        "<div class='language-python highlighter-rouge'><div class=highlight><pre>x</pre></div>",
    ],
)
def test_a_declared_language_is_found(html: str):
    assert only(html).language == "python"


# Size and depth


@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "ul><li", "span", "b", "table><tr><td", "dl><dd"]
)
def test_any_depth_is_read(tag: str):
    document = build(f"<{tag}>" * 3000 + "deep")
    assert document.words == 1


def test_two_hundred_thousand_elements_deep_is_no_trouble():
    assert build("<div>" * 200_000 + "deep").words == 1


def test_the_beginning_of_an_article_can_be_built_alone():
    document = build("<p>x</p>" * 1000, most=10)
    assert 10 <= len(document.blocks) <= 11


def test_the_beginning_is_no_longer_where_blocks_are_long():
    whole = f"<p>{'word ' * 100}</p>" * 1000
    document = build(whole, most=10)
    assert 300 <= document.words <= 400
    assert document.blocks == build(whole).blocks[: len(document.blocks)]


def test_words_are_counted():
    assert build("<p>one two</p><pre>three</pre><p>四五六七</p>").words == 5


def told(html: str) -> list[str]:
    """Give headings as ``#text`` and pictures as ``▨text``, in order."""
    out = []
    for block in blocks(html):
        match block:
            case Heading(_, inlines):
                out.append(f"#{plain(inlines)}")
            case Figure(pictures):
                out += [f"▨{picture.alt}" for picture in pictures]
    return out


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("<h2><img src=a alt=Cat>Cats</h2>", ["▨Cat", "#Cats"]),
        ("<h2>Cats <a href=/c><img src=a alt=Cat width=600 height=300></a></h2>",
         ["#Cats", "▨Cat"]),
        ("<h2><img src=a alt=Cat><br>Cats</h2>", ["▨Cat", "#Cats"]),
        ("<h2>Cats<img src=a alt=One> and dogs<img src=b alt=Two></h2>",
         ["#Cats and dogs", "▨One", "▨Two"]),
        ("<h2><img src=a alt=RSS width=16 height=16> Feeds</h2>", ["#RSS Feeds"]),
        ("<h2><img src=a.png alt='' width=16 height=16> Feeds</h2>", ["#Feeds"]),
        ("<h2><a href=/><img src=a alt='Our house'></a></h2>", ["#Our house"]),
        ("<h2><img src=a.png></h2>", ["▨a.png"]),
    ],
)  # fmt: skip
def test_a_picture_in_a_heading_stands_beside_it_unless_it_is_a_sign_or_all_of_it(
    html: str, parts: list[str]
):
    assert told(html) == parts


def test_the_anchors_of_a_heading_stay_with_it():
    picture, heading = blocks("<h2><img src=a alt=Cat><span id=here>Cats</span></h2>")
    assert isinstance(picture, Figure)
    assert isinstance(heading, Heading)
    assert [anchor.name for anchor in heading.anchors] == ["here"]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("crane-at-dawn.jpg", "crane-at-dawn.jpg"),
        ("languageprocessors1.png", "languageprocessors1.png"),
        ("DSC_4456-200x132.jpg", "DSC_4456-200x132.jpg"),
        ("PowerMeterBuyersGuide2017-720x470.png", "PowerMeterBuyersGuide2017-720x470.png"),
        ("%E5%86%99%E7%9C%9F-20170716161757.jpg", "写真-20170716161757.jpg"),
        ("h%25C3%25A4fen.jpg", "häfen.jpg"),
        ("5c912f38308f21c14f70386a628d288806c36243.jpg", "[image]"),
        ("4afe9b8e-78ab-40ee-8285-08b9042e0c1e.png", "[image]"),
        ("1*jrd6NlyKW4xfdJrBi9iLug.png", "[image]"),
        ("104602640_924074714725357_n-150x150.jpg", "[image]"),
    ],
)
def test_a_picture_without_a_text_is_its_file_unless_that_is_a_mere_number(file: str, told: str):
    assert plain(only(f"<img src=https://e.example/{file}>").pictures) == told
