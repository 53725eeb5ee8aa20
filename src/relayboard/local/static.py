"""The built page, from memory: its files, compressed where the build has compressed them, and nothing else.

All files are read once, at the start. That is safe because a build does not change under a running server: its
scripts and styles carry a digest in their names, and a new build comes with a new start. It also makes path
traversal impossible by construction: a request's path is looked up among the names that were read, and never
becomes a path of the disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

_ENCODINGS = MappingProxyType({"br": ".br", "gzip": ".gz"})  # the better one first
_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".map": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }
)
_ASSETS = "/assets/"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NOT_BUILT = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Relayboard</title></head>
<body>
<h1>The page has not been built</h1>
<p>The API is running, and <a href="/docs">its documentation</a> is here. To have the page too, run
<code>make setup</code> in the checkout and start the server again.</p>
</body>
</html>
"""


def is_built(folder: Path) -> bool:
    """Tell whether there is a built page."""
    return (folder / "index.html").is_file()


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a file: its bytes, as they are or compressed, and the headers that go with them."""

    body: bytes
    etag: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file in all its forms, by content encoding; `identity` is always there."""

    forms: Mapping[str, Form]

    def accepted(self, accept_encoding: str) -> Form:
        """Return the smallest form that a client takes."""
        taken = _qualities(accept_encoding)
        for encoding in _ENCODINGS:
            if encoding in self.forms and taken.get(encoding, taken.get("*", 0.0)) > 0:
                return self.forms[encoding]
        return self.forms["identity"]


def read_page(folder: Path) -> dict[str, File]:
    """Read all files of a built page, by the paths of their addresses."""
    files = {f"/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()}
    return {
        address: _read(address, path)
        for address, path in files.items()
        if path.suffix not in _ENCODINGS.values() and "/." not in address
    }


def _read(address: str, path: Path) -> File:
    contents = {"identity": path.read_bytes()}
    for encoding, suffix in _ENCODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.is_file():
            contents[encoding] = compressed.read_bytes()
    headers = {
        "content-type": _TYPES.get(path.suffix, "application/octet-stream"),
        "cache-control": _FOR_EVER if address.startswith(_ASSETS) else _ASK_AGAIN,
    }
    if len(contents) > 1:
        headers["vary"] = "Accept-Encoding"
    return File({encoding: _form(encoding, body, headers) for encoding, body in contents.items()})


def _form(encoding: str, body: bytes, headers: Mapping[str, str]) -> Form:
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    coded = {} if encoding == "identity" else {"content-encoding": encoding}
    return Form(body, etag, {**headers, **coded, "etag": etag})


class StaticPage:
    """The ASGI application that serves a built page at the root, or says how to build it.

    Addresses without an extension get `index.html`, because the page has addresses of its own.

    Args:
        folder: `web/dist`; `X.br` and `X.gz` beside a file X are its compressed forms.
    """

    def __init__(self, folder: Path) -> None:
        self._files: Mapping[str, File] = read_page(folder) if is_built(folder) else {}

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        status, headers, body = self._answer(scope["method"], scope["path"], Headers(scope=scope))
        if status != 304:
            headers = {**headers, "content-length": str(len(body))}
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _answer(self, method: str, path: str, asked: Headers) -> tuple[int, Mapping[str, str], bytes]:
        if not self._files and _is_page(path):
            return 503, {"content-type": _TYPES[".html"], "cache-control": "no-store"}, _NOT_BUILT
        file = self._files.get("/index.html" if _is_page(path) else path)
        if file is None:
            return _plainly(404, "There is nothing here.")
        if method not in ("GET", "HEAD"):
            return _plainly(405, "This can only be read.", allow="GET, HEAD")
        form = file.accepted(asked.get("accept-encoding", ""))
        if _matches(asked.get("if-none-match", ""), form.etag):
            return 304, form.headers, b""
        return 200, form.headers, form.body


def _is_page(path: str) -> bool:
    """Tell whether an address is one of the page's own: no file's, and nothing that tries to climb."""
    if path.startswith((_ASSETS, "//")) or "\\" in path or "\x00" in path:
        return False
    *folders, last = path.split("/")
    return "." not in last and not {".", ".."} & set(folders)


def _plainly(status: int, text: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    fixed = {"content-type": _TYPES[".txt"], "cache-control": "no-store"}
    return status, {**fixed, **headers}, f"{text}\n".encode()


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110 §13.1.2 says."""
    tags = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return etag in tags or tags == {"*"}


def _qualities(accept_encoding: str) -> dict[str, float]:
    """Return how much a client wants each encoding (RFC 9110 §12.5.3); what cannot be read is not wanted."""
    found = {}
    for one in accept_encoding.lower().split(","):
        name, _, parameter = one.partition(";")
        _, _, quality = parameter.partition("=")
        try:
            found[name.strip()] = float(quality) if parameter else 1.0
        except ValueError:
            found[name.strip()] = 0.0
    return found
