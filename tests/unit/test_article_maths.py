"""Mathematics as readable Unicode."""

from __future__ import annotations

import pytest

from tui_reader.article.blocks import Formula, Paragraph
from tui_reader.article.build import build
from tui_reader.article.flows import plain
from tui_reader.article.tex import tex_to_text

MATHJAX_3 = (
    "<mjx-container display=true><mjx-math>x2</mjx-math><mjx-assistive-mml>"
    "<math><msup><mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>"
)


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("E=mc^2", "E = mc²"),
        (r"\alpha_{i}^{n+1}", "αᵢⁿ⁺¹"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac12", "1/2"),
        (r"\sqrt{x}", "√x"),
        (r"\sqrt[3]{x+y}", "³√(x + y)"),
        (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"x \in \mathbb{R}", "x ∈ ℝ"),
        (r"\hat{x} \vec{v}", "x̂ v⃗"),
        (r"\left( \frac{1}{n} \right)", "(1/n)"),
        (r"\text{if } x \le y", "if x ≤ y"),
        (r"\sin x", "sin x"),
        (r"\begin{matrix} a & b \\ c & d \end{matrix}", "a b; c d"),
        (r"90^\circ", "90°"),
        (r"\unknown{x}", "unknown x"),
        (r"a_Q", "a_Q"),
        (r"\_", "_"),
        (r"}{^_\\", "^_"),
        ("", ""),
    ],
)
def test_tex_reads_like_text(tex: str, shown: str):
    assert tex_to_text(tex) == shown


def test_deep_tex_is_no_trouble():
    assert tex_to_text("{" * 2000 + "x")
    assert tex_to_text(r"\sqrt" * 700 + "x")


@pytest.mark.parametrize(
    ("mathml", "shown"),
    [
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac>", "a/b"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msub><mi>x</mi><mi>i</mi></msub>", "xᵢ"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "xᵢ²"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
         "∑ᵢ₌₁ⁿ"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a + b)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x̅"),
        ("<mtable><mtr><mn>1</mn></mtr><mtr><mi>b</mi></mtr></mtable>", "[1; b]"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x"),
        ("<semantics><annotation>\\beta</annotation></semantics>", "β"),
    ],
)  # fmt: skip
def test_mathml_reads_like_text(mathml: str, shown: str):
    (block,) = build(f"<p><math>{mathml}</math></p>").blocks
    assert isinstance(block, Paragraph)
    assert plain(block.inlines) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (r"<p>so \(x^2\) is</p>", "so x² is"),
        ("<p>so $x^2$ is</p>", "so x² is"),
        ("<p>costs $5 and $6</p>", "costs $5 and $6"),
        ("<p>set $HOME_DIR and $PATH</p>", "set $HOME_DIR and $PATH"),
        ("<p><code>$x^2$</code></p>", "$x^2$"),
        (
            "<span class=katex><math><mi>E</mi></math><span class=katex-html>E</span></span>",
            "E",
        ),
        ("<p>a <span class=MathJax>b</span><script type=math/tex>\\beta</script></p>", "a β"),
        ("<p><img class=latex alt='\\pi r^2' src=l.png></p>", "π r²"),
    ],
)
def test_formulas_in_text_are_found_once(html: str, shown: str):
    (block,) = build(html).blocks
    assert isinstance(block, Paragraph)
    assert plain(block.inlines) == shown


@pytest.mark.parametrize(
    "html",
    [
        r"\[x^2\]",
        "$$x^2$$",
        "<span class=katex-display><math><msup><mi>x</mi><mn>2</mn></msup></math></span>",
        "<script type='math/tex; mode=display'>x^2</script>",
        MATHJAX_3,
    ],
)
def test_displayed_formulas_stand_alone(html: str):
    assert build(f"<div>{html}</div>").blocks == (Formula("x²"),)
