; The installer for Windows. Built on Windows or Linux, from a folder that was built on Windows:
;   makensis -DFLAVOUR=station -DVERSION=0.1.0 -DFOLDER=dist/lineside-station packaging/lineside.nsi
;
;   lineside-station-0.1.0-setup.exe /S             install silently, for all users
;   lineside-station-0.1.0-setup.exe /S /D=D:\Lineside    ... into this folder; /D stands last
;   "C:\Program Files\Lineside Station\uninstall.exe" /S  take the program away; all data stays

Unicode true
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"

!ifndef FLAVOUR
  !define FLAVOUR "station"
!endif
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

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "${FOLDER}/LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} needs 64-bit Windows." /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  SetRegView 64
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Section
  SetShellVarContext all
  ; A running program holds its files: say so instead of leaving half of each version.
  IfFileExists "$INSTDIR\lineside.exe" 0 free
  ClearErrors
  Delete "$INSTDIR\lineside.exe"
  IfErrors 0 free
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} is running. Close it, then start this again." /SD IDOK
    SetErrorLevel 3
    Abort
  free:
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\lineside.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "Lineside"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\lineside.exe"
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
  SetShellVarContext all
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\lineside.exe"
  Delete "$INSTDIR\lineside-console.exe"
  Delete "$INSTDIR\lineside.png"
  Delete "$INSTDIR\lineside.desktop"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\README.md"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${KEY}"
SectionEnd
