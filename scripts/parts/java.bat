@echo off
rem Finds a 64-bit Java 17 or newer: sets JAVA and VERSION, or leaves JAVA empty and says in UNFIT what was found instead.
rem With the word javac only a JDK is fit. Whoever calls this has set HOME_DIR.
set "JAVA="
set "UNFIT="
set "NEEDED=%~1"
if defined JAVA_HOME call :check "%JAVA_HOME%\bin\java.exe"
for %%I in (java.exe java.bat java.cmd) do call :check "%%~$PATH:I"
call :check "%HOME_DIR%\runtime\bin\java.exe"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*") do call :check "%%~D\bin\java.exe"
if defined JAVA exit /b 0
exit /b 1

:check
if defined JAVA exit /b
if "%~1"=="" exit /b
if not exist "%~1" exit /b
set "CANDIDATE=%~1"
set "VERSION="
set "BITS=32"
rem Each JDK has a file with its version; asking Java itself takes ten times as long.
if exist "%~dp1..\release" for /f "usebackq tokens=1,2 delims==" %%A in ("%~dp1..\release") do call :release %%A %%B
if not defined VERSION call :ask
set "MAJOR=0"
for /f "delims=.-+_ " %%M in ("%VERSION%") do set "MAJOR=%%M"
if %MAJOR% LSS 17 (
    set "UNFIT=%UNFIT% Version %VERSION% is too old."
    exit /b
)
if %BITS%==32 (
    set "UNFIT=%UNFIT% Version %VERSION% is for 32 bits."
    exit /b
)
if "%NEEDED%"=="javac" if not exist "%~dp1javac.*" (
    set "UNFIT=%UNFIT% Version %VERSION% has no compiler, javac."
    exit /b
)
set "JAVA=%CANDIDATE%"
exit /b

:release
if "%~1"=="JAVA_VERSION" set "VERSION=%~2"
if not "%~1"=="OS_ARCH" exit /b
set "ARCH=%~2"
if not "%ARCH:64=%"=="%ARCH%" set "BITS=64"
exit /b

rem Two lines tell: openjdk version "17.0.1" 2021-10-19, and OpenJDK 64-Bit Server VM (build ...).
:ask
set "VERSION=unknown"
set "ANSWER=%TEMP%\loralei-java-%RANDOM%.txt"
call "%CANDIDATE%" -version >"%ANSWER%" 2>&1
for /f "usebackq tokens=1-4" %%A in ("%ANSWER%") do (
    if "%%B"=="version" set "VERSION=%%~C"
    if "%%B"=="64-Bit" set "BITS=64"
    if "%%C"=="64-Bit" set "BITS=64"
)
del "%ANSWER%"
exit /b
