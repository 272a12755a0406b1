@echo off
rem Starts Loralei: with words the command line, without any the window. In a source checkout it builds the program first.
rem Works from any folder; paths that are given to the program count from the folder you are in. LORALEI_JAVA_OPTS:
rem further options for the Java machine.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "WINDOW="
if "%~1"=="" set "WINDOW=yes"
if "%~1"=="window" set "WINDOW=yes"
set "CHECKOUT="
if exist "%HOME_DIR%\pom.xml" set "CHECKOUT=yes"
set "LIB=%HOME_DIR%\lib"
if defined CHECKOUT set "LIB=%HOME_DIR%\target\start\lib"

set "GET_JAVA=Start scripts\installer.bat, which gets one for Loralei alone; or install one from https://adoptium.net."
if defined CHECKOUT set "GET_JAVA=Install a JDK, version 17 or newer, for example from https://adoptium.net, and start again."
call "%~dp0parts\java.bat"
if defined JAVA goto java_found
if defined UNFIT (
    echo Loralei cannot start: it needs a 64-bit Java 17 or newer.%UNFIT% 1>&2
) else (
    echo Loralei cannot start: Java was not found, neither in JAVA_HOME nor on the PATH. 1>&2
)
echo %GET_JAVA% 1>&2
goto failed

:java_found
set "CLASS_PATH=%LIB%\*"
set "ARCHIVE=%LIB%\commands-%VERSION%.jsa"
if defined WINDOW set "ARCHIVE=%LIB%\window-%VERSION%.jsa"
if not defined CHECKOUT goto built
set "CLASS_PATH=%LIB%\*;%HOME_DIR%\target\start\classes"
rem A copy of the sources as they were built tells which are newer.
set "BUILT=%HOME_DIR%\target\start\.built"
set "SOURCES=%HOME_DIR%\target\start\sources"
if not exist "%BUILT%" goto build
if not exist "%LIB%" goto build
xcopy /d /l /y "%HOME_DIR%\pom.xml" "%SOURCES%" | "%SystemRoot%\System32\find.exe" ":" >nul
if not errorlevel 1 goto build
xcopy /d /l /s /y "%HOME_DIR%\src\main" "%SOURCES%" | "%SystemRoot%\System32\find.exe" ":" >nul
if errorlevel 1 goto built

:build
set "MAVEN="
for %%I in (mvn.cmd mvn.bat mvn.exe) do if not "%%~$PATH:I"=="" set "MAVEN=%%~$PATH:I"
if not defined MAVEN (
    echo Loralei cannot start: it has to be built first, and Maven, mvn, was not found on the PATH. 1>&2
    echo Install Maven 3.8 or newer from https://maven.apache.org, and start again. 1>&2
    goto failed
)
echo Loralei: building the program. The first time this takes some minutes, as Maven fetches its libraries. 1>&2
if exist "%BUILT%" del "%BUILT%"
if not exist "%SOURCES%" mkdir "%SOURCES%"
xcopy /d /y /q "%HOME_DIR%\pom.xml" "%SOURCES%" >nul
xcopy /d /s /y /q "%HOME_DIR%\src\main" "%SOURCES%" >nul
call "%MAVEN%" -q -B -Dstyle.color=never -f "%HOME_DIR%\pom.xml" -Dquick process-classes 1>&2
if errorlevel 1 (
    echo Loralei cannot start: the build failed; the lines above say why. 1>&2
    goto failed
)
type nul > "%BUILT%"

:built
rem In a package the first window, and the installer's look at this PC, leave an archive of classes; it saves time, where it
rem was made. Where the folder cannot be written to, or Java lacks an archive of its own to begin with, there is none.
set "SHARING=-Xshare:auto"
if defined CHECKOUT goto natives
for %%J in ("%JAVA%") do if not exist "%%~dpJserver\classes.jsa" goto natives
set "PROBE=%LIB%\writable.tmp"
call :probe 2>nul
if not exist "%PROBE%" goto shared
del "%PROBE%"
set "PLACE=%LIB%\archived-in.txt"
if exist "%PLACE%" for /f "usebackq delims=" %%P in ("%PLACE%") do if %%P=="%LIB%" goto archive
del /q "%LIB%\*.jsa" 2>nul
>"%PLACE%" echo "%LIB%"
:archive
if defined WINDOW set "SHARING=-XX:ArchiveClassesAtExit=%ARCHIVE%"
if "%~1"=="doctor" set "SHARING=-XX:ArchiveClassesAtExit=%ARCHIVE%"
:shared
if exist "%ARCHIVE%" set "SHARING=-XX:SharedArchiveFile=%ARCHIVE%"

:natives
call "%~dp0parts\natives.bat" find
set "COMPUTES=%WINDOW%"
for %%W in (demo train sample grid bench merge resize extract) do if "%~1"=="%%W" set "COMPUTES=yes"
for %%W in (--help -h) do if "%~2"=="%%W" set "COMPUTES="
if not defined COMPUTES goto start
if "%NATIVES%"=="cpu" if not defined PYTORCH_FLAVOR if exist "%SystemRoot%\System32\nvcuda.dll" (
    echo Loralei: this PC has an NVIDIA card, but not what it takes to train on it: start scripts\installer.bat once. 1>&2
    echo          Until then training runs on the CPU, slowly. Set PYTORCH_FLAVOR=cpu to stop this note. 1>&2
)
if not "%NATIVES%"=="none" goto start
call "%~dp0parts\natives.bat" gpu
echo Loralei: %GPU% 1>&2
echo Loralei: fetching PyTorch for it. This is done once. 1>&2
call "%~dp0parts\natives.bat" fetch
if errorlevel 1 (
    echo Loralei cannot start: PyTorch could not be fetched; the lines above say why. Start again to go on from there. 1>&2
    goto failed
)
call "%~dp0parts\natives.bat" find

:start
rem See loralei.sh for the reasons of these options, and of the order of cards.
set "CUDA_DEVICE_ORDER=PCI_BUS_ID"
set "OPTIONS=-Xms32m -Xmx4g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off:stderr --enable-native-access=ALL-UNNAMED"
if defined WINDOW goto window
:console
"%JAVA%" %OPTIONS% "%SHARING%" %LORALEI_JAVA_OPTS% -cp "%CLASS_PATH%%CPU_JARS%" loralei.Main %*
exit /b %ERRORLEVEL%

rem The window has no console, and its folder is the program's, where its pictures, models and LoRAs are.
:window
set "JAVAW=%JAVA:java.exe=javaw.exe%"
if not exist "%JAVAW%" set "JAVAW=%JAVA%"
cd /d "%HOME_DIR%"
rem A Java that is a script itself cannot do without a console.
if /i not "%JAVAW:~-4%"==".exe" goto console
start "Loralei" /b "%JAVAW%" %OPTIONS% "%SHARING%" %LORALEI_JAVA_OPTS% -cp "%CLASS_PATH%%CPU_JARS%" loralei.Main %*
exit /b 0

rem Who double-clicked needs time to read; who typed does not.
:failed
if defined WINDOW pause
exit /b 1

rem Apart, as the system complains of a folder that cannot be written to.
:probe
type nul >"%PROBE%"
exit /b
