"""The answers behind which there is no report: a removed document, a challenge, a firewall, a trap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from nianbao.demo.resources import Resource

_CHALLENGE_521 = """<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_')+('c')+('l')+('e')+('a')+\
('r')+('a')+('n')+('c')+('e')+'=1700000000.111|-1|'+(+!+[]+[])+'%3D;max-age=3600;path=/';\
location.href=location.pathname+location.search</script>"""

_CHALLENGE_412 = """<!DOCTYPE html><html><head><meta charset="utf-8">\
<meta id="d0pQKxUy9Sjm" content="q7rT2vXwZ0aB4cDe" r="m"><script type="text/javascript" r="m">\
$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=70123;$_ts.cd="qrr0rAlqWGqmcAqAqAg";</script>\
<script type="text/javascript" charset="iso-8859-1" src="/4QbVtADbnLVIc/c.FxJzG50F.js" r="m"></script>\
</head><body></body></html>"""

_WAF_STUB = """<html><head><title>访问禁止</title></head>\
<body>您的请求疑似攻击行为，已被拦截。事件编号：99000017</body></html>"""

_NOT_FOUND = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>404</title></head>\
<body><h1>404 Not Found</h1><p>您访问的页面不存在或者已被删除。</p></body></html>"""

_TRAP = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>内部资料</title></head>\
<body><p>本目录资料仅供内部使用。</p></body></html>"""

_ANSWERS: Mapping[str, tuple[int, str]] = {
    "removed-stub": (200, '<meta http-equiv="refresh" content="0;URL=../" />'),
    "not-found": (404, _NOT_FOUND),
    "challenge-521": (521, _CHALLENGE_521),
    "challenge-412": (412, _CHALLENGE_412),
    "waf-stub": (200, _WAF_STUB),
    "trap": (200, _TRAP),
}


def refusal(answer: str, day: date) -> Resource:
    """Return one of the answers named in near_misses.toml."""
    status, body = _ANSWERS[answer]
    return Resource(body.encode(), "text/html", day, status)


def not_found() -> Resource:
    """Return the answer to a path that the portal never had."""
    return refusal("not-found", date(2019, 1, 1))
