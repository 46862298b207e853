"""nginx and Caddy on this machine, with the files that docs/how-to gives to operators."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

FILES = Path(__file__).resolve().parents[1] / "docs" / "how-to"
BACKEND = "127.0.0.1:8000"
NAME = "vote.example.org"
PROXIES = ("nginx", "caddy")

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log emerg;
{user}
events {{ worker_connections 768; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    default_type application/octet-stream;
    include {folder}/site.conf;
}}
"""


def _create_tls() -> ssl.SSLContext:
    """Without anybody's certificates, and once: reading them costs more than a whole ballot."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


_TLS = _create_tls()


def connect(port: int, *, secure: bool, timeout: float = 60, receive: int = 0) -> socket.socket:
    """A connection to this machine; ``receive``: bytes that the system may hold unread for it."""
    opened = socket.socket()
    try:
        if receive:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        opened.settimeout(timeout)
        opened.connect(("127.0.0.1", port))
        if not secure:
            return opened
        return _TLS.wrap_socket(opened, server_hostname=NAME)
    except BaseException:
        opened.close()
        raise


def find_free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_proxy(kind: str, folder: Path, backend: int, published: Path) -> Iterator[int]:
    """A proxy before the server on port ``backend``; gives the port of its HTTPS.

    ``published`` must be a folder of that name, as in the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _create_certificate(folder)
    port = find_free_port()
    write = _write_nginx if kind == "nginx" else _write_caddy
    command = write(folder, port, backend, published)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        )
        try:
            _wait(port, process, folder)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _write_nginx(folder: Path, port: int, backend: int, published: Path) -> list[str]:
    lines = (FILES / "nginx.conf").read_text().splitlines()
    site = "\n".join(line for line in lines if "listen [::]" not in line)
    changes = {
        BACKEND: f"127.0.0.1:{backend}",
        "listen 443 ssl http2": f"listen 127.0.0.1:{port} ssl http2",
        "listen 80": f"listen 127.0.0.1:{find_free_port()}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{folder}/certificate.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{folder}/key.pem",
        "/var/log/nginx/voteapp.log": f"{folder}/failed.log",
        "/var/lib/voteapp/published/": f"{published}/",
    }
    (folder / "site.conf").write_text(_change(site, changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    own = [_find("nginx"), "-p", str(folder), "-e", str(folder / "error.log")]
    return [*own, "-c", str(folder / "nginx.conf")]


def _write_caddy(folder: Path, port: int, backend: int, published: Path) -> list[str]:
    text = (FILES / "Caddyfile").read_text()
    changes = {
        BACKEND: f"127.0.0.1:{backend}",
        "\n{\n": "\n{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n",
        f"\n{NAME} {{\n": f"\nhttps://127.0.0.1:{port}, https://{NAME}:{port} {{\n"
        f"\ttls {folder}/certificate.pem {folder}/key.pem\n",
        "/var/lib/voteapp": str(published.parent),
    }
    (folder / "Caddyfile").write_text(_change(text, changes))
    own = ["run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    return [_find("caddy"), *own]


def _change(text: str, changes: dict[str, str]) -> str:
    """What differs here from an operator's machine: all of it must stand in the file."""
    for old, new in changes.items():
        if old not in text:
            raise RuntimeError(f"the file no longer holds {old!r}")
        text = text.replace(old, new)
    return text


def _find(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/bin")
    if found is None:
        raise RuntimeError(f"{program} is missing: run scripts/install-test-tools")
    return found


def _create_certificate(folder: Path) -> None:
    """A key and a certificate of this machine's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    names = [x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))]
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            connect(port, secure=True, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    told = "".join(path.read_text() for path in folder.glob("*log"))
    raise RuntimeError(f"the proxy does not start: {told}")
