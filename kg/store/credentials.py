"""What a server asks of whoever writes: name and password (basic, digest) or a token (bearer), from the environment or netrc.

Never from an argument, which every list of processes shows, and never in an error.
"""

from __future__ import annotations

import base64
import hashlib
import netrc
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.store.endpoints import Address

_PARAMETER = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_SCHEME = re.compile(
    r"(?:^|,)\s*(digest|basic|bearer)\b(?!\s*=)([^,]*(?:,\s*\w+\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s,\"]*))*)", re.IGNORECASE
)
_HASHES = {"MD5": "md5", "SHA-256": "sha256"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who one is to a server; nothing of it is printed."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    @property
    def basic(self) -> str:
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be repeated, the longest first."""
        return tuple(sorted(filter(None, (self.password, self.token, self.basic if self.user else "")), key=len, reverse=True))


def credentials_for(address: Address) -> Credentials:
    """From GEOKG_STORE_TOKEN, GEOKG_STORE_USER and GEOKG_STORE_PASSWORD, else the server's line in the file NETRC or ~/.netrc."""
    given = Credentials(*(os.environ.get(f"GEOKG_STORE_{name}", "") for name in ("USER", "PASSWORD", "TOKEN")))
    if given:
        if any(c in value for value in (given.user, given.password, given.token) for c in "\r\n"):
            raise StoreError("GEOKG_STORE_PASSWORD", "has a line break in it", "set it without")
        return given
    named = os.environ.get("NETRC")
    file = Path(named) if named else Path.home() / ".netrc"
    if not file.is_file():
        return Credentials()
    try:
        hosts = netrc.netrc(str(file) if named else None)
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError) as error:
        # the parser's own words quote the line, with what is secret in it
        raise StoreError(file, "cannot be read as a netrc file", "mend it, and let nobody else read it (chmod 600)") from error
    for host in (f"{address.host}:{address.port}", address.host):
        if host in hosts.hosts:  # not 'default': a password is for the server that it was written for
            user, _, password = hosts.hosts[host]
            return Credentials(user, password or "")
    return Credentials()


class Challenges:
    """Answers a server's challenges, and the same way from then on without being asked."""

    def __init__(self, address: Address, credentials: Credentials) -> None:
        self._address, self._credentials = address, credentials
        self._digest: dict[str, str] = {}
        self._count = 0
        self._basic = False
        self._proven = True  # nothing is left unanswered; False from a challenge taken up until the server is content

    def header(self, method: str, target: str) -> dict[str, str]:
        """The Authorization of a request."""
        if self._credentials.token:
            self._in_clear()
            return {"Authorization": f"Bearer {self._credentials.token}"}
        if self._digest:
            return {"Authorization": self._digested(method, target)}
        if self._basic:
            self._in_clear()
            return {"Authorization": f"Basic {self._credentials.basic}"}
        return {}

    def accept(self, challenge: str) -> bool:
        """Take a challenge (WWW-Authenticate) up. False where there is nothing new to say to it."""
        if not self._credentials.user or self._credentials.token:
            return False
        asked = {match[1].lower(): match[2] for match in _SCHEME.finditer(challenge)}
        if "digest" in asked:
            terms = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(asked["digest"])}
            if terms.get("algorithm", "MD5").upper() in _HASHES and {"realm", "nonce"} <= set(terms):
                again = not self._proven and terms.get("stale", "").lower() != "true"
                self._digest, self._count, self._proven = terms, 0, False
                return not again  # refused although just answered: the password is wrong
        if self._basic or self._digest or ("basic" not in asked and challenge):
            return False
        self._basic = True
        return True

    def content(self) -> None:
        """The server took the last answer; when it asks anew, its nonce has grown old."""
        self._proven = True

    def _in_clear(self) -> None:
        if self._address.scheme == "http" and not self._address.local and not os.environ.get("GEOKG_STORE_CLEARTEXT"):
            raise StoreError(
                self._address,
                "would be sent a password or token that everybody on the way can read",
                "use https, or set GEOKG_STORE_CLEARTEXT=yes if the network is trusted",
            )

    def _digested(self, method: str, target: str) -> str:
        """RFC 7616, with qop=auth or none."""
        terms, user = self._digest, self._credentials.user
        self._count += 1
        count, own, algorithm = f"{self._count:08x}", secrets.token_hex(8), terms.get("algorithm", "MD5").upper()

        def digest(*parts: str) -> str:
            return hashlib.new(_HASHES[algorithm], ":".join(parts).encode(), usedforsecurity=False).hexdigest()

        who, what = digest(user, terms["realm"], self._credentials.password), digest(method, target)
        said = {"username": user, "realm": terms["realm"], "nonce": terms["nonce"], "uri": target}
        if "auth" in re.split(r"[\s,]+", terms.get("qop", "")):
            said["response"] = digest(who, terms["nonce"], count, own, "auth", what)
            said["cnonce"] = own
            bare = f", qop=auth, nc={count}"
        else:
            said["response"], bare = digest(who, terms["nonce"], what), ""
        if "opaque" in terms:
            said["opaque"] = terms["opaque"]
        quoted = ", ".join(f'{name}="{value}"' for name, value in said.items() if not re.search(r"[\r\n]", value))
        return f"Digest {quoted}, algorithm={algorithm}{bare}"

    def refused(self, target: str, said: str) -> StoreError:
        """Why a server did not let us in: nobody told it who we are, or it does not believe it."""
        if self._credentials:
            return StoreError(
                self._address,
                f"refuses {target} to the user or token given: {said}",
                "check GEOKG_STORE_USER and _PASSWORD, _TOKEN or ~/.netrc",
            )
        return StoreError(
            self._address,
            f"asks who you are at {target}: {said}",
            "set GEOKG_STORE_USER and GEOKG_STORE_PASSWORD, or GEOKG_STORE_TOKEN, or write a line into ~/.netrc",
        )
