@echo off
rem Gets the Stable Diffusion 1.5 base model into the folder models; goes on where it was cut off.
setlocal
cd /d "%~dp0.."
call "%~dp0loralei.bat" download sd15 %*
set "CODE=%ERRORLEVEL%"
rem Who double-clicked needs time to read; the installer does not.
if not defined LORALEI_INSTALLER pause
exit /b %CODE%
