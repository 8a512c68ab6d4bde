"""TLS to mail servers and gateways: who shows a certificate of nobody we know gets no message."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.kit.ids import uuid7
from services.notify.channels.base import Message
from services.notify.channels.email import EmailGateway
from services.notify.choices import AttemptOutcome
from tests.gateways.smtp import FakeSmtp


@pytest.fixture
def certificate(tmp_path):
    """A file with a certificate for localhost that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *plain)
    )
    return path


@pytest.fixture
def tls_mail_server(settings, unused_port, certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    postman = FakeSmtp()
    controller = Controller(
        postman, hostname="127.0.0.1", port=unused_port, server_hostname="localhost", tls_context=context
    )
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "localhost", unused_port, True
    yield postman
    controller.stop()


def send():
    return EmailGateway().send(Message(delivery_id=uuid7(), address="wang@school.example", title="家访提醒")).outcome


def test_server_with_an_unknown_certificate_gets_nothing(tls_mail_server):
    assert send() == AttemptOutcome.FAILED
    assert tls_mail_server.mail == []


def test_server_with_a_certificate_of_a_known_authority_gets_the_mail(tls_mail_server, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert send() == AttemptOutcome.ACCEPTED
    assert len(tls_mail_server.mail) == 1
