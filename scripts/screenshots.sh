#!/bin/sh
# For developers: takes pictures of the window in all its states, sizes and colours, into target/screenshots. Works the
# real window on a screen of its own, with the real engine and the demo's model. Needs a JDK, Maven and Xvfb; takes some
# minutes. With words only those in folders whose names begin so, for example: scripts/screenshots.sh 1100x700-dark
# With --docs those that the pages show, which are then copied into docs/images.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
pictures=$home/target/screenshots
wanted=$*
[ "$wanted" != --docs ] || wanted="1100x700 1920x1080-light 3840x2160-light german-light tryit-light tryit-dark concepts-light concepts-dark tools-light tools-dark tour-light tour-dark"

for tool in mvn java Xvfb; do
    command -v "$tool" >/dev/null || {
        echo "screenshots: $tool was not found." >&2
        exit 1
    }
done

# The pictures show paths below this folder, so that it is the same everywhere.
work=${TMPDIR:-/tmp}/Loralei
mkdir "$work" || {
    echo "screenshots: $work is in the way: remove it if it is no longer needed." >&2
    exit 1
}
screen=
trap 'rm -rf "${work:?}"; [ -z "$screen" ] || kill "$screen"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$pictures"
mvn -q -B -f "$home/pom.xml" -Dspotless.check.skip -Dcheckstyle.skip test-compile dependency:build-classpath -DincludeScope=test \
    -Dmdep.outputFile="$pictures/.classpath"
class_path=$home/target/test-classes:$home/target/classes:$(cat "$pictures/.classpath")

# Xvfb finds a free number by itself, and tells it. What an earlier one told must not be taken for it.
rm -f "$pictures/.display"
Xvfb -displayfd 3 -screen 0 3840x2160x24 -dpi 96 3>"$pictures/.display" 2>/dev/null &
screen=$!
while [ ! -s "$pictures/.display" ]; do sleep 0.1; done
DISPLAY=:$(cat "$pictures/.display")
export DISPLAY GOMP_SPINCOUNT=1000 LORALEI_CONFIG_DIR="$work/.config" LORALEI_LOG_DIR="$work/.log"

is_wanted() {
    [ -n "$wanted" ] || return 0
    for start in $wanted; do
        case $1 in "$start"*) return 0 ;; esac
    done
    return 1
}

# shoot NAME WHAT SIZE THEME LANGUAGE PERCENT [JAVA OPTIONS]
shoot() {
    is_wanted "$1" || return 0
    echo "screenshots: $1" >&2
    name=$1 what=$2 size=$3 theme=$4 language=$5 percent=$6
    shift 6
    rm -rf "${pictures:?}/$name" "${work:?}"
    mkdir "$work"
    (cd "$work" && java -Xmx2g -Dai.djl.offline=true "$@" -cp "$class_path" loralei.gui.Screenshots \
        "$pictures/$name" "$home/src/main/resources/loralei/demo" "$what" "$size" "$theme" "$language" "$percent")
}

for colours in light dark; do
    shoot "1100x700-$colours" states 1100x700 "$colours" en 0
    shoot "1920x1080-$colours" states 1920x1080 "$colours" en 0
    # On a screen at 200 % the system has Java draw each point as four.
    shoot "3840x2160-$colours" states 1920x1080 "$colours" en 0 -Dsun.java2d.uiScale=2
done
shoot german-light states 1100x700 light de 0
shoot german-smallest states 860x560 light de 0
shoot 150-percent-dark states 1650x1050 dark de 150
shoot 300-percent-light states 3300x2100 light en 300
shoot tryit-light tryit 1100x700 light en 0
shoot tryit-dark tryit 1100x700 dark en 0
shoot tryit-german tryit 1920x1080 dark de 0
shoot concepts-light concepts 1100x700 light en 0
shoot concepts-dark concepts 1100x700 dark en 0
shoot concepts-german concepts 860x560 dark de 0
shoot concepts-large concepts 1650x1050 light de 150
shoot tools-light tools 1100x700 light en 0
shoot tools-dark tools 1100x700 dark en 0
shoot tools-german tools 860x560 dark de 0
shoot tools-large tools 1650x1050 light de 150
shoot tour-light tour 1100x700 light en 0
shoot tour-dark tour 1100x700 dark en 0
shoot tour-german tour 1280x800 dark de 0

if [ "$*" = --docs ]; then
    for colours in light dark; do
        for picture in "$pictures/1100x700-$colours"/*.png; do
            state=${picture##*-}
            cp "$picture" "$home/docs/images/window-${state%.png}-$colours.png"
        done
    done
    for colours in light dark; do
        cp "$pictures/concepts-$colours/2-filled.png" "$home/docs/images/window-folders-$colours.png"
        cp "$pictures/tour-$colours/grid.png" "$home/docs/images/window-grid-$colours.png"
        cp "$pictures/tools-$colours/9-described.png" "$home/docs/images/window-tools-$colours.png"
        cp "$pictures/tryit-$colours/3-demo-result.png" "$home/docs/images/window-demo-$colours.png"
        cp "$pictures/tryit-$colours/5-before-and-after.png" "$home/docs/images/window-tryit-$colours.png"
        cp "$pictures/tryit-$colours/6-gallery.png" "$home/docs/images/window-gallery-$colours.png"
    done
    cp "$pictures/1920x1080-light/4-running.png" "$home/docs/images/window-1920x1080.png"
    cp "$pictures/3840x2160-light/4-running.png" "$home/docs/images/window-3840x2160.png"
    cp "$pictures/german-light/4-running.png" "$home/docs/images/window-german.png"
fi
echo "screenshots: the pictures are in $pictures" >&2
