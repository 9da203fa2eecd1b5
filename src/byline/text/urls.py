"""Addresses: which are usable, which mean the same page, who owns them.

`url_key` is for comparing, never for fetching: it merges what news sites vary
without changing the page (scheme, "www.", AMP, mobile hosts, tracking
parameters, trailing slashes) and keeps what selects a page (`?p=1`, `#!/x`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_MAX_URL = 4096
_TRACKING = re.compile(
    r"^(?:utm_\w+|at_\w+|ns_\w+|pk_\w+|mtm_\w+|hsa_\w+|_hs\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid"
    r"|yclid|igshid|igsh|li_fat_id|ttclid|_ga|_gl|gaa_\w+|cmp|cmpid|cmp_id|cid_source|ocid|smid|smtyp|smprod|sref|srnd"
    r"|guccounter|guce_\w+|ncid|ftag|xtor|wt_mc|wt\.mc_id|cvid|__twitter_impression|s_cid|sh_kit|spm|scm"
    r"|mkt_tok|vero_id|oly_(?:anon|enc)_id|soc_src|soc_trk|rss_id|feature_share|share_id|sharetype|shared?_?token"
    r"|partner_?ref|ito|icid|intcid|intcmp|taid|trk|trkinfo|ref_?src|ref_?url|referrer|mod|emc|nl|te|campaign_id"
    r"|instance_id|segment_id|regi_id|user_id_hash|amp_js_v|amp_gsa|usqp|unlocked_article_code|stream|tpcc|wpisrc"
    r"|wpmm|feedtype|feedname|output(?:type)?|amp)$",
    re.IGNORECASE,
)
# These select a page on some sites and only say where the reader came from on others: the value decides.
_ORIGIN_PARAMETER = re.compile(r"^(?:ref|source|src|from|via|share|smc|mode)$", re.IGNORECASE)
_ORIGIN_VALUE = re.compile(
    r"^(?:rss\w*|feeds?|feedburner|atom|twitter\w*|tw|facebook|fb|linkedin|reddit|email|e-?mail|newsletter|mail|social"
    r"|share\w*|copylink|hn|hackernews|ycombinator|homepage|home|amp|mobile|syndication|google\w*|producthunt|flipboard"
    r"|apple_?news|tldr\w*|push|app|x)$",
    re.IGNORECASE,
)
_PAGE_VALUES = {"stream": {"top"}, "mod": None, "amp": {"", "1", "true", "yes", "amp"}, "output": {"amp", "amphtml"}}
_MOBILE_LABEL = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)$")
_AMP_CACHE = re.compile(r"^/(?:[cvia]/|wp/)*(?:s/)?([^/]+\.[^/]+)(/.*)?$")
_GOOGLE_AMP = re.compile(r"^/amp/(?:s/)?([^/]+\.[^/]+)(/.*)?$")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AMP_TAIL = re.compile(r"(?:/amp(?:/|\.html)?|\.amp(?=\.html$|$))$", re.IGNORECASE)
_COMPLETE = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{}|]")


def absolute_url(url: str, *, base: str = "") -> str:
    """Return an absolute http(s) address with a host, or "" where there is none in it.

    `base` completes relative addresses. Other schemes, userinfo, control characters
    and addresses longer than 4,096 characters give "".
    """
    candidate = re.sub(r"[\t\r\n]", "", url).strip()
    if not candidate or len(candidate) > _MAX_URL:
        return ""
    try:
        # Completing what is complete costs two more parses.
        joined = urljoin(base, candidate) if base and not _COMPLETE.match(candidate) else candidate
        parts = urlsplit(joined)
        usable = parts.scheme.lower() in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    if not usable or "@" in parts.netloc or _UNSAFE.search(parts.netloc):
        return ""
    return _UNSAFE.sub(lambda match: quote(match.group()), joined)


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without port; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=65_536)
def registrable_domain(url_or_host: str, *, private: bool = False) -> str:
    """Return the domain that one owner registered ("news.example.co.uk" -> "example.co.uk").

    With `private`, hosting services count as registries, so that two customers of one
    (a.github.io, b.github.io) are different owners. Names outside the public list
    (`x.localhost`, addresses) give the host itself. No network.
    """
    host = host_of(url_or_host) if "//" in url_or_host else url_or_host.lower().rstrip(".")
    if not host or ":" in host or host.rpartition(".")[2].isdigit():
        return host
    from tld import get_fld

    return get_fld(host, fail_silently=True, fix_protocol=True, search_private=private) or host


@lru_cache(maxsize=65_536)
def url_key(url: str) -> str:
    """Return the form of an address in which variants of one page are equal: "example.com/a?id=3".

    Without scheme, "www.", "m.", "amp.", default port, tracking parameters, AMP suffix, index
    file, trailing slash and fragment (`#!` stays); parameters sorted. "" for what is not http(s).
    Idempotent on "https://" + key.
    """
    cleaned = absolute_url(url)
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    wrapped = _unwrapped_amp(parts.hostname or "", parts.path)
    if wrapped:
        return url_key(f"https://{wrapped}" + (f"?{parts.query}" if parts.query else ""))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    query = _kept_query(parts.query)
    host = _plain_host(parts.hostname or "", port=parts.port)
    return host + _plain_path(parts.path) + (f"?{query}" if query else "") + fragment


def _unwrapped_amp(host: str, path: str) -> str:
    """Return "host/path" of the page behind an AMP cache address, or ""."""
    pattern = None
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        pattern = _AMP_CACHE
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host):
        pattern = _GOOGLE_AMP
    match = pattern.match(path) if pattern else None
    return match.group(1) + (match.group(2) or "") if match else ""


def _plain_host(host: str, *, port: int | None) -> str:
    labels = host.rstrip(".").split(".")
    while len(labels) > 2 and _MOBILE_LABEL.match(labels[0]):
        labels = labels[1:]
    # "en.m.wikipedia.org": the mobile label also stands second.
    if len(labels) > 3 and labels[1] in {"m", "mobile"}:
        labels = [labels[0], *labels[2:]]
    name = ".".join(labels)
    with suppress(UnicodeError):
        name = name if name.isascii() else name.encode("idna").decode()
    return name if port in {None, 80, 443} else f"{name}:{port}"


def _plain_path(path: str) -> str:
    plain = quote(unquote(re.sub(r"/{2,}", "/", path or "/")), safe="/:@!$&'()*+,;=~-._%")
    plain = _INDEX.sub("/", plain)
    shorter = _AMP_TAIL.sub("", plain)
    plain = shorter if len(shorter) > 1 else plain
    # "/amp/2026/story" is the AMP copy of "/2026/story"; a page about amplifiers has no second segment.
    if plain.startswith("/amp/") and plain.count("/") > 2:
        plain = plain[4:]
    return plain.rstrip("/")


def _kept_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200) if query.count("&") < 200 else []
    return urlencode(sorted((name, value) for name, value in pairs if not _is_noise(name, value)))


def _is_noise(name: str, value: str) -> bool:
    lower = name.lower()
    allowed = _PAGE_VALUES.get(lower)
    if allowed is not None:
        return value.lower() in allowed
    if lower == "outputtype":
        return value.lower() == "amp"
    if _ORIGIN_PARAMETER.match(name):
        return _ORIGIN_VALUE.match(value) is not None
    return _TRACKING.match(name) is not None
