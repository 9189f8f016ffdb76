"""The demonstration's mail box receives real SMTP and keeps each message."""

import smtplib
import socket
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from vsh.embedded.paths import PROJECT_DIR


@pytest.fixture
def mail_box(tmp_path):
    listening = socket.create_server(("127.0.0.1", 0))
    command = [sys.executable, "-m", "vsh.embedded.mail", str(tmp_path)]
    process = subprocess.Popen(
        [*command, "--fd", str(listening.fileno())],
        cwd=PROJECT_DIR,
        pass_fds=(listening.fileno(),),
    )
    yield listening.getsockname()[1], tmp_path
    process.terminate()
    assert process.wait(timeout=20) == 0
    listening.close()


def test_messages_are_kept_whole_one_file_each(mail_box):
    port, folder = mail_box
    message = EmailMessage()
    message["Subject"] = "Due on 20 April – please look"
    message["From"] = "virtual-school@northshire.example"
    message["To"] = "teacher@northshire.example"
    message.set_content("A plan is due.\n.\nThe line above is a full stop. ✓\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(message)
        server.send_message(message)

    files = sorted(folder.glob("*.eml"))
    assert len(files) == 2
    kept = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert kept["X-Rcpt-To"] == "teacher@northshire.example"
    assert kept["Subject"] == "Due on 20 April – please look"
    assert kept.get_content().splitlines()[:3] == [
        "A plan is due.",
        ".",
        "The line above is a full stop. ✓",
    ]
    assert list(folder.glob(".*")) == []
