"""Old TLS, for the one portal whose row asks for it (``tls=legacy``).

Some county servers speak TLS 1.0 or 1.1 only, or bring a Diffie-Hellman key of 1024 bits, and OpenSSL
refuses them at its default security level (keys of 512 bits, 3DES and RC4 it refuses at any).  Scrapy has
settings for versions and ciphers, but hands the ciphers on by name and so loses ``@SECLEVEL``; hence the one
override below.  A download handler belongs to one crawl and a crawl to one portal, so nothing of this reaches
another host.
"""

from __future__ import annotations

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyCertificateOptions, _ScrapyClientContextFactory
from twisted.internet.ssl import TLSVersion

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


def is_handshake(error: BaseException) -> bool:
    """Whether a download failed because the two sides found no TLS that both speak."""
    reasons = getattr(error.__cause__, "reasons", None) or ()
    return any(isinstance(reason.value, SSL.Error) for reason in reasons)
