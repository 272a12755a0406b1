@echo off
rem Opens the window for training LoRAs of SDXL.
call "%~dp0loralei.bat" window --tab sdxl %*
