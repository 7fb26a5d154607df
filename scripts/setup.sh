#!/bin/sh
# Prepares this machine, as far as it is not prepared:
#   setup.sh site   .venv with site-gen
#   setup.sh dev    the same, with the tools of its checks
#   setup.sh test   the same, with a browser; .venv/chromium says where it is
#   setup.sh tools  as dev, with what upgrades and audits the dependencies
# Packages are those of requirements/: pip refuses a file whose hash is not listed there.
# Debian's packages are installed where that is allowed (to root, or by sudo without a password);
# elsewhere we say what is missing and what to type. Plain sh: a fresh machine may have no more.
set -eu
cd -- "$(dirname -- "$0")/.."
here=$(pwd -P)
# They would mix modules of another Python with those of .venv.
unset PYTHONHOME PYTHONPATH

say() {
    printf '%s\n' "$@" >&2
}

stop() {
    say "$@"
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# --- Python

# Whether a Python is new enough; false too where there is none, or another program.
is_new_enough() {
    [ "$("$1" -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null)" = True ]
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

find_python() {
    for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        is_new_enough "$python" && return
        [ "$python" != "${PYTHON:-}" ] || break # another than the one asked for will not do
    done
    python=${PYTHON:-python3}
    found=$(version_of "$python") || found=
    case $found in
        [0-9]*) found="$python is Python $found" ;;
        *) found="$python does not run as a Python" ;;
    esac
    stop "Python 3.11 or newer is missing: $found." \
        "Install one and name it; type: make $verb PYTHON=python3.11"
}

can_make_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null
}

# Debian's Python leaves out what makes environments; it is in a package beside each version.
venv_package() {
    version=$(version_of "$python")
    if [ "$version" = "$(version_of python3)" ]; then
        echo python3-venv
    else
        echo "python$version-venv"
    fi
}

# Whether the Python of .venv is the one asked for; without a wish, any that is there will do.
is_asked_for() {
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of .venv/bin/python)" ]
}

# Whether .venv can be kept: its Python runs, pip is in it, and the folder was not moved or
# copied here, for the programs in it name the folder they were made in.
is_sound() {
    is_new_enough .venv/bin/python && is_asked_for || return 1
    made=$(grep '^command = ' .venv/pyvenv.cfg) || made=$here/.venv
    case $made in *"$here/.venv") ;; *) return 1 ;; esac
    .venv/bin/python -m pip --version >/dev/null 2>&1
}

# --- What the tests need besides

# Prints the path of a Chromium that runs. On Ubuntu a program of that name may only say that
# one should be installed, so it is asked for its version.
find_browser() {
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome \
        google-chrome-stable; do
        if has "$name" && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Playwright brings a program that needs this library, and a small Debian is without it.
has_libatomic() {
    libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null) || return 0
    case $libraries in *libatomic.so.1*) ;; *) return 1 ;; esac
}

# --- Debian's packages

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    # Another program may be installing just now, as on a machine's first start: wait for it.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" \
        </dev/null >/dev/null
}

# Sets $missing to the packages that this goal lacks.
look_for_packages() {
    missing=
    is_ready || is_sound || can_make_venv || missing=$(venv_package)
    [ "$goal" = test ] || return 0
    browser=$(find_browser) || missing="$missing chromium"
    has_libatomic || missing="$missing libatomic1"
    missing=${missing# }
}

require_packages() {
    look_for_packages
    [ -n "$missing" ] || return 0
    if has apt-get && as_root true 2>/dev/null; then
        say "Installing $missing with apt-get"
        # The list of packages is missing or old on many machines, and fetching it takes a
        # while: only when the first try failed. What failed then is told below.
        # shellcheck disable=SC2086 # several words: several packages
        apt install -y --no-install-recommends $missing 2>/dev/null ||
            { apt update || true; apt install -y --no-install-recommends $missing; } || true
        look_for_packages
        [ -n "$missing" ] || return 0
    fi
    case $missing in *' '*) are=are ;; *) are=is ;; esac
    if has apt-get; then
        stop "$missing $are missing; type: sudo apt-get install $missing" "Then type: make $verb"
    fi
    stop "$missing $are missing. These are Debian's names; install the same with the packages" \
        "of this system (python3-venv: the modules venv and ensurepip of $python; chromium:" \
        "any Chromium or Chrome, or its path in CHROMIUM). Then type: make $verb"
}

# --- The project

# What an installation was made from. Contents, not times: those change with every checkout.
current_key() {
    printf '%s\n' "$here" "$(version_of .venv/bin/python)"
    cat pyproject.toml "requirements/$1.txt" | cksum
}

is_installed() {
    [ -x .venv/bin/site-gen ] && [ -f ".venv/installed-$1" ] &&
        [ "$(cat ".venv/installed-$1")" = "$(current_key "$1")" ]
}

# Whether there is nothing to install; an environment with more than the goal needs will do.
is_ready() {
    for level in $levels; do
        is_installed "$level" && is_asked_for && return
    done
    return 1
}

# Unsets what tells pip to install other packages, or elsewhere, and keeps what says how a package
# index is reached. The two that are set overrule pip's configuration files.
forget_pip_settings() {
    for name in $(env | sed -n 's/^\(PIP_[A-Za-z_]*\)=.*/\1/p'); do
        case $name in
            PIP_INDEX_URL | PIP_EXTRA_INDEX_URL | PIP_FIND_LINKS | PIP_NO_INDEX) ;;
            PIP_TRUSTED_HOST | PIP_PROXY | PIP_CERT | PIP_CLIENT_CERT | PIP_KEYRING_PROVIDER) ;;
            PIP_CONFIG_FILE | PIP_CACHE_DIR | PIP_NO_CACHE_DIR | PIP_USE_FEATURE) ;;
            PIP_DEFAULT_TIMEOUT | PIP_TIMEOUT | PIP_RETRIES) ;;
            *) unset "$name" ;;
        esac
    done
    export PIP_USER=0 PIP_CONSTRAINT=
}

pip_install() {
    # -I: variables of Python and modules of this folder do not matter.
    .venv/bin/python -I -m pip install --quiet --disable-pip-version-check --no-input "$@" ||
        stop "pip could not install what $verb needs; it says why above."
}

# Where requirements/ has a wheel of each package, nothing is built: what a build needs has no hash.
name_wheels() {
    case "$(uname -s) $(uname -m) $(version_of .venv/bin/python)" in
        "Linux x86_64 3.1"[1-4] | "Linux aarch64 3.1"[1-4]) echo --only-binary=:all: ;;
        *) echo --prefer-binary ;;
    esac
}

install_project() {
    if ! is_sound; then
        say "Making .venv with $python ($("$python" --version))"
        "$python" -m venv --clear .venv
    fi
    rm -f .venv/installed-*
    say "Installing requirements/$level.txt and site-gen into .venv"
    forget_pip_settings
    pip_install --require-hashes "$(name_wheels)" --requirement "requirements/$level.txt"
    # Its dependencies and what builds it are there, from the list.
    pip_install --no-deps --no-build-isolation --editable .
    current_key "$level" >".venv/installed-$level"
}

goal=${1:-}
# The levels that hold what the goal needs; the first is what is installed.
case $goal in
    site) levels='site dev tools' verb=site ;;
    dev) levels='dev tools' verb=lint ;;
    test) levels='dev tools' verb='test' ;;
    tools) levels=tools verb=upgrade ;;
    *) stop "usage: setup.sh site|dev|test|tools" ;;
esac
is_ready || find_python
require_packages
is_ready || { level=${levels%% *} && install_project; }
[ "$goal" != test ] || printf '%s\n' "$browser" >.venv/chromium
