"""Old TLS for the one portal whose row asks for it, and certificates that are told and not refused."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dh, rsa
from cryptography.x509.oid import NameOID

from tests.crawler.conftest import Crawl, portal
from tests.crawler.fault_server import FaultServer
from tests.crawler.test_faults import PAGES

Protect = Callable[..., ssl.SSLContext]
ALL = "ALL:@SECLEVEL=0"


def write_certificate(path: Path, name: str, ends: datetime) -> Path:
    key = rsa.generate_private_key(65_537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 1)
    builder = builder.not_valid_before(ends - timedelta(days=365)).not_valid_after(ends)
    held = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    pem = held.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path.write_bytes(pem + secret)
    return path


@pytest.fixture(scope="module")
def protect(tmp_path_factory: pytest.TempPathFactory) -> Protect:
    """Make the TLS of a server: the versions it speaks, its ciphers, its certificate."""
    folder = tmp_path_factory.mktemp("tls")

    def context(
        version: ssl.TLSVersion | None = None,
        ciphers: str = ALL,
        ends: datetime | None = None,
        is_short: bool = False,
    ) -> ssl.SSLContext:
        pem = write_certificate(folder / "pem", "localhost", ends or datetime.now(UTC) + timedelta(days=9))
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.set_ciphers(ciphers)
        made.load_cert_chain(pem)
        if version:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is what is tested
                made.minimum_version = made.maximum_version = version
        if is_short:
            made.load_dh_params(str(write_parameters(folder / "dh")))
        return made

    return context


# RFC 2409, section 6.2: the group of 1024 bits that servers of 2010 came with.
GROUP = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


def write_parameters(path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is old is what is tested
        made = dh.DHParameterNumbers(GROUP, 2).parameters()
        pem = made.parameter_bytes(serialization.Encoding.PEM, serialization.ParameterFormat.PKCS3)
    path.write_bytes(pem)
    return path


OLD = [
    pytest.param({"version": ssl.TLSVersion.TLSv1}, id="tls-1.0"),
    pytest.param({"version": ssl.TLSVersion.TLSv1_1}, id="tls-1.1"),
    pytest.param(
        {"version": ssl.TLSVersion.TLSv1_2, "ciphers": "DHE-RSA-AES128-SHA:@SECLEVEL=0", "is_short": True},
        id="dh-1024",
    ),
]


@pytest.mark.parametrize("server", OLD)
def test_old_tls_is_spoken_only_where_the_row_asks_for_it(
    crawled: Crawl, protect: Protect, server: dict[str, object]
) -> None:
    with FaultServer(PAGES, protect(**server)) as site:
        row = portal(site)  # type: ignore[arg-type]
        refused = crawled(row)["test"]
        assert crawled.captured()["/zfxxgknb/"][1:] == ("unreachable", "tls-handshake after 3 attempts")
        legacy = portal(site, options={"delay": "0", "tls": "legacy"})  # type: ignore[arg-type]
        assert crawled(legacy)["test"].articles == 2
        assert crawled(row, resume=False)["test"].status == refused.status == "failed"


@pytest.mark.parametrize(
    ("host", "ends", "fault"),
    [
        ("127.0.0.1", datetime.now(UTC) + timedelta(days=9), "one for another name"),
        ("localhost", datetime.now(UTC) - timedelta(days=9), "one that expired on"),
        ("localhost", datetime.now(UTC) + timedelta(days=900), "one that begins on"),
    ],
)
def test_a_bad_certificate_is_told_and_the_pages_are_taken(
    crawled: Crawl, protect: Protect, host: str, ends: datetime, fault: str
) -> None:
    with FaultServer(PAGES, protect(ends=ends)) as site:
        start = site.url.replace("127.0.0.1", host) + "/zfxxgknb/"
        outcome = crawled(portal(site, start_url=start))["test"]  # type: ignore[arg-type]
    assert outcome.articles == 2
    ((severity, message),) = crawled.rows("select severity, message from issues where code = 'certificate'")
    assert severity == "warning"
    assert fault in message
    assert host in message


def test_a_good_certificate_is_not_spoken_of(crawled: Crawl, protect: Protect) -> None:
    with FaultServer(PAGES, protect()) as site:
        start = site.url.replace("127.0.0.1", "localhost") + "/zfxxgknb/"
        assert crawled(portal(site, start_url=start))["test"].articles == 2  # type: ignore[arg-type]
    assert "certificate" not in crawled.issues()
