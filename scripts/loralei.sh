#!/bin/sh
# Starts Loralei: with words the command line, without any the window. In a source checkout it builds what is missing
# first. Works from any folder and through a link; paths that are given to the program count from the folder you are in.
# LORALEI_JAVA_OPTS: further options for the Java machine.
set -u

# The program folder, whatever link this script was called by.
script=$0
while [ -L "$script" ]; do
    folder=$(dirname -- "$script")
    script=$(readlink -- "$script")
    case $script in
    /*) ;;
    *) script=$folder/$script ;;
    esac
done
scripts=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd -P) || exit 1
home=$(dirname -- "$scripts")

# The window is opened in the program folder, where its pictures, models and LoRAs are.
window=
if [ $# = 0 ] || [ "$1" = window ]; then
    window=yes
    cd -- "$home" || exit 1
fi

# shellcheck source=scripts/parts/common.sh
. "$scripts/parts/common.sh"
# shellcheck source=scripts/parts/natives.sh
. "$scripts/parts/natives.sh"

get_jdk="Install a JDK, version 17 or newer (for example from https://adoptium.net), and start again."
get_java="Start scripts/installer.sh, which gets one for Loralei alone; or install one from https://adoptium.net."
[ -n "$checkout" ] && get_java=$get_jdk
if ! find_java; then
    if [ -n "$unfit" ]; then
        fail "it needs a 64-bit Java 17 or newer, and found only an older one or one for 32 bits:$unfit" "$get_java"
    fi
    fail "Java was not found, neither in JAVA_HOME nor on the PATH." "$get_java"
fi

# libtorch's threads (GNU OpenMP) wait for work by counting, by default for so long that on a machine with anything else
# to do a step takes many times as long. This is what GNU OpenMP itself takes when it knows of too few processors; it
# costs nothing on an idle machine. Other systems do not know the word.
[ -n "${OMP_WAIT_POLICY:-}" ] || export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-1000}"

# Training makes and frees blocks of many megabytes all the time. Kept by the process, and in large pages, they need not be
# cleared by the system each time: a full-size step on the CPU takes an eighth less. The largest, from 32 MB on, go back all the
# same, and all threads share one heap: heaps of other threads are of 64 MB each, in which such blocks leave much room unused. That
# costs no time, and a step holds some 0.1 GB less, and more alike from run to run. Read by GNU libc, whose manual names 32 MB as
# the highest threshold, and by libtorch.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-33554432}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-8589934592}"
export THP_MEM_ALLOC_ENABLE="${THP_MEM_ALLOC_ENABLE:-1}"

# CUDA counts cards by their speed unless it is told to count them as nvidia-smi does, by their slots. The program goes by
# nvidia-smi, and so does who says --device cuda:1 or sets CUDA_VISIBLE_DEVICES.
export CUDA_DEVICE_ORDER=PCI_BUS_ID

# An archive of classes fits one place and one version of Java. In a checkout it may hold jars only, so the program's
# own classes come last. The first window leaves one when it is closed, in a package also the installer's look at this PC.
class_path="$lib/*"
sharing=-Xshare:auto
record=
if [ -n "$checkout" ]; then
    target=$home/target/start
    class_path="$class_path:$target/classes"
    archive=$target/libraries-$version.jsa
    window_archive=$target/window-$version.jsa
    # shellcheck source=scripts/parts/build.sh
    . "$scripts/parts/build.sh"
    build_if_needed
    [ -f "$archive" ] && sharing=-XX:SharedArchiveFile=$archive
    if [ -n "$window" ] && [ -f "$window_archive" ]; then
        sharing=-XX:SharedArchiveFile=$window_archive
    elif [ -n "$window" ] && [ -w "$target" ]; then
        record=$target/window.$$.classes
    fi
else
    archive=$lib/commands-$version.jsa
    [ -n "$window" ] && archive=$lib/window-$version.jsa
    # It is made on top of Java's own archive, which some builds of Java lack.
    if [ -w "$lib" ] && [ -f "${binary%/bin/*}/lib/server/classes.jsa" ]; then
        place=
        [ -r "$lib/archived-in.txt" ] && IFS= read -r place <"$lib/archived-in.txt"
        if [ "$place" != "$lib" ]; then
            rm -f "$lib"/*.jsa
            printf '%s\n' "$lib" >"$lib/archived-in.txt"
        fi
        { [ -n "$window" ] || [ "$1" = doctor ]; } && sharing=-XX:ArchiveClassesAtExit=$archive
    fi
    [ -f "$archive" ] && sharing=-XX:SharedArchiveFile=$archive
fi

# Whether what was asked for computes, and so needs libtorch.
computes() {
    case ${1:-window} in
    window | demo | train | sample | grid | bench | merge | resize | extract) ;;
    *) return 1 ;;
    esac
    for word; do
        case $word in --help | -h) return 1 ;; esac
    done
}

find_natives
if computes "$@"; then
    if [ "$natives" = none ]; then
        find_gpu
        echo "Loralei: $gpu" >&2
        echo "Loralei: fetching PyTorch for it. This is done once." >&2
        patiently "Fetching PyTorch, which does the computing. This is done once, and takes some minutes." fetch_natives ||
            fail "PyTorch could not be fetched." "The lines above say why. Start again to go on where it stopped."
        find_natives
    elif [ "$natives" = cpu ] && [ -z "${PYTORCH_FLAVOR:-}" ] && [ -e /proc/driver/nvidia/version ]; then
        echo "Loralei: this PC has an NVIDIA card, but not what it takes to train on it: start scripts/installer.sh once." >&2
        echo "         Until then training runs on the CPU, slowly. (PYTORCH_FLAVOR=cpu stops this note.)" >&2
    fi
fi

# Tensors live outside the Java heap, so the plainest collector does; only what is saved passes through the heap, with
# SDXL and rank 128 some 2 GB for a moment. A heap that begins small spares 60 MB of what is used once. Most of the time
# is spent in native code, so the quick compiler alone starts faster than both, and faster still where it leaves alone
# what runs but a few times. What the Java machine itself has to say goes to standard error, for a program may be
# reading standard output; nobody needs to hear that an archive of classes does not fit quite. From version 24 on Java
# asks for leave to load native code. And its own idea of the home folder is not always the shell's.
# shellcheck disable=SC2086  # options are meant to be split
set -- -Xms32m -Xmx4g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 "$sharing" \
    -Xlog:disable -Xlog:all=error:stderr "-Xlog:cds*=off:stderr" --enable-native-access=ALL-UNNAMED \
    ${HOME:+"-Duser.home=$HOME"} ${LORALEI_JAVA_OPTS:-} -cp "$class_path$cpu_jars" loralei.Main "$@"
if [ -n "$record" ]; then
    set -- "-XX:DumpLoadedClassList=$record" "$@"
    archive_after $$ "$record" "$window_archive" </dev/null >/dev/null 2>&1 &
fi
exec "$java" "$@"
