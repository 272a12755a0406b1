#!/bin/sh
# Makes Loralei ready on this PC: Java, the program, PyTorch for the graphics card, base models, a shortcut. Each step
# looks first whether it is done already, so it may be started as often as you like. Nothing is installed system-wide.
#   --models none|sd15|sdxl|all   get these base models, and do not ask
#   --no-shortcut                 make no shortcut on the desktop
set -u

script=$(readlink -f -- "$0" 2>/dev/null) || script=$0
scripts=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd -P) || exit 1
home=$(dirname -- "$scripts")
window=
cd -- "$home" || exit 1

# shellcheck source=scripts/parts/common.sh
. "$scripts/parts/common.sh"
# shellcheck source=scripts/parts/natives.sh
. "$scripts/parts/natives.sh"
# shellcheck source=scripts/parts/runtime.sh
. "$scripts/parts/runtime.sh"

models=ask
shortcut=yes
while [ $# -gt 0 ]; do
    case $1 in
    --models) models=${2:-} && shift ;;
    --no-shortcut) shortcut= ;;
    *) models= ;;
    esac
    case $models in
    ask | none | sd15 | sdxl | all) shift ;;
    *) fail "the installer does not know what it was told." "It knows --models none|sd15|sdxl|all and --no-shortcut." ;;
    esac
done

echo "1. Java 17 or newer, 64 bit"
needed=
[ -n "$checkout" ] && needed=javac
if find_java "$needed"; then
    echo "   $java is version $version."
else
    echo "   None was found.${unfit:+ Not fit:$unfit}"
    get_runtime
    echo "   $java is version $version; it belongs to Loralei alone."
fi

echo "2. The program"
sh "$scripts/loralei.sh" --version >/dev/null ||
    fail "the program does not start." "The lines above say why. If the package is incomplete, unpack it again."
echo "   It starts."

echo "3. The graphics card"
find_natives
find_gpu
echo "   $gpu"

echo "4. PyTorch $torch, which does the computing ($flavor)"
class_path="$lib/*"
[ -n "$checkout" ] && class_path="$class_path:$home/target/start/classes"
wanted=$cpu_folder
[ "$flavor" = cpu ] || wanted=$cuda_folder
if [ "$natives" = own ]; then
    echo "   PYTORCH_LIBRARY_PATH names one of your own; nothing is fetched."
elif [ -e "$wanted/libtorch.$suffix" ] || { [ "$flavor" = cpu ] && [ "$natives" = cpu ]; }; then
    echo "   It is here."
else
    fetch_natives || fail "PyTorch could not be fetched." "The lines above say why. Start again to go on where it stopped."
fi

echo "5. A look at this PC"
sh "$scripts/loralei.sh" doctor || echo "   Not all is well; the lines above say what to do."

# Whether to get a base model: what was asked for, or else what the person says.
wants() {
    case $models in
    all | "$1") return 0 ;;
    ask) [ -t 0 ] || return 1 ;;
    *) return 1 ;;
    esac
    printf '   Get the base model of %s now (%s)? [y/N] ' "$2" "$3"
    read -r answer
    case $answer in
    y* | Y* | j* | J*) return 0 ;;
    *) return 1 ;;
    esac
}

echo "6. Base models"
for family in sd15 sdxl; do
    download=sd15_fp16_model_download.sh name="Stable Diffusion 1.5" size="about 2 GB"
    [ "$family" = sdxl ] && download=sdxl_model_download.sh name=SDXL size="about 7 GB"
    if [ -d "models/$family/unet" ]; then
        echo "   $name is here: models/$family."
    elif wants "$family" "$name" "$size"; then
        sh "$scripts/$download" || echo "   $name is not complete yet: start scripts/$download to go on."
    else
        echo "   $name: start scripts/$download when you want it."
    fi
done

# A text between quotes as desktop files want it: quoted, and then their own backslashes doubled.
desktop_quote() {
    printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g'
}

make_shortcut() {
    if [ "$system" = Darwin ]; then
        place=$HOME/Desktop/Loralei.command
        quoted=$(printf '%s' "$scripts" | sed "s/'/'\\\\''/g")
        printf "#!/bin/sh\nexec sh '%s/sd15_trainer.sh'\n" "$quoted" >"$place" || return 1
    else
        desktop=$(xdg-user-dir DESKTOP 2>/dev/null) || desktop=$HOME/Desktop
        [ -d "$desktop" ] || desktop=${XDG_DATA_HOME:-$HOME/.local/share}/applications
        mkdir -p "$desktop" || return 1
        place=$desktop/loralei.desktop
        {
            printf '[Desktop Entry]\nType=Application\nName=Loralei\nComment=Trains Stable Diffusion LoRAs\n'
            printf 'Exec=sh "%s"\nTerminal=false\nCategories=Graphics;\n' "$(desktop_quote "$scripts/sd15_trainer.sh")"
        } >"$place" || return 1
    fi
    chmod +x "$place"
    echo "   $place"
}

if [ -n "$shortcut" ]; then
    echo "7. A shortcut"
    make_shortcut || echo "   It could not be made; start scripts/sd15_trainer.sh instead."
fi
echo "Ready. scripts/sd15_trainer.sh opens the window for Stable Diffusion 1.5, scripts/sdxl_trainer.sh for SDXL."
