; The installer for Windows, for all users of the computer. packaging/installer.py calls makensis:
;   -DFLAVOUR=station -DVERSION=0.1.0 -DFOLDER=<the built folder> -DOUTPUT=<setup.exe>
;   -DTARGET=amd64-unicode   a 64-bit installer (Debian's NSIS can); without it a 32-bit one
;   -DSIGN=<command>         signs what stands behind it: the uninstaller, then the installer
;
;   lineside-station-0.1.0-setup.exe /S                   silently; an update goes where it lies
;   lineside-station-0.1.0-setup.exe /S /D=D:\Lineside    ... into this folder; /D stands last
;   "C:\Program Files\Lineside Station\uninstall.exe" /S  take the program away; all data stays
;
; Exit status: 0 done, 1 cancelled, 2 this Windows has not 64 bits, or the installer is damaged, 3 the
; program is in use, 4 it can't be written (no room). All but 0 leave what was there as it was.

Unicode true
!ifdef TARGET
  Target ${TARGET}
!endif
SetCompressor /SOLID lzma
AllowSkipFiles off ; a file that can't be written ends it: a program without it is none
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"

!if "${FLAVOUR}" == "studio"
  !define TITLE "Lineside Studio"
!else
  !define TITLE "Lineside Station"
!endif
!define TRIES 10
; Names that nobody else gives: what is called so in a folder that was there before is thrown away.
!define NEW "_internal.new"
!define OLD "_internal.old"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Lineside-${FLAVOUR}"

Name "${TITLE}"
OutFile "${OUTPUT}"
RequestExecutionLevel admin
InstallDir "" ; see .onInit
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
      !insertmacro RefuseInUse "${TITLE} is running. Close it"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RefuseInUse WHY
  RMDir /r "$INSTDIR\${NEW}"
  MessageBox MB_OK|MB_ICONSTOP "${WHY}, then start this again. Nothing was changed." /SD IDOK
  SetErrorLevel 3
  Quit
!macroend

; A folder in which somebody is, or of which a file is held, can't be moved. Virus scanners hold what
; is new, and let it go soon. $0 is more than TRIES when it could not be moved.
!macro Move FROM TO
  ${For} $0 1 ${TRIES}
    ClearErrors
    Rename "$INSTDIR\${FROM}" "$INSTDIR\${TO}"
    ${IfNot} ${Errors}
      ${Break}
    ${EndIf}
    Sleep 250
  ${Next}
!macroend

!macro PutAway NAME
  CreateDirectory "$INSTDIR\${OLD}"
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    !insertmacro Move "${NAME}" "${OLD}\${NAME}"
  ${EndIf}
!macroend

; All of the new program, or of the old one: first everything old goes out of the way, then everything
; new takes its place. The stack holds what was begun, above an empty word.
!macro OfEachNew DO
  FindFirst $1 $2 "$INSTDIR\${NEW}\*.*"
  ${DoUntil} $2 == ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      !insertmacro ${DO} $2
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
!macroend

!macro PutOldAway NAME
  Push ${NAME}
  !insertmacro PutAway ${NAME}
  ${If} $0 > ${TRIES}
    Call PutBack
    !insertmacro RefuseInUse "Something uses files of ${TITLE}. Close it"
  ${EndIf}
!macroend

!macro PutNewThere NAME
  !insertmacro Move "${NEW}\${NAME}" ${NAME}
  ${If} $0 > ${TRIES}
    Call PutBack
    !insertmacro RefuseInUse "Something uses the new files of ${TITLE}. Close it"
  ${EndIf}
!macroend

Function PutBack
  Pop $2
  ${DoUntil} $2 == ""
    ${IfNot} ${FileExists} "$INSTDIR\${NEW}\$2"
      !insertmacro Move $2 "${NEW}\$2"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\${OLD}\$2"
      !insertmacro Move "${OLD}\$2" $2
    ${EndIf}
    Pop $2
  ${Loop}
  RMDir "$INSTDIR\${OLD}"
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} needs 64-bit Windows." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  ${If} $INSTDIR == "" ; no /D was given: an update goes where it lies
    ReadRegStr $INSTDIR HKLM "${KEY}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR "$PROGRAMFILES64\${TITLE}"
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\${NEW}"
  RMDir "$INSTDIR"
  MessageBox MB_OK|MB_ICONSTOP "${TITLE} can't be written to $INSTDIR. Make room there." /SD IDOK
  SetErrorLevel 4
FunctionEnd

Section
  !insertmacro RefuseWhileRunning "lineside.exe"
  !insertmacro RefuseWhileRunning "lineside-console.exe"
  SetShellVarContext all
  RMDir /r "$INSTDIR\${NEW}"
  SetOutPath "$INSTDIR\${NEW}"
  File /r "${FOLDER}\*.*"
  SetOutPath "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\docs\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\docs\deploy.md" ; somebody's own: the folder was there before
    RMDir /r "$INSTDIR\${NEW}\docs"
  ${EndIf}
  RMDir /r "$INSTDIR\${OLD}"
  Push ""
  !insertmacro OfEachNew PutOldAway
  !insertmacro OfEachNew PutNewThere
  RMDir /r "$INSTDIR\${OLD}"
  RMDir /r "$INSTDIR\${NEW}"
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
  RMDir /r "$INSTDIR\${OLD}"
  !insertmacro PutAway _internal
  ${If} $0 > ${TRIES}
    RMDir "$INSTDIR\${OLD}"
    !insertmacro RefuseInUse "Something uses files of ${TITLE}. Close it"
  ${EndIf}
  SetShellVarContext all
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  RMDir /r "$INSTDIR\${OLD}"
  ${If} ${FileExists} "$INSTDIR\docs\deploy.md" ; only ours
    RMDir /r "$INSTDIR\docs"
  ${EndIf}
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
