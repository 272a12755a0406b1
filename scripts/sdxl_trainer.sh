#!/bin/sh
# Opens the window for training LoRAs of SDXL.
script=$(readlink -f -- "$0" 2>/dev/null) || script=$0
exec sh "$(dirname -- "$script")/loralei.sh" window --tab sdxl "$@"
