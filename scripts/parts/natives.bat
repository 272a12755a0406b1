@echo off
rem Which builds of libtorch (PyTorch's library) are here: for the processor, for an NVIDIA card. They lie in DJL's cache
rem folder; that for the processor may also be in lib\cpu as a jar, which must not be on the class path beside the other.
rem Which one is loaded, the program itself decides. Called with find, gpu or fetch; LIB, JAVA and CLASS_PATH are set by
rem the caller.
goto %1

rem Sets TORCH to libtorch's version, which the name of its binding tells; NATIVES to the best that is here: own, cuda,
rem cpu or none; and CPU_JARS to what the class path needs for it.
:find
set "TORCH="
for /f "tokens=3 delims=-" %%V in ('dir /b "%LIB%\pytorch-jni-*.jar" 2^>nul') do set "TORCH=%%V"
if not defined ENGINE_CACHE_DIR set "ENGINE_CACHE_DIR=%DJL_CACHE_DIR%"
if not defined ENGINE_CACHE_DIR set "ENGINE_CACHE_DIR=%USERPROFILE%\.djl.ai"
set "CUDA_FOLDER=%ENGINE_CACHE_DIR%\pytorch\%TORCH%-cu128-win-x86_64"
set "CPU_FOLDER=%ENGINE_CACHE_DIR%\pytorch\%TORCH%-cpu-win-x86_64"
set "CPU_JARS="
set "NATIVES=own"
if defined PYTORCH_LIBRARY_PATH exit /b 0
set "NATIVES=cuda"
if /i not "%PYTORCH_FLAVOR%"=="cpu" if exist "%CUDA_FOLDER%\torch.dll" exit /b 0
set "NATIVES=cpu"
if exist "%LIB%\cpu\pytorch-native-cpu-*.jar" goto jars
if exist "%CPU_FOLDER%\torch.dll" exit /b 0
set "NATIVES=none"
exit /b 0

:jars
set "CPU_JARS=;%LIB%\cpu\*"
exit /b 0

rem Sets FLAVOR to the build for this computer, and GPU to a sentence that says why. 528 is the oldest driver for CUDA 12,
rem 7.5 (GTX 16, RTX 20) the oldest compute capability that the build for CUDA 12.8 has code for.
:gpu
set "FLAVOR=cpu"
set "CARD="
set "DRIVER="
set "CAPABILITY=7.5"
for /f "tokens=1-3 delims=," %%A in ('nvidia-smi "--query-gpu=name,driver_version,compute_cap" "--format=csv,noheader" 2^>nul') do call :card "%%A" "%%B" "%%C"
if not defined DRIVER for /f "tokens=1-2 delims=," %%A in ('nvidia-smi "--query-gpu=name,driver_version" "--format=csv,noheader" 2^>nul') do call :card "%%A" "%%B" "7.5"
if not defined DRIVER (
    set "GPU=No NVIDIA card with a driver was found, so training runs on the CPU, slowly. If there is one, install NVIDIA's driver and start the installer again."
    exit /b 0
)
for /f "delims=." %%M in ("%DRIVER%") do set "DRIVER_MAJOR=%%M"
if %DRIVER_MAJOR% LSS 528 (
    set "GPU=%CARD% was found, but its driver %DRIVER% is too old for CUDA 12: it has to be 528.33 or newer, best 570 or newer. Until the driver is renewed and the installer started again, training runs on the CPU, slowly."
    exit /b 0
)
if %CODE% LSS 75 (
    set "GPU=%CARD% was found, but is too old for CUDA 12.8: its compute capability is %CAPABILITY%, and 7.5 is needed, that is GTX 16, RTX 20 or newer. Training runs on the CPU, slowly."
    exit /b 0
)
set "FLAVOR=cu128"
set "GPU=%CARD% with driver %DRIVER% was found; training uses it."
exit /b 0

rem The first card that is new enough counts, or else the first. A driver that does not know what it is asked says so in a
rem sentence, without a second column.
:card
if "%~2"=="" exit /b
set "THIS_CODE=%~3"
set "THIS_CODE=%THIS_CODE: =%"
set "THIS_CODE=%THIS_CODE:.=%"
if defined DRIVER if %CODE% GEQ 75 exit /b
if defined DRIVER if %THIS_CODE% LSS 75 exit /b
set "CODE=%THIS_CODE%"
set "CARD=%~1"
set "DRIVER=%~2"
set "DRIVER=%DRIVER: =%"
set "CAPABILITY=%~3"
set "CAPABILITY=%CAPABILITY: =%"
exit /b

rem Fetches the build that was chosen.
:fetch
call "%JAVA%" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %LORALEI_JAVA_OPTS% -cp "%CLASS_PATH%" loralei.Main natives --flavor %FLAVOR% 1>&2
exit /b %ERRORLEVEL%
