#!/bin/sh
# Gets the SDXL base model into the folder models; goes on where it was cut off.
script=$(readlink -f -- "$0" 2>/dev/null) || script=$0
scripts=$(dirname -- "$script")
cd -- "$scripts/.." || exit 1
exec sh scripts/loralei.sh download sdxl "$@"
