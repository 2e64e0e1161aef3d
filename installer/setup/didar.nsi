; The setup of Didar. installer/pack.py calls makensis with these defined:
;   VERSION VERSION_FA COMMAS TREE_LIST LONGEST KILOBYTES MEGABYTES MEGABYTES_FA FILES_SHA256 MADE (folder of the
;   launchers, the helper, icon and pictures) OUT, and by choice ALL_USERS, STUB64, FAST, SIGN (a command).
; Exit codes: installer/README.md.

Unicode true
!ifdef STUB64
  Target amd64-unicode
!else
  Target x86-unicode
!endif
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDateSave off
CRCCheck force
AllowSkipFiles off
ManifestSupportedOS all
ManifestDPIAware true
!ifdef ALL_USERS
  RequestExecutionLevel admin
  InstallDir "$PROGRAMFILES64\Didar"
!else
  RequestExecutionLevel user
  InstallDir "$LOCALAPPDATA\Programs\Didar"
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh

!define KEY "Software\Didar"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\Didar"
!define OLDEST_BUILD 17763 ; Windows 10, version 1809

Name "$(PRODUCT)"
OutFile "${OUT}"
Caption "$(SETUP_CAPTION)"
UninstallCaption "$(REMOVAL_CAPTION)"
!define PAGE_CAPTION " "
SubCaption 1 "${PAGE_CAPTION}"
SubCaption 2 "${PAGE_CAPTION}"
SubCaption 3 "${PAGE_CAPTION}"
SubCaption 4 "${PAGE_CAPTION}"
UninstallSubCaption 0 "${PAGE_CAPTION}"
UninstallSubCaption 1 "${PAGE_CAPTION}"
UninstallSubCaption 2 "${PAGE_CAPTION}"
BrandingText "$(VERSION_WORDS)"
MiscButtonText "$(BACK)" "$(NEXT)" "$(CANCEL)" "$(CLOSE)"
InstallButtonText "$(INSTALL)"
UninstallButtonText "$(REMOVE)"
CompletedText "$(STEP_DONE)"
SpaceTexts "$(SPACE_NEEDED)" "$(SPACE_FREE)"
FileErrorText "$(SAY_UNWRITABLE)" "$(SAY_UNWRITABLE)"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${COMMAS}"
VIFileVersion "${COMMAS}"
!macro Said LANGUAGE WORDS
  VIAddVersionKey /LANG=${LANGUAGE} ProductName "Didar"
  VIAddVersionKey /LANG=${LANGUAGE} CompanyName "Didar"
  VIAddVersionKey /LANG=${LANGUAGE} FileDescription "${WORDS}"
  VIAddVersionKey /LANG=${LANGUAGE} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} ProductVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} LegalCopyright "GPL-3.0-or-later"
!macroend

Var Parameters
Var Said       ; the helper's words
Var Name       ; of the new version's folder, 0.1.0-2
Var Installed  ; the folder of an installation that is there
Var OnDesktop    ; 1: a link there
Var Command    ; 1: didar on the command line
Var Passive    ; 1: no pages but the progress
Var Wait       ; seconds for Didar to end
Var Restart    ; 1: Didar is started at the end
Var Data       ; the office's data
Var Mutex
Var Refused    ; the code of a refusal

; ---- pages ---------------------------------------------------------------------------------------------------------

!define MUI_ICON "${MADE}/didar.ico"
!define MUI_UNICON "${MADE}/didar.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${MADE}/side.bmp"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_BITMAP "${MADE}/head.bmp"
!define MUI_HEADERIMAGE_UNBITMAP "${MADE}/head.bmp"
!define MUI_CUSTOMFUNCTION_GUIINIT Begin
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.Begin
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "$(QUIT_ASKED)"

!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TEXT "$Said"
!define MUI_PAGE_CUSTOMFUNCTION_PRE Welcome
!insertmacro MUI_PAGE_WELCOME

!define MUI_PAGE_HEADER_TEXT "$(FOLDER_TITLE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(FOLDER_ASKED)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(FOLDER_TOP)"
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "$(FOLDER_BOX)"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenInstalled
!define MUI_PAGE_CUSTOMFUNCTION_SHOW FolderShown
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY

Page custom Options LeaveOptions

!define MUI_PAGE_HEADER_TEXT "$(INSTALLING_TITLE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(INSTALLING)"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "$(INSTALLED_TITLE)"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "$(INSTALLED)"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "$(FAILED_TITLE)"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "$(FAILED)"
!insertmacro MUI_PAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_BUTTON "$(FINISH)"
!ifndef ALL_USERS ; there it would start with the administrator's rights
  !define MUI_FINISHPAGE_RUN "$INSTDIR\Didar.exe"
  !define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!endif
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenPassive
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "$(REMOVAL_TITLE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(REMOVAL_ASKED)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(REMOVAL_TOP)"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "$(REMOVAL_FROM)"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_TEXT "$(REMOVING_TITLE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(INSTALLING)"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "$(REMOVED_TITLE)"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "$(REMOVED)"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_TEXT "$(NOT_REMOVED_TITLE)"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "$(NOT_REMOVED)"
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE Farsi
!insertmacro MUI_LANGUAGE English
!include "texts.nsh"
!insertmacro Said ${LANG_FARSI} "نصب دیدار"
!insertmacro Said ${LANG_ENGLISH} "Didar Setup"
SetFont /LANG=${LANG_FARSI} "Tahoma" 9
SetFont /LANG=${LANG_ENGLISH} "Segoe UI" 9

; ---- what setup and removal share ----------------------------------------------------------------------------------

; A box of Windows itself: NSIS's own turns the direction by the language it began with, not by the one chosen since.
!macro Ask UN
  Function ${UN}Ask ; text, kind → answer
    Exch $1
    Exch
    Exch $0
    ${If} $LANGUAGE == ${LANG_FARSI}
      IntOp $1 $1 | ${MB_RTL}
    ${EndIf}
    System::Call 'user32::MessageBoxW(p $HWNDPARENT, w r0, w "$(PRODUCT)", i r1) i .r1'
    Pop $0
    Exch $1
  FunctionEnd
!macroend
!define MB_RTL 0x180000  ; right-aligned, read from right to left
!define STOP 0x10010     ; OK, the sign of a stop, in front
!define RETRY 0x10035    ; Retry, Cancel, the sign of a warning
!define DOUBT 0x10124    ; Yes, No by default, a question
!define CAUTION 0x10134  ; Yes, No by default, a warning
!insertmacro Ask ""
!insertmacro Ask "un."

!macro Ask_ UN TEXT KIND ANSWER
  Push `${TEXT}`
  Push ${KIND}
  Call ${UN}Ask
  Pop ${ANSWER}
!macroend
!define Ask '!insertmacro Ask_ ""'
!define un.Ask '!insertmacro Ask_ "un."'

; Runs the helper; $9 is its exit code, $Said its words.
!macro Help UN
  Function ${UN}Help
    Exch $8
    ClearErrors
    ExecWait '"$PLUGINSDIR\helper.exe" $8' $9
    ${If} ${Errors}
      StrCpy $9 12
    ${EndIf}
    StrCpy $Said ""
    ClearErrors
    FileOpen $8 "$PLUGINSDIR\said.txt" r
    ${IfNot} ${Errors}
      FileReadUTF16LE $8 $Said
      FileClose $8
    ${EndIf}
    ClearErrors
    Pop $8
  FunctionEnd
!macroend
!insertmacro Help ""
!insertmacro Help "un."
!macro Help_ UN WORDS
  Push `${WORDS}`
  Call ${UN}Help
!macroend
!define Help '!insertmacro Help_ ""'
!define un.Help '!insertmacro Help_ "un."'

!ifdef ALL_USERS
  !define SETUP_MUTEX "Global\ir.didar.setup"
  !define WHOSE machine
!else
  !define SETUP_MUTEX "Local\ir.didar.setup"
  !define WHOSE user
!endif

!macro Prepare
  InitPluginsDir
  SetOutPath "$PLUGINSDIR"
  File "/oname=$PLUGINSDIR\helper.exe" "${MADE}/helper.exe"
  SetShellVarContext current
  StrCpy $Data "$LOCALAPPDATA\Didar"
  !ifdef ALL_USERS
    SetRegView 64
    SetShellVarContext all
  !endif
  ${GetParameters} $Parameters
!macroend

!macro Language
  StrCpy $LANGUAGE ${LANG_FARSI}
  ReadRegStr $0 SHCTX "${KEY}" "Language"
  ${If} $0 == "en"
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
  ClearErrors
  ${GetOptions} $Parameters "/LANG=" $0
  ${IfNot} ${Errors}
    ${If} $0 == "en"
      StrCpy $LANGUAGE ${LANG_ENGLISH}
    ${Else}
      StrCpy $LANGUAGE ${LANG_FARSI}
    ${EndIf}
  ${EndIf}
!macroend

; /NAME or /NAME=VALUE among the parameters; INTO stays as it is without it.
!macro Option NAME INTO
  ClearErrors
  ${GetOptions} $Parameters "${NAME}" $0
  ${IfNot} ${Errors}
    StrCpy ${INTO} "$0"
    ${If} $0 == ""
      StrCpy ${INTO} 1
    ${EndIf}
  ${EndIf}
  ClearErrors
!macroend
!define Option "!insertmacro Option"

; Takes the setup's mutex: no Didar starts from here on. $Mutex is 0 when another setup holds it.
!macro TakeMutex
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${SETUP_MUTEX}") p .s ?e'
  Pop $0
  Pop $Mutex
  ${If} $0 = 183
    System::Call 'kernel32::CloseHandle(p $Mutex)'
    StrCpy $Mutex 0
  ${EndIf}
!macroend
!macro GiveMutex
  ${If} $Mutex P<> 0
    System::Call 'kernel32::CloseHandle(p $Mutex)'
    StrCpy $Mutex 0
  ${EndIf}
!macroend

; ---- setup -----------------------------------------------------------------------------------------------------------

; Says a refusal and remembers its code. Where nothing can be mended by the user any more, Quit follows.
!macro Refuse CODE TEXT
  StrCpy $Refused ${CODE}
  ${IfNot} ${Silent}
    ${Ask} `${TEXT}` ${STOP} $0
  ${EndIf}
!macroend
!define Refuse "!insertmacro Refuse"

!macro RefuseAndQuit CODE TEXT
  ${Refuse} ${CODE} `${TEXT}`
  Call StartAgain
  SetErrorLevel ${CODE}
  Quit
!macroend
!define RefuseAndQuit "!insertmacro RefuseAndQuit"

Function .onInit
  !insertmacro Prepare
  !insertmacro Language
  StrCpy $Wait 0
  StrCpy $Mutex 0
  StrCpy $Restart 0
  StrCpy $Passive 0
  ${If} ${Silent}
    Call Begin
  ${EndIf}
FunctionEnd

; The checks before anything is shown. Not in .onInit: what is said there is in the language of Windows yet.
Function Begin
  ${Option} "/WAIT=" $Wait
  ${Option} "/PASSIVE" $Passive
  ${IfNot} ${RunningX64}
    ${RefuseAndQuit} 6 "$(SAY_32_BIT)"
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    ${RefuseAndQuit} 7 "$(SAY_OLD)"
  ${EndIf}
  !ifdef ALL_USERS
    ReadRegStr $Installed HKLM "${KEY}" "InstallDir"
  !else
    ClearErrors
    ${GetOptions} $Parameters "/ALLUSERS" $0
    ${IfNot} ${Errors}
      ${RefuseAndQuit} 11 "$(SAY_OTHER_FILE)"
    ${EndIf}
    SetRegView 64
    ReadRegStr $0 HKLM "${KEY}" "InstallDir"
    SetRegView lastused
    ${If} $0 != ""
    ${AndIf} ${FileExists} "$0\Didar.exe"
      ${RefuseAndQuit} 11 "$(SAY_FOR_ALL)"
    ${EndIf}
    ReadRegStr $Installed HKCU "${KEY}" "InstallDir"
    ${Option} "/RESTART" $Restart
  !endif
  ${IfNot} ${FileExists} "$Installed\Didar.exe"
    StrCpy $Installed ""
  ${EndIf}
  StrCpy $OnDesktop 1
  StrCpy $Command 0
  ${If} $Installed != ""
    !ifdef ALL_USERS
      StrCpy $0 "$PROGRAMFILES64\Didar"
    !else
      StrCpy $0 "$LOCALAPPDATA\Programs\Didar"
    !endif
    ${If} $INSTDIR == $0
      StrCpy $INSTDIR $Installed
    ${ElseIf} $INSTDIR != $Installed
      ${RefuseAndQuit} 10 "$(SAY_ELSEWHERE)"
    ${EndIf}
    ${IfNot} ${FileExists} "$DESKTOP\دیدار.lnk" ; removed by the user since: stays away
      StrCpy $OnDesktop 0
    ${EndIf}
    ReadRegDWORD $Command SHCTX "${KEY}" "CommandLine"
    ${If} $Command == ""
      StrCpy $Command 0
    ${EndIf}
  ${EndIf}
  ${Option} "/DESKTOP=" $OnDesktop
  ${Option} "/PATH=" $Command
  ${If} $Passive = 1
    SetAutoClose true
  ${EndIf}
  ${If} $Installed != ""
    Call LookAtFolder
    ${If} $Refused <> 0
      Call StartAgain
      SetErrorLevel $Refused
      Quit
    ${EndIf}
  ${EndIf}
  Call WaitForDidar
FunctionEnd

; The program's own update closed it: it is started again, whatever came of the setup.
Function StartAgain
  !insertmacro GiveMutex
  ${If} $Restart = 1
  ${AndIf} $Refused <> 5
  ${AndIf} ${FileExists} "$INSTDIR\Didar.exe"
    SetOutPath "$INSTDIR"
    Exec '"$INSTDIR\Didar.exe"'
  ${EndIf}
FunctionEnd

; Into $Name the new version's folder; or $Refused and the reason said.
Function LookAtFolder
  StrCpy $Refused 0
  ${Help} 'look "$INSTDIR" ${VERSION} ${LONGEST} ${KILOBYTES} "$Data"'
  ${If} $9 = 0
    StrCpy $Name $Said
  ${ElseIf} $9 = 8
    ${Refuse} 8 "$(SAY_NEWER)"
  ${ElseIf} $Said == "long"
    ${Refuse} 10 "$(SAY_LONG)"
  ${ElseIf} $Said == "full"
    ${Refuse} 10 "$(SAY_FULL)"
  ${ElseIf} $Said == "data"
    ${Refuse} 10 "$(SAY_DATA)"
  ${Else}
    ${Refuse} 10 "$(SAY_RIGHTS)"
  ${EndIf}
FunctionEnd

; Ends the setup with 5 unless Didar has ended or the user has closed it.
Function WaitForDidar
  ${Do}
    ${Help} 'busy "$INSTDIR" $Wait'
    ${If} $9 <> 5
      ${ExitDo}
    ${EndIf}
    StrCpy $0 2
    ${IfNot} ${Silent}
      ${Ask} "$(SAY_BUSY)" ${RETRY} $0
    ${EndIf}
    ${If} $0 <> 4
      !insertmacro GiveMutex
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd

Function Welcome
  ${If} $Passive = 1
    Abort
  ${EndIf}
  StrCpy $Said "$(WELCOME_FIRST)"
  ${If} $Installed != ""
    StrCpy $Said "$(WELCOME_AGAIN)"
  ${EndIf}
FunctionEnd

Function SkipWhenInstalled
  ${If} $Passive = 1
  ${OrIf} $Installed != ""
    Abort
  ${EndIf}
FunctionEnd

Function FolderShown
  SendMessage $mui.DirectoryPage.BrowseButton ${WM_SETTEXT} 0 "STR:$(BROWSE)"
FunctionEnd

Function SkipWhenPassive
  ${If} $Passive = 1
    Abort
  ${EndIf}
FunctionEnd

Function LeaveFolder
  Call LookAtFolder
  ${If} $Refused <> 0
    Abort
  ${EndIf}
FunctionEnd

Function Options
  ${If} $Passive = 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(OPTIONS_TITLE)" "$(OPTIONS_ASKED)"
  nsDialogs::Create 1018
  Pop $0
  ${If} $LANGUAGE == ${LANG_FARSI}
    nsDialogs::SetRTL 1
  ${EndIf}
  ${NSD_CreateCheckBox} 0 8u 100% 12u "$(OPTION_DESKTOP)"
  Pop $1
  ${NSD_SetState} $1 $OnDesktop
  ${NSD_CreateCheckBox} 0 28u 100% 12u "$(OPTION_PATH)"
  Pop $2
  ${NSD_SetState} $2 $Command
  ${NSD_CreateLabel} 12u 42u -12u 20u "$(OPTION_PATH_HINT)"
  Pop $0
  ${NSD_SetFocus} $1
  nsDialogs::Show
FunctionEnd

Function LeaveOptions
  ${NSD_GetState} $1 $OnDesktop
  ${NSD_GetState} $2 $Command
FunctionEnd

!macro Halt CODE TEXT
  ${Refuse} ${CODE} `${TEXT}`
  SetErrorLevel ${CODE}
  ${If} ${Silent}
    Call .onInstFailed
    Quit
  ${EndIf}
  Abort
!macroend
!define Halt "!insertmacro Halt"

Function .onInstFailed
  SetOutPath "$TEMP"
  ${If} $Name != ""
    RMDir /r "$INSTDIR\$Name.part"
  ${EndIf}
  RMDir "$INSTDIR"
  Call StartAgain
FunctionEnd

Section "Didar"
  SetDetailsPrint none
  !insertmacro TakeMutex
  ${If} $Mutex P= 0
    StrCpy $Restart 0
    ${Halt} 5 "$(SAY_SETUP_BUSY)"
  ${EndIf}
  Call WaitForDidar
  Call LookAtFolder
  ${If} $Refused <> 0
    SetErrorLevel $Refused
    ${If} ${Silent}
      Call .onInstFailed
      Quit
    ${EndIf}
    Abort
  ${EndIf}

  SetDetailsPrint both
  DetailPrint "$(STEP_UNPACK)"
  SetDetailsPrint none
  RMDir /r "$INSTDIR\$Name.part"
  !include "${TREE_LIST}"
  SetOutPath "$INSTDIR" ; not in what is renamed next

  SetDetailsPrint both
  DetailPrint "$(STEP_SEAL)"
  SetDetailsPrint none
  ${Help} 'settle "$INSTDIR" $Name ${FILES_SHA256}'
  ${If} $9 <> 0
    ${Halt} 9 "$(SAY_NOT_AS_PACKED)"
  ${EndIf}

  ; From here on the new version starts.
  File "/oname=$PLUGINSDIR\Didar.exe" "${MADE}/Didar.exe"
  File "/oname=$PLUGINSDIR\didar-console.exe" "${MADE}/didar-console.exe"
  WriteUninstaller "$PLUGINSDIR\Uninstall.exe"
  !macro Put FROM TO
    ${Help} 'put "$PLUGINSDIR\${FROM}" "$INSTDIR\${TO}"'
    ${If} $9 <> 0
      ${Halt} 9 "$(SAY_NOT_AS_PACKED)"
    ${EndIf}
  !macroend
  !insertmacro Put Didar.exe Didar.exe
  !insertmacro Put didar-console.exe bin\didar.exe
  !insertmacro Put Uninstall.exe Uninstall.exe

  SetDetailsPrint both
  DetailPrint "$(STEP_LINKS)"
  SetDetailsPrint none
  CreateShortCut "$SMPROGRAMS\دیدار.lnk" "$INSTDIR\Didar.exe"
  ${If} $OnDesktop = 1
    CreateShortCut "$DESKTOP\دیدار.lnk" "$INSTDIR\Didar.exe"
  ${Else}
    Delete "$DESKTOP\دیدار.lnk"
  ${EndIf}
  ${If} $Command = 1
    ${Help} 'path add ${WHOSE} "$INSTDIR\bin"'
  ${Else}
    ${Help} 'path drop ${WHOSE} "$INSTDIR\bin"'
  ${EndIf}
  WriteRegStr SHCTX "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegDWORD SHCTX "${KEY}" "CommandLine" $Command
  ${If} $LANGUAGE == ${LANG_FARSI}
    WriteRegStr SHCTX "${KEY}" "Language" "fa"
  ${Else}
    WriteRegStr SHCTX "${KEY}" "Language" "en"
  ${EndIf}
  WriteRegStr SHCTX "${LISTED}" "DisplayName" "$(PRODUCT)"
  WriteRegStr SHCTX "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${LISTED}" "Publisher" "Didar"
  WriteRegStr SHCTX "${LISTED}" "DisplayIcon" "$INSTDIR\Didar.exe"
  WriteRegStr SHCTX "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${LISTED}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr SHCTX "${LISTED}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD SHCTX "${LISTED}" "NoModify" 1
  WriteRegDWORD SHCTX "${LISTED}" "NoRepair" 1
  WriteRegDWORD SHCTX "${LISTED}" "EstimatedSize" ${KILOBYTES}

  SetDetailsPrint both
  DetailPrint "$(STEP_SWEEP)"
  SetDetailsPrint none
  ${Help} 'sweep "$INSTDIR" $Name'
  SetDetailsPrint both
  StrCpy $Refused 0
  Call StartAgain
SectionEnd

; ---- removal -------------------------------------------------------------------------------------------------------

Function un.onInit
  !insertmacro Prepare
  !insertmacro Language
  StrCpy $Mutex 0
  ${If} ${Silent}
    Call un.Begin
  ${EndIf}
FunctionEnd

Function un.Begin
  Call un.WaitForDidar
FunctionEnd

Function un.WaitForDidar
  ${Do}
    ${un.Help} 'busy "$INSTDIR" 0'
    ${If} $9 <> 5
      ${ExitDo}
    ${EndIf}
    StrCpy $0 2
    ${IfNot} ${Silent}
      ${un.Ask} "$(SAY_BUSY)" ${RETRY} $0
    ${EndIf}
    ${If} $0 <> 4
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd

Section "Uninstall"
  SetDetailsPrint none
  !insertmacro TakeMutex
  ${If} $Mutex P= 0
    ${IfNot} ${Silent}
      ${un.Ask} "$(SAY_SETUP_BUSY)" ${STOP} $0
    ${EndIf}
    SetErrorLevel 5
    Quit
  ${EndIf}
  Call un.WaitForDidar
  StrCpy $R0 0 ; 1: the data goes too
  ${If} ${Silent}
    ${Option} "/PURGE" $R0
  ${ElseIf} ${FileExists} "$Data\*.*"
    ${un.Ask} "$(PURGE_ASKED)" ${DOUBT} $0
    ${If} $0 = 6
      ${un.Ask} "$(PURGE_ASKED_AGAIN)" ${CAUTION} $0
      ${If} $0 = 6
        StrCpy $R0 1
      ${EndIf}
    ${EndIf}
  ${EndIf}

  SetOutPath "$TEMP"
  Delete "$SMPROGRAMS\دیدار.lnk"
  Delete "$DESKTOP\دیدار.lnk"
  ${un.Help} 'path drop ${WHOSE} "$INSTDIR\bin"'
  Delete "$INSTDIR\Didar.exe" ; first, so that no half of it starts
  Delete "$INSTDIR\bin\didar.exe"
  RMDir "$INSTDIR\bin"
  ${un.Help} 'sweep "$INSTDIR" -'
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  !ifndef ALL_USERS
    RMDir "$LOCALAPPDATA\Programs" ; if nothing else is in it
  !endif
  DeleteRegKey SHCTX "${LISTED}"
  DeleteRegKey SHCTX "${KEY}"
  ${If} $R0 = 1
    RMDir /r "$Data"
  ${EndIf}
  !insertmacro GiveMutex
SectionEnd

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif
