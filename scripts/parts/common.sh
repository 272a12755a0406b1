# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154  # shared with the scripts that read this
# What the start scripts and the installer share. Whoever reads this has set `home`, the program folder. It finds Java,
# tells a package (lib beside scripts) from a source checkout (pom.xml beside scripts), and reports failures.

# Whether nobody reads what is printed: who double-clicked sees no terminal.
unseen() {
    [ -n "${window:-}" ] && [ ! -t 2 ]
}

# Shows a text (error or info) in a dialog, where the desktop has one, in place of this shell.
dialog() {
    exec >/dev/null 2>&1
    if command -v zenity; then
        exec zenity "--$1" --no-markup --title Loralei --text "$2"
    elif command -v kdialog; then
        kind=$1
        [ "$kind" = info ] && kind=msgbox
        exec kdialog --title Loralei "--$kind" "$2"
    elif command -v osascript; then
        exec osascript -e 'on run text' -e 'display alert "Loralei" message (item 1 of text)' -e 'end run' "$2"
    fi
}

# Ends with what failed and what to do.
fail() {
    printf 'Loralei cannot start: %s\n%s\n' "$1" "$2" >&2
    if unseen; then
        (dialog error "It cannot start: $1

$2

In a terminal it tells more: sh \"$scripts/loralei.sh\"")
    fi
    exit 1
}

# Runs a command that takes minutes. Who sees no terminal is told so meanwhile.
patiently() {
    notice=
    if unseen; then
        dialog info "$1 The window opens by itself." &
        notice=$!
    fi
    shift
    "$@"
    result=$?
    [ -z "$notice" ] || kill "$notice" 2>/dev/null
    return "$result"
}

# Without a locale Java 17 takes file names for ASCII, and does not find one with an umlaut.
system=$(uname -s)
if [ "$system" = Linux ]; then
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
    esac
fi

if [ -f "$home/pom.xml" ]; then
    checkout=yes
    lib=$home/target/start/lib
else
    checkout=
    lib=$home/lib
fi

# The private Java that the installer may have put here; macOS packs it as a bundle.
runtime=$home/runtime
[ -d "$runtime/Contents/Home" ] && runtime=$runtime/Contents/Home

# Sets `version` to the version of the given java, `major` to its first number (0 if it does not run), and `bits` to 64
# or 32. Each JDK has a file with that; asking Java itself takes ten times as long.
version_of() {
    version=
    processor=
    binary=$(readlink -f -- "$1" 2>/dev/null) || binary=$1
    release=${binary%/bin/*}/release
    if [ -r "$release" ]; then
        while IFS='=' read -r key value; do
            value=${value#\"}
            case $key in
            JAVA_VERSION) version=${value%\"*} ;;
            OS_ARCH) processor=${value%\"*} ;;
            esac
        done <"$release"
    fi
    if [ -z "$version" ] || [ -z "$processor" ]; then
        answer=$("$1" -version 2>&1)
        version=$(printf '%s\n' "$answer" | sed -n 's/.* version "\([^"]*\)".*/\1/p')
        case $answer in *64-Bit*) processor=x86_64 ;; esac
    fi
    case $processor in
    *64*) bits=64 ;;
    *) bits=32 ;;
    esac
    major=${version%%[!0-9]*}
    major=${major:-0}
}

# Sets `java` to the first fit Java (17 or newer, 64 bit) and `version` to its version; or leaves it empty and says in
# `unfit` what was found instead. With the word `javac` only a JDK is fit.
find_java() {
    java=
    unfit=
    for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" "$runtime/bin/java"; do
        if [ ! -x "$candidate" ]; then
            continue
        fi
        version_of "$candidate"
        if [ "$major" -lt 17 ]; then
            unfit="$unfit $candidate is version ${version:-unknown}."
        elif [ "$bits" -ne 64 ]; then
            unfit="$unfit $candidate is for 32 bits."
        elif [ "${1:-}" = javac ] && [ ! -x "${binary%/bin/*}/bin/javac" ]; then
            unfit="$unfit $candidate has no compiler (javac)."
        else
            java=$candidate
            return 0
        fi
    done
    return 1
}
