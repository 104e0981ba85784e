@echo off
rem Sets up all that Lineside needs on a fresh Windows machine, then does the main job.
rem   lineside               the window on the simulated line
rem   lineside test [ARGS]   linters, types, import contracts and tests
rem   lineside build FLAVOUR station or studio: the packaged program, in dist
rem   lineside ARGS          python main.py ARGS, for instance: lineside inspect parts
setlocal
cd /d "%~dp0"
set "VENV=.venv"
set "LOCK=requirements.lock"

call :set_up || exit /b 1
if /i "%~1"=="test" goto test
if /i "%~1"=="build" goto build
"%VENV%\Scripts\python.exe" main.py %*
exit /b %errorlevel%

:test
if not defined QT_QPA_PLATFORM set "QT_QPA_PLATFORM=offscreen"
"%VENV%\Scripts\ruff.exe" check --no-cache . || exit /b 1
"%VENV%\Scripts\ruff.exe" format --no-cache --check . || exit /b 1
"%VENV%\Scripts\mypy.exe" || exit /b 1
"%VENV%\Scripts\lint-imports.exe" --no-cache || exit /b 1
rem Only the words behind "test" go to pytest.
set "WORDS="
:next
shift
if "%~1"=="" goto run
set WORDS=%WORDS% %1
goto next
:run
"%VENV%\Scripts\python.exe" tests %WORDS%
exit /b %errorlevel%

:build
set "FLAVOUR=%~2"
if not defined FLAVOUR set "FLAVOUR=station"
"%VENV%\Scripts\python.exe" -m PyInstaller --noconfirm --log-level WARN build.spec -- --flavour %FLAVOUR% %3
exit /b %errorlevel%

:set_up
if exist "%VENV%\ready" fc /b "%VENV%\ready" "%LOCK%" >nul 2>nul && exit /b 0
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>nul && set "PYTHON=py -%%v"
if not defined PYTHON python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
  echo lineside: needs Python 3.11, 3.12 or 3.13: install one from python.org, then start again
  exit /b 1
)
echo lineside: setting up %VENV% ^(some minutes, once^)
%PYTHON% -m venv --clear "%VENV%" || exit /b 1
"%VENV%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "%LOCK%" || exit /b 1
copy /y "%LOCK%" "%VENV%\ready" >nul
exit /b 0
