@echo off
rem Gets a Java for Loralei alone, into the folder runtime: Eclipse Temurin, from an archive that lies beside the scripts or
rem from its makers. Nothing outside the program folder is touched. curl, tar and certutil belong to Windows 10 and newer.
rem Whoever calls this is in the program folder, and has set HOME_DIR and
rem KIND, jre or jdk.
set "ADOPTIUM=https://api.adoptium.net"
if defined LORALEI_ADOPTIUM_URL set "ADOPTIUM=%LORALEI_ADOPTIUM_URL%"
set "PART=%HOME_DIR%\runtime.part"
set "ARCHIVE="
for %%F in (OpenJDK17*-%KIND%_x64_windows_*.zip scripts\OpenJDK17*-%KIND%_x64_windows_*.zip) do set "ARCHIVE=%%~fF"
if not defined ARCHIVE goto download
echo    Taking %ARCHIVE%
if exist "%ARCHIVE%.sha256.txt" call :check_sum
if errorlevel 1 exit /b 1
goto unpack

rem Into a folder that stays when the line drops, so that the next start goes on from there. "cmd /c" as an address may hold
rem percent signs, which a called script would take for variables.
:download
if not exist "%PART%" mkdir "%PART%"
set "LINK="
cmd /d /c curl -sS -f -o "%PART%\answer" -w "%%{redirect_url}" "%ADOPTIUM%/v3/binary/latest/17/ga/windows/x64/%KIND%/hotspot/normal/eclipse" >"%PART%\link.txt"
set /p LINK=<"%PART%\link.txt"
if not defined LINK goto no_download
for /f "usebackq delims=" %%L in ("%PART%\link.txt") do set "ARCHIVE=%PART%\%%~nxL"
echo    Fetching "%LINK%"
cmd /d /c curl -f -L -C - --retry 3 -o "%ARCHIVE%" "%LINK%"
if errorlevel 1 goto no_download
cmd /d /c curl -sS -f -L -o "%ARCHIVE%.sha256.txt" "%LINK%.sha256.txt"
if errorlevel 1 goto no_download
call :check_sum
if errorlevel 1 exit /b 1

:unpack
if exist "%HOME_DIR%\runtime.new" rmdir /s /q "%HOME_DIR%\runtime.new"
mkdir "%HOME_DIR%\runtime.new"
cmd /d /c tar -xf "%ARCHIVE%" -C "%HOME_DIR%\runtime.new" --strip-components=1
if errorlevel 1 (
    echo Loralei cannot be installed: the archive of Java cannot be unpacked. 1>&2
    echo Check the space on the disk; delete the file if it is damaged, and start again. 1>&2
    exit /b 1
)
if exist "%HOME_DIR%\runtime" rmdir /s /q "%HOME_DIR%\runtime"
move "%HOME_DIR%\runtime.new" "%HOME_DIR%\runtime" >nul
if exist "%PART%" rmdir /s /q "%PART%"
exit /b 0

:no_download
echo Loralei cannot be installed: Java could not be fetched. 1>&2
echo Check the network and start the installer again: it goes on where it stopped. Or get a Java 17 %KIND%, zip, for 1>&2
echo Windows x64 from https://adoptium.net by hand, and put it beside the installer. 1>&2
exit /b 1

:check_sum
set "EXPECTED="
set "FOUND="
set /p EXPECTED=<"%ARCHIVE%.sha256.txt"
set "EXPECTED=%EXPECTED:~0,64%"
for /f "skip=1 delims=" %%H in ('certutil -hashfile "%ARCHIVE%" SHA256') do if not defined FOUND set "FOUND=%%H"
set "FOUND=%FOUND: =%"
if /i "%FOUND%"=="%EXPECTED%" (
    echo    Its SHA-256 is right.
    exit /b 0
)
del "%ARCHIVE%"
echo Loralei cannot be installed: the archive of Java is damaged, its SHA-256 is not as it should be. It was deleted. 1>&2
echo Start the installer again. 1>&2
exit /b 1
