# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154  # shared with common.sh and the scripts that read this
# Which build of libtorch (PyTorch's library) is used: for the processor, or for an NVIDIA card. DJL looks for it in a
# cache folder; the build for the processor may also lie in lib/cpu as a jar, which must be off the class path for DJL to
# take any other.

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
    cache=${ENGINE_CACHE_DIR:-${DJL_CACHE_DIR:-$HOME/.djl.ai}}/pytorch
    cuda_folder=$cache/$torch-cu128-$classifier
    cpu_folder=$cache/$torch-cpu-$classifier
}

# Sets `natives` to own, cuda, cpu or none, and the environment for it.
choose_natives() {
    name_natives
    cpu_jars=
    if [ -n "${PYTORCH_LIBRARY_PATH:-}" ]; then
        natives=own
    elif [ "${PYTORCH_FLAVOR:-cu128}" != cpu ] && [ -e "$cuda_folder/libtorch.$suffix" ]; then
        natives=cuda
        export PYTORCH_FLAVOR=cu128
        # DJL sees a card only through CUDA's runtime, by the plain name that the fetched file does not have.
        if [ ! -e "$cuda_folder.link/libcudart.so" ]; then
            mkdir -p "$cuda_folder.link"
            ln -sf "$cuda_folder"/libcudart*.so* "$cuda_folder.link/libcudart.so"
        fi
        export LD_LIBRARY_PATH="$cuda_folder:$cuda_folder.link${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    elif [ -n "$(find "$lib/cpu" -name 'pytorch-native-cpu-*.jar' 2>/dev/null)" ]; then
        natives=cpu
        cpu_jars=":$lib/cpu/*"
    elif [ -e "$cpu_folder/libtorch.$suffix" ]; then
        natives=cpu
        export PYTORCH_FLAVOR=cpu
    else
        natives=none
    fi
}

# Sets `flavor` to the build for this computer, and `gpu` to a sentence that says why.
find_gpu() {
    flavor=cpu
    smi=$(command -v nvidia-smi) || smi=/usr/lib/wsl/lib/nvidia-smi
    card=
    if [ -x "$smi" ]; then
        card=$("$smi" --query-gpu=name,driver_version,compute_cap --format=csv,noheader 2>/dev/null) ||
            card=$("$smi" --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null) || card=
        card=$(printf '%s\n' "$card" | head -n 1)
    fi
    if [ -z "$card" ]; then
        gpu="No NVIDIA card with a driver was found (nvidia-smi), so training runs on the CPU, slowly. If there is one, \
install NVIDIA's driver and start the installer again."
        return
    fi
    name=${card%%,*}
    rest=${card#*, }
    driver=${rest%%,*}
    capability=${rest##*, }
    [ "$capability" = "$rest" ] && capability=$oldest_capability
    if [ "${driver%%.*}" -lt "$oldest_driver" ] 2>/dev/null; then
        gpu="$name was found, but its driver $driver is too old for CUDA 12: it has to be $oldest_driver or newer, best 570 \
or newer. Until the driver is renewed and the installer started again, training runs on the CPU, slowly."
    elif [ "${capability%.*}${capability#*.}" -lt "${oldest_capability%.*}${oldest_capability#*.}" ] 2>/dev/null; then
        gpu="$name was found, but is too old for CUDA 12.8: its compute capability is $capability, and $oldest_capability is \
needed (GTX 16, RTX 20 or newer). Training runs on the CPU, slowly."
    elif [ "$classifier" != linux-x86_64 ]; then
        gpu="$name was found, but there is no build of PyTorch for it on $classifier. Training runs on the CPU, slowly."
    else
        flavor=cu128
        gpu="$name with driver $driver was found; training uses it."
    fi
}

# Fetches the build that find_gpu chose. Java's own proxy settings are the system's.
fetch_natives() {
    # shellcheck disable=SC2086  # options are meant to be split
    "$java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.net.useSystemProxies=true ${LORALEI_JAVA_OPTS:-} \
        -cp "$class_path" loralei.Main natives --flavor "$flavor" >&2
}
