"""What is wrong with the certificates of a portal's hosts: told, and no reason to refuse a public page.

Scrapy verifies none, and a county that forgot to renew still publishes.  The archive keeps every page under
its digest and its address; what it cannot know without verification is told beside it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Self

from OpenSSL.crypto import X509
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns

from archive.models import Severity
from crawler.hosts import is_address
from crawler.turns import hostname, spider_of


def fault_of(certificate: X509, name: str, now: datetime) -> str | None:
    """What is wrong with a certificate for a host: its dates or its name; None where neither is."""
    held = certificate.to_cryptography()
    if now > held.not_valid_after_utc:
        return f"one that expired on {held.not_valid_after_utc.date()}"
    if now < held.not_valid_before_utc:
        return f"one that begins on {held.not_valid_before_utc.date()}"
    wanted: ServiceID = IPAddress_ID(name) if is_address(name) else DNS_ID(name)
    try:
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except (CertificateError, VerificationError):
        return "one for another name"
    return None


class Certificates:
    """Note each host's certificate once a crawl; who signed it is not asked."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for answers."""
        extension = cls(crawler)
        # Scrapy's own warning comes with every connection; ours once a host, where the operator looks.
        logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
        crawler.signals.connect(extension.look, signal=signals.response_downloaded)
        return extension

    def look(self, response: Response, request: Request) -> None:
        """Look at the certificate of an answer over TLS."""
        name, certificate = hostname(request.url), response.certificate
        if certificate is None or name in self._seen:
            return
        self._seen.add(name)
        held: Any = certificate
        fault = fault_of(held.original, name, datetime.now(UTC))
        if fault:
            message = f"expected a certificate for {name} that is valid today, found {fault}"
            issues = spider_of(self._crawler).walk.issues
            issues.note("certificate", Severity.WARNING, message, request.url, about=name)
