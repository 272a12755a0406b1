#!/bin/sh
# Opens the window for training LoRAs of Stable Diffusion 1.5.
script=$(readlink -f -- "$0" 2>/dev/null) || script=$0
exec sh "$(dirname -- "$script")/loralei.sh" window --tab sd15 "$@"
