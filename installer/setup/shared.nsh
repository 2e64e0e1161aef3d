; What setup and removal share.

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

; Runs the helper; $9 is its exit code, $Said its words.
!macro Help UN
  Function ${UN}Help
    Exch $8
    Push $7
    StrCpy $7 0
    ${Do}
      IntOp $7 $7 + 1
      ClearErrors
      ExecWait '"$PLUGINSDIR\helper.exe" $8' $9
      ${If} ${Errors}
        StrCpy $9 12
      ${EndIf}
      ${If} $9 <> 0
      ${AndIf} $9 <> 5
      ${AndIf} $9 <> 8
      ${AndIf} $9 <> 9
      ${AndIf} $9 <> 10
      ${AndIf} $9 <> 13
        StrCpy $9 12 ; one that was killed or failed: it has told nothing
      ${EndIf}
      ${If} $9 <> 12
      ${OrIf} $7 = 2
        ${ExitDo}
      ${EndIf}
      Sleep 1000 ; an antivirus may hold a program for the moment in which it looks at it
    ${Loop}
    StrCpy $Said ""
    ClearErrors
    FileOpen $8 "$PLUGINSDIR\said.txt" r
    ${IfNot} ${Errors}
      FileReadUTF16LE $8 $Said
      FileClose $8
    ${EndIf}
    ClearErrors
    Pop $7
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

; Paths are compared by their letters: for `==`, which asks Windows' order of words, a half-space is nothing.
!macro _SamePath _a _b _t _f
  !insertmacro _LOGICLIB_TEMP
  System::Call 'kernel32::CompareStringOrdinal(ws, i -1, ws, i -1, i 1) i .s' `${_a}` `${_b}`
  Pop $_LOGICLIB_TEMP
  !insertmacro _= $_LOGICLIB_TEMP 2 `${_t}` `${_f}`
!macroend

; The folder above, of a path in a variable.
!macro Above PATH
  Push ${PATH}
  System::Call 'shlwapi::PathRemoveFileSpecW(w ss)'
  Pop ${PATH}
!macroend
!define Above "!insertmacro Above"

!ifdef ALL_USERS
  !define SETUP_MUTEX "Global\ir.didar.setup"
  !define WHOSE machine
  !define HIVE 0x80000002
  !define WITHIN '"$PROGRAMFILES64"' ; elsewhere every user may write, and what all start would be anyone's
!else
  !define SETUP_MUTEX "Local\ir.didar.setup"
  !define WHOSE user
  !define HIVE 0x80000001
  !define WITHIN ""
!endif

!ifdef ALL_USERS
; Group policy runs setup and remover as SYSTEM, whose $TEMP every user may write into: he could lay a library of his own into
; $PLUGINSDIR there (CVE-2025-43715, in NSIS before 3.11). So all is done by a second process whose $TEMP lies where only
; administrators write. No plug-in may be used before this, and $CMDLINE has no /D= or _?= any more.
!macro LeaveOpenTemp FOLDER
  StrLen $0 "$WINDIR\"
  StrCpy $0 $TEMP $0
  ${If} $0 == "$WINDIR\"
    StrCpy $9 2
    ReadEnvStr $0 DIDAR_TEMP
    ${If} $0 == "" ; not the second one already
      GetTempFileName $0 $PROGRAMFILES64
      ${If} $0 != ""
        Delete $0
        CreateDirectory $0
        ${GetParameters} $Parameters
        ExecWait '"$SYSDIR\cmd.exe" /d /s /c "set "DIDAR_TEMP=-"& set "TEMP=$0"& set "TMP=$0"& "$EXEPATH" $Parameters${FOLDER}"' $9
        RMDir /r $0
      ${EndIf}
    ${EndIf}
    SetErrorLevel $9
    Quit
  ${EndIf}
!macroend
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

; Removes the program's folder and, up to the topmost that the setup made, those above it: empty ones alone, no links.
!macro RemoveMade
  StrLen $0 "$Made\"
  StrCpy $0 "$INSTDIR\" $0
  ${IfNot} $0 SamePath "$Made\"
    StrCpy $Made $INSTDIR
  ${EndIf}
  StrCpy $0 $INSTDIR
  ${Do}
    System::Call 'kernel32::GetFileAttributesW(w r0) i .r1'
    IntOp $2 $1 & 0x400
    ${If} $1 <> -1
    ${AndIf} $2 <> 0
      ${ExitDo}
    ${EndIf}
    RMDir $0
    StrLen $1 $0
    ${If} $0 SamePath $Made
    ${OrIf} $1 < 4 ; a drive
      ${ExitDo}
    ${EndIf}
    ${Above} $0
  ${Loop}
!macroend
