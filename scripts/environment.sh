#!/bin/sh
# Make .venv with what requirements.txt and requirements-dev.txt pin, or do nothing when it holds that already.
# Needs Python 3.11 or newer with its venv module. Refuses in one sentence, with exit code 1.
set -eu
cd "$(dirname "$0")/.."

refuse() { echo "$*" >&2; exit 1; }

works() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    found=
    for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null && works "$name"; then
            found=$name
            if "$name" -c 'import venv, ensurepip' 2>/dev/null; then echo "$name"; return; fi
        fi
    done
    [ -n "$found" ] && refuse "$found has no venv module; on Debian and Ubuntu install the package python3-venv."
    command -v python3 >/dev/null || refuse "There is no python3 here; the portal needs Python 3.11 or newer."
    refuse "The portal needs Python 3.11 or newer; the newest here is $(python3 -V 2>&1)."
}

# What failed, in one line: a full disk hides in the middle of a traceback.
reason() {
    case "$1" in *"No space left on device"*) echo "the disk is full."; return ;; esac
    line=$(echo "$1" | grep -i error | tail -n 1)
    echo "${line:-$(echo "$1" | tail -n 1)}"
}

wanted=$(cat requirements.txt requirements-dev.txt | cksum)
stamp=.venv/requirements.cksum
note() { echo "$1" 2>/dev/null >"$stamp" || refuse "Writing $stamp failed: is the disk full?"; }

# Without a stamp .venv may be half made, by a full disk or a Ctrl-C: then it is made anew.
if [ -f "$stamp" ] && works .venv/bin/python; then
    [ "$(cat "$stamp")" = "$wanted" ] && exit 0
else
    python=$(find_python)
    echo "Making .venv with $("$python" -V)."
    # In two steps, since venv keeps to itself why its pip could not be installed.
    said=$({ "$python" -m venv --clear --without-pip .venv && .venv/bin/python -m ensurepip --default-pip; } 2>&1) ||
        refuse "Making .venv failed: $(reason "$said")"
    note made
fi
echo "Installing the requirements into .venv; this takes a minute or two."
said=$(.venv/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes \
    -r requirements.txt -r requirements-dev.txt 2>&1) || refuse "Installing the requirements failed: $(reason "$said")"
note "$wanted"
