; The installer for Windows, for all users of the computer. packaging/installer.py calls makensis:
;   -DFLAVOUR=station -DVERSION=0.1.0 -DFOLDER=<the built folder> -DOUTPUT=<setup.exe>
;   -DTARGET=amd64-unicode   a 64-bit installer (Debian's NSIS can); without it a 32-bit one
;   -DSIGN=<command>         signs what stands behind it: the uninstaller, then the installer
;
;   lineside-station-0.1.0-setup.exe /S                   silently
;   lineside-station-0.1.0-setup.exe /S /D=D:\Lineside    ... into this folder; /D stands last
;   "C:\Program Files\Lineside Station\uninstall.exe" /S  take the program away; all data stays
;
; Exit status: 0 done, 1 cancelled, 2 this Windows has not 64 bits, 3 the program is running.

Unicode true
!ifdef TARGET
  Target ${TARGET}
!endif
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"

!if "${FLAVOUR}" == "studio"
  !define TITLE "Lineside Studio"
!else
  !define TITLE "Lineside Station"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Lineside-${FLAVOUR}"

Name "${TITLE}"
OutFile "${OUTPUT}"
RequestExecutionLevel admin
InstallDir "$PROGRAMFILES64\${TITLE}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${TITLE}"
VIAddVersionKey "FileDescription" "${TITLE} setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
  !finalize '${SIGN} "%1"'
!endif

!define MUI_ABORTWARNING
!define MUI_ICON "${FOLDER}\lineside.ico"
!define MUI_UNICON "${FOLDER}\lineside.ico"
!insertmacro MUI_PAGE_LICENSE "${FOLDER}\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A running program's file can't be opened for writing: say so before anything is changed.
!macro RefuseWhileRunning FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "${TITLE} is running. Close it, then start this again." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} needs 64-bit Windows." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Section
  !insertmacro RefuseWhileRunning "lineside.exe"
  !insertmacro RefuseWhileRunning "lineside-console.exe"
  SetShellVarContext all
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\lineside.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "Lineside"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\lineside.ico"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" "$0"
SectionEnd

; Settings, records, images and models lie with each user, not here: they stay. So does `data`, and
; its marker, of a portable copy.
Section "Uninstall"
  !insertmacro RefuseWhileRunning "lineside.exe"
  !insertmacro RefuseWhileRunning "lineside-console.exe"
  SetShellVarContext all
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\lineside.exe"
  Delete "$INSTDIR\lineside-console.exe"
  Delete "$INSTDIR\lineside.ico"
  Delete "$INSTDIR\lineside.png"
  Delete "$INSTDIR\lineside.desktop"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\README.md"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\version.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${KEY}"
SectionEnd
