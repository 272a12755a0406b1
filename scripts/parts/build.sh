# shellcheck shell=sh
# shellcheck disable=SC2154  # shared with common.sh and loralei.sh
# Builds the program in a source checkout, when something has changed since it was built last.

# One file dates the last complete build. A deleted source file shows by the date of its folder.
built=$target/.built
is_built() {
    [ -f "$built" ] && [ -d "$lib" ] && [ -z "$(find "$home/pom.xml" "$home/src/main" -newer "$built" -print)" ]
}

build() {
    command -v mvn >/dev/null ||
        fail "it has to be built first, and Maven (mvn) was not found on the PATH." \
            "Install Maven 3.8 or newer (Debian and Ubuntu: apt install maven; macOS: brew install maven), and start again."
    # Maven takes JAVA_HOME as it stands, so it must name the Java that was found fit.
    found=$java
    find_java javac ||
        fail "it has to be built first, and ${found%/bin/*} holds a Java without compiler (javac)." "$get_jdk"
    binary=$(readlink -f -- "$java" 2>/dev/null) || binary=$java
    export JAVA_HOME="${binary%/bin/*}"
    echo "Loralei: building the program. The first time this takes some minutes, as Maven fetches its libraries." >&2
    : >"$target/.building"
    # Other versions of the libraries must not stay beside the new ones.
    if [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" -newer "$built")" ]; then
        rm -rf "${lib:?}" "$target"/*.jsa
    fi
    mvn -q -B -Dstyle.color=never -f "$home/pom.xml" -Dquick process-classes >&2 ||
        fail "the build failed." "The lines above say why. If they speak of a download, check the network and start again."
    [ -f "$archive" ] || warm_up || true
    mv "$target/.building" "$built"
}

# Trains a little, to learn which classes of the libraries that takes. Without an archive of them Java starts as usual, so
# what goes wrong here does not matter.
warm_up() {
    demo=$home/src/main/resources/loralei/demo
    warm_up=$target/warm-up
    find_natives
    LORALEI_LOG_DIR=$warm_up "$java" -XX:DumpLoadedClassList="$warm_up.classes" -cp "$class_path$cpu_jars" loralei.Main \
        train --base-model "$demo/model" --instance-dir "$demo/instance" --instance-prompt fsk49 --resolution 64 --steps 1 \
        --device cpu --output-dir "$warm_up" --overwrite >/dev/null 2>&1 &&
        archive_classes "$warm_up.classes" "$archive"
    rm -rf "${warm_up:?}" "$warm_up.classes"
}

# Has Java put the classes of the libraries that a list names into a file that it can map into memory, which saves a fifth
# of the time to start. The list is used up.
archive_classes() {
    "$java" -Xmx4g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Xshare:dump -XX:SharedClassListFile="$1" \
        -XX:SharedArchiveFile="$1.jsa" -cp "$lib/*" >/dev/null 2>&1 && mv -f "$1.jsa" "$2"
    rm -f "$1" "$1.jsa"
}

# Archives the classes that a process has listed, once that has ended.
archive_after() {
    while kill -0 "$1" 2>/dev/null; do
        sleep 2
    done
    archive_classes "$2" "$3"
}

build_if_needed() {
    is_built && return
    mkdir -p "$target" || fail "the folder $target cannot be made." "Check who owns $home, and the space on the disk."
    # Of two that are started together one builds, and the other waits.
    if command -v flock >/dev/null; then
        exec 9>"$target/.lock"
        flock 9
    fi
    is_built || patiently "Building the program. The first time this takes some minutes." build
    exec 9>&-
}
