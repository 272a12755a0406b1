#!/bin/sh
# Builds what is missing and starts Loralei. Works from any folder and through a link; paths that are given to the
# program count from the folder you are in. LORALEI_JAVA_OPTS: further options for the Java machine.
set -u

fail() {
    printf 'Loralei cannot start: %s\n%s\n' "$1" "$2" >&2
    exit 1
}

# The project folder, whatever link this script was called by.
script=$0
while [ -L "$script" ]; do
    folder=$(dirname -- "$script")
    script=$(readlink -- "$script")
    case $script in
    /*) ;;
    *) script=$folder/$script ;;
    esac
done
home=$(CDPATH='' cd -- "$(dirname -- "$script")/.." && pwd -P) || exit 1
target=$home/target/start

# Without a locale Java 17 takes file names for ASCII, and does not find one with an umlaut.
if [ "$(uname -s)" = Linux ]; then
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
    esac
fi

# Sets `version` to the version of the given java, and `major` to its first number, or to 0 if it does not run. Each JDK
# has a file with its version; asking Java itself takes ten times as long.
version_of() {
    version=
    binary=$(readlink -f -- "$1" 2>/dev/null) || binary=$1
    release=${binary%/bin/*}/release
    if [ -r "$release" ]; then
        while IFS='=' read -r key value; do
            [ "$key" = JAVA_VERSION ] && version=$value
        done <"$release"
    fi
    if [ -z "$version" ]; then
        version=$("$1" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
    fi
    version=${version#\"}
    version=${version%\"}
    major=${version%%[!0-9]*}
    major=${major:-0}
}

get_java="Install a JDK, version 17 or newer (for example from https://adoptium.net), and start again."
java=
found=
for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
        version_of "$candidate"
        if [ "$major" -ge 17 ]; then
            java=$candidate
            break
        fi
        found="$found $candidate is version ${version:-unknown}."
    fi
done
if [ -z "$java" ]; then
    if [ -n "$found" ]; then
        fail "it needs Java 17 or newer, and found only an older one:$found" "$get_java"
    fi
    fail "Java was not found, neither in JAVA_HOME nor on the PATH." "$get_java"
fi

# libtorch's threads (GNU OpenMP) wait for work by counting, by default for so long that on a machine with anything else
# to do a step takes many times as long. This is what GNU OpenMP itself takes when it knows of too few processors; it
# costs nothing on an idle machine. Other systems do not know the word.
[ -n "${OMP_WAIT_POLICY:-}" ] || export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-1000}"

# Training makes and frees blocks of many megabytes all the time. Kept by the process, and in large pages, they need not be
# cleared by the system each time: a full-size step on the CPU takes an eighth less. Read by GNU libc and by libtorch.
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-4294967296}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-8589934592}"
export THP_MEM_ALLOC_ENABLE="${THP_MEM_ALLOC_ENABLE:-1}"

# The archive fits one class path and one version of Java; it may hold jars only, so the program's own classes come last.
class_path="$target/lib/*:$target/classes"
archive=$target/libraries-$version.jsa

# One file dates the last complete build. A deleted source file shows by the date of its folder.
built=$target/.built
is_built() {
    [ -f "$built" ] && [ -d "$target/lib" ] && [ -z "$(find "$home/pom.xml" "$home/src/main" -newer "$built" -print)" ]
}

build() {
    command -v mvn >/dev/null ||
        fail "it has to be built first, and Maven (mvn) was not found on the PATH." \
            "Install Maven 3.8 or newer (Debian and Ubuntu: apt install maven; macOS: brew install maven), and start again."
    # Maven takes JAVA_HOME as it stands, so it must name the Java that was found fit.
    binary=$(readlink -f -- "$java" 2>/dev/null) || binary=$java
    JAVA_HOME=${binary%/bin/*}
    [ -x "$JAVA_HOME/bin/javac" ] ||
        fail "it has to be built first, and $JAVA_HOME holds a Java without compiler (javac)." "$get_java"
    export JAVA_HOME
    echo "Loralei: building the program. The first time this takes some minutes, as Maven fetches its libraries." >&2
    : >"$target/.building"
    # Other versions of the libraries must not stay beside the new ones.
    if [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" -newer "$built")" ]; then
        rm -rf "${target:?}/lib" "$target"/*.jsa
    fi
    mvn -q -B -f "$home/pom.xml" -Dquick process-classes >&2 ||
        fail "the build failed." "The lines above say why. If they speak of a download, check the network and start again."
    [ -f "$archive" ] || archive_classes || true
    mv "$target/.building" "$built"
}

# Has Java put the classes of all libraries that one small training needs into a file that it can map into memory, which
# saves a fifth of the time to start. Without the file, or with an unfit one, Java starts as usual.
archive_classes() {
    demo=$home/src/main/resources/loralei/demo
    warm_up=$target/warm-up
    LORALEI_LOG_DIR=$warm_up "$java" -XX:DumpLoadedClassList="$warm_up.classes" -cp "$class_path" loralei.Main train \
        --base-model "$demo/model" --instance-dir "$demo/instance" --instance-prompt fsk49 --resolution 64 --steps 1 \
        --device cpu --output-dir "$warm_up" --overwrite >/dev/null 2>&1 &&
        "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -Xshare:dump -XX:SharedClassListFile="$warm_up.classes" \
            -XX:SharedArchiveFile="$archive.new" -cp "$target/lib/*" >/dev/null 2>&1 &&
        mv "$archive.new" "$archive"
    rm -rf "${warm_up:?}" "$warm_up.classes" "$archive.new"
}

if ! is_built; then
    mkdir -p "$target" || fail "the folder $target cannot be made." "Check who owns $home, and the space on the disk."
    # Of two that are started together one builds, and the other waits.
    if command -v flock >/dev/null; then
        exec 9>"$target/.lock"
        flock 9
    fi
    is_built || build
    exec 9>&-
fi

# Tensors live outside the Java heap, so a small heap and the plainest collector do; and most of the time is spent in
# native code, so the quick compiler alone starts faster than both. What the Java machine itself has to say goes to
# standard error, for a program may be reading standard output. From version 24 on Java asks for leave to load native
# code.
sharing=-Xshare:auto
[ -f "$archive" ] && sharing=-XX:SharedArchiveFile=$archive
# shellcheck disable=SC2086  # options are meant to be split
exec "$java" -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$sharing" \
    -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED \
    ${LORALEI_JAVA_OPTS:-} -cp "$class_path" loralei.Main "$@"
