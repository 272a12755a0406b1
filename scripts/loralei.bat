@echo off
rem Builds what is missing and starts Loralei. Works from any folder; paths that are given to the program count from the
rem folder you are in. LORALEI_JAVA_OPTS: further options for the Java machine.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "TARGET=%HOME_DIR%\target\start"

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo Loralei cannot start: Java was not found, neither in JAVA_HOME nor on the PATH. 1>&2
    echo Install a JDK, version 17 or newer ^(for example from https://adoptium.net^), and start again. 1>&2
    exit /b 1
)
rem The version of java.base is the version of Java; Java 8 does not know the option.
"%JAVA%" --list-modules 2>nul | findstr /b /c:"java.base@1" /c:"java.base@2" /c:"java.base@3" >nul
if errorlevel 1 goto too_old
for /f "tokens=2 delims=@." %%V in ('call "%JAVA%" --list-modules ^| findstr /b /c:"java.base@"') do set "MAJOR=%%V"
if %MAJOR:~0,2% LSS 17 goto too_old

if exist "%TARGET%\.built" if exist "%TARGET%\lib" goto start
where mvn >nul 2>&1
if errorlevel 1 (
    echo Loralei cannot start: it has to be built first, and Maven ^(mvn^) was not found on the PATH. 1>&2
    echo Install Maven 3.8 or newer from https://maven.apache.org, and start again. 1>&2
    exit /b 1
)
echo Loralei: building the program. The first time this takes some minutes, as Maven fetches its libraries. 1>&2
call mvn -q -B -f "%HOME_DIR%\pom.xml" -Dquick process-classes 1>&2
if errorlevel 1 (
    echo Loralei cannot start: the build failed; the lines above say why. 1>&2
    exit /b 1
)
type nul > "%TARGET%\.built"

:start
"%JAVA%" -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED %LORALEI_JAVA_OPTS% -cp "%TARGET%\classes;%TARGET%\lib\*" loralei.Main %*
exit /b %ERRORLEVEL%

:too_old
echo Loralei cannot start: it needs Java 17 or newer, and found an older one. 1>&2
echo Install a JDK, version 17 or newer ^(for example from https://adoptium.net^), and start again. 1>&2
exit /b 1
