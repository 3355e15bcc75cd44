"""Old TLS, for the one portal whose row asks for it (``tls=legacy``), and what a certificate says.

Some county servers speak TLS 1.0 or 1.1 only, or sign with a Diffie-Hellman key of 512 bits, and OpenSSL
refuses them at its default security level.  Scrapy has settings for versions and ciphers, but hands the
ciphers on by name and so loses ``@SECLEVEL``; hence the one override below.  A download handler belongs to
one crawl and a crawl to one portal, so nothing of this reaches another host.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyCertificateOptions, _ScrapyClientContextFactory
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.ssl import Certificate, TLSVersion

from crawler.hosts import is_address

# Level 0 allows what OpenSSL has forbidden since 1.1.0: short keys, SHA-1 signatures, TLS 1.0 and 1.1.
_CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"


class _LegacyOptions(_ScrapyCertificateOptions):
    """Scrapy's options (legacy renegotiation is already among them) at security level 0."""

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803 (Twisted's names)
        context = super()._makeContext(skipCiphers)
        context.set_cipher_list(_CIPHERS)
        return context


class Legacy(_ScrapyClientContextFactory):
    """Scrapy's policy for HTTPS, with every protocol from TLS 1.0 on at security level 0."""

    def __init__(self) -> None:
        super().__init__(None, tls_min_version=TLSVersion.TLSv1_0)

    def _get_cert_options(self) -> _LegacyOptions:
        return _LegacyOptions(**self._get_cert_options_kwargs())


def fault_of(certificate: Certificate, name: str, now: datetime | None = None) -> str | None:
    """What is wrong with a certificate for a host: its dates or its name; None where neither is.

    Who signed it is not asked: the archive keeps public pages under their digest, and refuses none because a
    county forgot to renew.
    """
    x509: Any = certificate.original
    held, moment = x509.to_cryptography(), now or datetime.now(UTC)
    if moment > held.not_valid_after_utc:
        return f"expired on {held.not_valid_after_utc.date()}"
    if moment < held.not_valid_before_utc:
        return f"not valid before {held.not_valid_before_utc.date()}"
    wanted: ServiceID = IPAddress_ID(name) if is_address(name) else DNS_ID(name)
    try:
        verify_service_identity(extract_patterns(x509), [wanted], [])
    except (CertificateError, VerificationError):
        return f"for another name than {name}"
    return None


def is_handshake(error: BaseException) -> bool:
    """Whether a download failed because the two sides found no TLS that both speak."""
    reasons = getattr(error.__cause__, "reasons", None) or ()
    return any(isinstance(reason.value, SSL.Error) for reason in reasons)
