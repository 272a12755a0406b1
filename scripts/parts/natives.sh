# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154  # shared with common.sh and the scripts that read this
# Which builds of libtorch (PyTorch's library) are here: for the processor, for an NVIDIA card. They lie in DJL's cache
# folder; that for the processor may also be in lib/cpu as a jar, which must not be on the class path beside the other.
# Which one is loaded, the program itself decides.

# The oldest driver that runs programs for CUDA 12, and the oldest cards the build for CUDA 12.8 has code for (Turing:
# GTX 16, RTX 20).
oldest_driver=525
oldest_capability=7.5

# Sets `torch` to libtorch's version, which the name of its binding tells, and the folders of both builds.
name_natives() {
    torch=
    for jar in "$lib"/pytorch-jni-*.jar; do
        torch=${jar##*/pytorch-jni-}
        torch=${torch%%-*}
    done
    machine=$(uname -m)
    case $system-$machine in
    Darwin-*) classifier=osx-aarch64 suffix=dylib ;;
    *-arm64) classifier=linux-aarch64 suffix=so ;;
    *) classifier=linux-$machine suffix=so ;;
    esac
    # Said aloud, as DJL asks Java, whose idea of the home folder is not always the shell's.
    export ENGINE_CACHE_DIR="${ENGINE_CACHE_DIR:-${DJL_CACHE_DIR:-${HOME:-/tmp}/.djl.ai}}"
    cache=$ENGINE_CACHE_DIR/pytorch
    cuda_folder=$cache/$torch-cu128-$classifier
    cpu_folder=$cache/$torch-cpu-$classifier
}

# Sets `natives` to the best that is here: own, cuda, cpu or none; and `cpu_jars` to what the class path needs for it.
find_natives() {
    name_natives
    cpu_jars=
    if [ -n "${PYTORCH_LIBRARY_PATH:-}" ]; then
        natives=own
    elif [ "${PYTORCH_FLAVOR:-}" != cpu ] && [ -e "$cuda_folder/libtorch.$suffix" ]; then
        natives=cuda
    elif [ -n "$(find "$lib/cpu" -name 'pytorch-native-cpu-*.jar' 2>/dev/null)" ]; then
        natives=cpu
        cpu_jars=":$lib/cpu/*"
    elif [ -e "$cpu_folder/libtorch.$suffix" ]; then
        natives=cpu
    else
        natives=none
    fi
}

# Sets `name`, `driver` and `capability` from a line of nvidia-smi.
read_card() {
    name=${1%%,*}
    rest=${1#*, }
    driver=${rest%%,*}
    capability=${rest##*, }
    if [ "$capability" = "$rest" ]; then capability=$oldest_capability; fi
}

# Whether the build for NVIDIA cards has no code for this one.
too_old() {
    [ "${capability%.*}${capability#*.}" -lt "${oldest_capability%.*}${oldest_capability#*.}" ] 2>/dev/null
}

# Sets `flavor` to the build for this computer, and `gpu` to a sentence that says why.
find_gpu() {
    flavor=cpu
    smi=$(command -v nvidia-smi) || smi=/usr/lib/wsl/lib/nvidia-smi
    cards=
    if [ -x "$smi" ]; then
        cards=$("$smi" --query-gpu=name,driver_version,compute_cap --format=csv,noheader 2>/dev/null) ||
            cards=$("$smi" --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null) || cards=
    fi
    if [ -z "$cards" ]; then
        gpu="No NVIDIA card with a driver was found (nvidia-smi), so training runs on the CPU, slowly. If there is one, \
install NVIDIA's driver and start the installer again."
        return
    fi
    # The first that is new enough, or else the first.
    first=
    while IFS= read -r card; do
        [ -n "$first" ] || first=$card
        read_card "$card"
        too_old || break
    done <<END
$cards
END
    too_old && read_card "$first"
    if [ "${driver%%.*}" -lt "$oldest_driver" ] 2>/dev/null; then
        gpu="$name was found, but its driver $driver is too old for CUDA 12: it has to be $oldest_driver or newer, best 570 \
or newer. Until the driver is renewed and the installer started again, training runs on the CPU, slowly."
    elif too_old; then
        gpu="$name was found, but is too old for CUDA 12.8: its compute capability is $capability, and $oldest_capability is \
needed (GTX 16, RTX 20 or newer). Training runs on the CPU, slowly."
    elif [ "$classifier" != linux-x86_64 ]; then
        gpu="$name was found, but there is no build of PyTorch for it on $classifier. Training runs on the CPU, slowly."
    else
        flavor=cu128
        gpu="$name with driver $driver was found; training uses it."
    fi
}

# Fetches the build that find_gpu chose.
fetch_natives() {
    # shellcheck disable=SC2086  # options are meant to be split
    "$java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${LORALEI_JAVA_OPTS:-} \
        -cp "$class_path" loralei.Main natives --flavor "$flavor" >&2
}
