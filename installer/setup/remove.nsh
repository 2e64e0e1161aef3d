; The removal.

Function un.onInit
  !ifdef ALL_USERS
    !insertmacro LeaveOpenTemp " _?=$INSTDIR"
  !endif
  !insertmacro Prepare
  !insertmacro Language
  StrCpy $Mutex 0
  ${If} ${Silent}
    Call un.Begin
  ${EndIf}
FunctionEnd

!macro un.RefuseAndQuit CODE TEXT
  ${IfNot} ${Silent}
    ${un.Ask} `${TEXT}` ${STOP} $0
  ${EndIf}
  !insertmacro GiveMutex
  SetErrorLevel ${CODE}
  Quit
!macroend
!define un.RefuseAndQuit "!insertmacro un.RefuseAndQuit"

Function un.Begin
  ReadRegStr $Installed SHCTX "${KEY}" "InstallDir"
  GetFullPathName $0 "$Installed"
  GetFullPathName $1 "$INSTDIR"
  ${IfNot} $0 SamePath $1 ; a copy of this program lies among what is another's
    ${un.RefuseAndQuit} 10 "$(SAY_NOT_HERE)"
  ${EndIf}
  Call un.WaitForDidar
FunctionEnd

Function un.WaitForDidar
  ${Do}
    ${un.Help} 'busy "$INSTDIR" 0'
    ${If} $9 = 12
      ${un.RefuseAndQuit} 12 "$(SAY_NO_HELPER)"
    ${EndIf}
    ${If} $9 = 0
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
    ${un.RefuseAndQuit} 5 "$(SAY_SETUP_BUSY)"
  ${EndIf}
  Call un.WaitForDidar
  StrCpy $R0 0 ; 1: the data goes too
  ${If} ${Silent}
    ${Option} "/PURGE" $R0
  ${ElseIf} ${FileExists} "$Data\*.*"
    StrCpy $Said ""
    ReadEnvStr $0 DIDAR_HOME
    ${If} $0 != ""
      System::Call 'kernel32::GetFullPathNameW(w r0, i ${NSIS_MAX_STRLEN}, w .r0, p 0)'
      StrLen $1 "$Data\"
      StrCpy $1 "$0\" $1
      ${IfNot} $1 SamePath "$Data\"
        StrCpy $Said "$(DATA_ELSEWHERE)"
      ${EndIf}
    ${EndIf}
    ${un.Ask} "$(PURGE_ASKED)" ${DOUBT} $0
    ${If} $0 = 6
      ${un.Ask} "$(PURGE_ASKED_AGAIN)" ${CAUTION} $0
      ${If} $0 = 6
        StrCpy $R0 1
      ${EndIf}
    ${EndIf}
  ${EndIf}

  ; Until nothing is left of the program, links, remover and registry stay as they are: it can be done again.
  SetOutPath "$TEMP"
  ${un.Help} 'sweep "$INSTDIR" -'
  ${If} $9 = 12
    ${un.RefuseAndQuit} 12 "$(SAY_NO_HELPER)"
  ${EndIf}
  ${If} $9 = 0
    Delete "$INSTDIR\Didar.exe"
    Delete "$INSTDIR\bin\didar.exe"
  ${EndIf}
  ${If} $9 <> 0
  ${OrIf} ${FileExists} "$INSTDIR\Didar.exe"
  ${OrIf} ${FileExists} "$INSTDIR\bin\didar.exe"
    ${un.RefuseAndQuit} 13 "$(SAY_LEFT)"
  ${EndIf}
  Delete "$SMPROGRAMS\دیدار.lnk"
  Delete "$DESKTOP\دیدار.lnk"
  ${un.Help} 'path drop ${WHOSE} "$INSTDIR\bin"'
  Delete "$INSTDIR\Didar.exe.new" ; where the power failed in the middle of an upgrade
  Delete "$INSTDIR\bin\didar.exe.new"
  Delete "$INSTDIR\Uninstall.exe.new"
  RMDir "$INSTDIR\bin"
  Delete "$INSTDIR\Uninstall.exe"
  ReadRegStr $Made SHCTX "${KEY}" "Made"
  !insertmacro RemoveMade
  DeleteRegKey SHCTX "${LISTED}"
  DeleteRegKey SHCTX "${KEY}"
  ${If} $R0 = 1
    ${un.Help} 'purge "$Data"'
    ${If} $9 <> 0
      ${un.RefuseAndQuit} 14 "$(SAY_DATA_LEFT)"
    ${EndIf}
  ${EndIf}
  !insertmacro GiveMutex
SectionEnd
