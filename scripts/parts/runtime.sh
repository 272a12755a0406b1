# shellcheck shell=sh
# shellcheck disable=SC2154  # shared with common.sh and installer.sh
# Gets a Java for Loralei alone, into the folder runtime: Eclipse Temurin, from an archive that lies beside the scripts or
# from its makers. Nothing outside the program folder is touched.

adoptium=${LORALEI_ADOPTIUM_URL:-https://api.adoptium.net}

get_runtime() {
    case $system in
    Linux) os=linux ;;
    Darwin) os=mac ;;
    *) fail "there is no Java to fetch for $system." "Install a 64-bit JDK 17 or newer, and start the installer again." ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    *) fail "there is no 64-bit Java for a processor of the kind $(uname -m)." "Loralei needs a 64-bit PC." ;;
    esac
    # To build the program takes a compiler.
    kind=jre
    [ -n "$checkout" ] && kind=jdk

    archive_file=
    for file in "$scripts"/OpenJDK17*-"$kind"_"$arch"_"$os"_*.tar.gz "$home"/OpenJDK17*-"$kind"_"$arch"_"$os"_*.tar.gz; do
        [ -f "$file" ] && archive_file=$file
    done
    if [ -n "$archive_file" ]; then
        echo "   Taking $archive_file."
        [ -f "$archive_file.sha256.txt" ] && check_sum "$archive_file" "$archive_file.sha256.txt"
    else
        download_runtime
    fi
    unpack_runtime
}

# Into a folder that stays when the line drops, so that the next start goes on from there.
download_runtime() {
    address="$adoptium/v3/binary/latest/17/ga/$os/$arch/$kind/hotspot/normal/eclipse"
    by_hand="Check the network and start the installer again: it goes on where it stopped. Or get a Java 17 $kind (tar.gz) \
for $os $arch from https://adoptium.net by hand, and put it into $scripts."
    command -v curl >/dev/null ||
        fail "there is no Java, and no curl to fetch one with." "Install curl or a 64-bit JDK 17, and start again."
    link=$(curl -sS -f -o /dev/null -w '%{redirect_url}' "$address") || link=
    [ -n "$link" ] ||
        fail "Java cannot be fetched: $adoptium does not answer as it should." "$by_hand"
    mkdir -p "$home/runtime.part" || fail "$home cannot be written to." "Move Loralei to a folder of your own."
    archive_file=$home/runtime.part/${link##*/}
    echo "   Fetching $link"
    curl -f -L -C - --retry 3 -o "$archive_file" "$link" || fail "Java could not be fetched." "$by_hand"
    curl -sS -f -L -o "$archive_file.sha256.txt" "$link.sha256.txt" ||
        fail "the checksum of Java could not be fetched." "$by_hand"
    check_sum "$archive_file" "$archive_file.sha256.txt"
}

check_sum() {
    expected=$(cut -c 1-64 "$2")
    if command -v sha256sum >/dev/null; then
        found=$(sha256sum <"$1" | cut -c 1-64)
    else
        found=$(shasum -a 256 <"$1" | cut -c 1-64)
    fi
    if [ "$expected" != "$found" ]; then
        rm -f "$1"
        fail "$1 is damaged: its SHA-256 is $found and should be $expected. It was deleted." "Start the installer again."
    fi
    echo "   Its SHA-256 is right."
}

unpack_runtime() {
    rm -rf "${home:?}/runtime.new"
    mkdir -p "$home/runtime.new"
    tar -xzf "$archive_file" -C "$home/runtime.new" --strip-components=1 ||
        fail "$archive_file cannot be unpacked." "Check the space on the disk; delete the file if it is damaged."
    rm -rf "${home:?}/runtime"
    mv "$home/runtime.new" "$home/runtime"
    rm -rf "${home:?}/runtime.part"
    runtime=$home/runtime
    [ -d "$runtime/Contents/Home" ] && runtime=$runtime/Contents/Home
    find_java "$needed" || fail "the Java in $runtime does not run here:$unfit" "Delete $home/runtime, and start again."
}
