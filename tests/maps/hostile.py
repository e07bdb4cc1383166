"""Names that would run as scripts, or break the page, wherever text is taken for code."""

HOSTILE = (
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`+alert(1)+`",
    "{{ 7*7 }}{% raw %}{#",
    "\\u003cb\\u003e\\",
    "\u2028'\";alert(1)//",
    "map_div2 {{'alert'}} alert(coords);",
)
