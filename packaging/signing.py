"""Signs a Windows program where it lies, with osslsigncode: `signing.py FILE --certificate PFX`."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path


def add_certificate(words: argparse.ArgumentParser) -> None:
    """The words that say with what to sign."""
    words.add_argument("--certificate", type=Path, metavar="PFX", help="PKCS#12: key and chain")
    words.add_argument("--password-file", type=Path, metavar="TXT", help="of the certificate")
    words.add_argument("--timestamp", metavar="URL", help="of a time stamp server (RFC 3161)")


def certificate_words(given: argparse.Namespace) -> list[str]:
    """What `add_certificate` read, as words again."""
    words = ["--certificate", str(given.certificate.absolute())]
    if given.password_file:
        words += ["--password-file", str(given.password_file.absolute())]
    return words + (["--timestamp", given.timestamp] if given.timestamp else [])


def sign(file: Path, given: argparse.Namespace) -> None:
    """Replaces the file once the signed one is whole. Raises `CalledProcessError`."""
    signed = file.with_name(f"{file.name}.signed")
    words = ["osslsigncode", "sign", "-pkcs12", given.certificate, "-h", "sha256", "-n", "Lineside"]
    words += ["-readpass", given.password_file] if given.password_file else []
    words += ["-ts", given.timestamp] if given.timestamp else []
    subprocess.run([*words, "-in", file, "-out", signed], check=True)
    signed.replace(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    add_certificate(parser)
    arguments = parser.parse_args()
    sign(arguments.file, arguments)
