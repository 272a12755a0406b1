@echo off
rem Opens the window for training LoRAs of Stable Diffusion 1.5.
call "%~dp0loralei.bat" window --tab sd15 %*
