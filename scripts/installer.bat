@echo off
rem Makes Loralei ready on this PC: Java, the program, PyTorch for the graphics card, base models, a shortcut. Each step
rem looks first whether it is done already, so it may be started as often as you like. Nothing is installed system-wide.
rem   --models none, sd15, sdxl or all    get these base models, and do not ask
rem   --no-shortcut                       make no shortcut on the desktop
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
cd /d "%HOME_DIR%"
set "LORALEI_INSTALLER=yes"
set "MODELS=ask"
set "SHORTCUT=yes"
set "KIND=jre"
set "NEEDED_TOOL="
set "LIB=%HOME_DIR%\lib"
set "CLASS_PATH=%LIB%\*"
if not exist "%HOME_DIR%\pom.xml" goto options
set "KIND=jdk"
set "NEEDED_TOOL=javac"
set "LIB=%HOME_DIR%\target\start\lib"
set "CLASS_PATH=%LIB%\*;%HOME_DIR%\target\start\classes"

:options
if "%~1"=="" goto java
if "%~1"=="--models" goto models_option
if not "%~1"=="--no-shortcut" goto unknown
set "SHORTCUT="
shift
goto options
:models_option
set "MODELS="
for %%M in (none sd15 sdxl all) do if "%~2"=="%%M" set "MODELS=%%M"
if not defined MODELS goto unknown
shift
shift
goto options
:unknown
echo The installer knows --models none, sd15, sdxl or all, and --no-shortcut. 1>&2
exit /b 2

:java
echo 1. Java 17 or newer, 64 bit
call "%~dp0parts\java.bat" %NEEDED_TOOL%
if defined JAVA goto java_found
echo    None was found.%UNFIT%
call "%~dp0parts\runtime.bat"
if errorlevel 1 goto failed
call "%~dp0parts\java.bat" %NEEDED_TOOL%
if defined JAVA goto java_found
echo Loralei cannot be installed: the Java in the folder runtime does not run here.%UNFIT% 1>&2
echo Delete the folder runtime, and start again. 1>&2
goto failed
:java_found
echo    "%JAVA%" is version %VERSION%.

echo 2. The program
call "%~dp0loralei.bat" --version >nul
if errorlevel 1 (
    echo Loralei cannot be installed: the program does not start; the lines above say why. 1>&2
    echo If the package is incomplete, unpack it again. 1>&2
    goto failed
)
echo    It starts.

echo 3. The graphics card
call "%~dp0parts\natives.bat" gpu
echo    %GPU%

call "%~dp0parts\natives.bat" find
echo 4. PyTorch %TORCH%, which does the computing (%FLAVOR%)
set "WANTED=%CPU_FOLDER%"
if not "%FLAVOR%"=="cpu" set "WANTED=%CUDA_FOLDER%"
if "%NATIVES%"=="own" goto own_natives
if "%FLAVOR%"=="cpu" if "%NATIVES%"=="cpu" goto have_natives
if exist "%WANTED%\torch.dll" goto have_natives
call "%~dp0parts\natives.bat" fetch
if not errorlevel 1 goto doctor
echo Loralei cannot be installed: PyTorch could not be fetched; the lines above say why. Start again to go on from there. 1>&2
goto failed
:own_natives
echo    PYTORCH_LIBRARY_PATH names one of your own; nothing is fetched.
goto doctor
:have_natives
echo    It is here.

:doctor
echo 5. A look at this PC
call "%~dp0loralei.bat" doctor
if errorlevel 1 echo    Not all is well; the lines above say what to do.

echo 6. Base models
call :model sd15 sd15_fp16_model_download.bat "Stable Diffusion 1.5" "about 2 GB"
call :model sdxl sdxl_model_download.bat "SDXL" "about 7 GB"

if not defined SHORTCUT goto ready
echo 7. A shortcut
powershell -NoProfile -ExecutionPolicy Bypass -Command "$ErrorActionPreference='Stop'; $s=(New-Object -ComObject WScript.Shell).CreateShortcut([Environment]::GetFolderPath('Desktop')+'\Loralei.lnk'); $s.TargetPath=$env:HOME_DIR+'\scripts\sd15_trainer.bat'; $s.WorkingDirectory=$env:HOME_DIR; $s.WindowStyle=7; $s.Save()"
if errorlevel 1 (
    echo    It could not be made; start scripts\sd15_trainer.bat instead.
) else (
    echo    Loralei, on the desktop.
)

:ready
echo Ready. scripts\sd15_trainer.bat opens the window for Stable Diffusion 1.5, scripts\sdxl_trainer.bat for SDXL.
if "%MODELS%"=="ask" pause
exit /b 0

rem A family, its script, its name, its size.
:model
if exist "models\%~1\unet" (
    echo    %~3 is here: models\%~1.
    exit /b
)
set "ANSWER="
if "%MODELS%"=="all" set "ANSWER=y"
if "%MODELS%"=="%~1" set "ANSWER=y"
if "%MODELS%"=="ask" set /p "ANSWER=   Get the base model of %~3 now (%~4)? [y/N] "
set "WANTED="
for %%A in (y yes j ja) do if /i "%ANSWER%"=="%%A" set "WANTED=yes"
if not defined WANTED (
    echo    %~3: start scripts\%~2 when you want it.
    exit /b
)
call "%~dp0%~2"
if errorlevel 1 echo    %~3 is not complete yet: start scripts\%~2 to go on.
exit /b

:failed
if "%MODELS%"=="ask" pause
exit /b 1
