; The removal.

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
    ${If} $9 = 12
      ${IfNot} ${Silent}
        ${un.Ask} "$(SAY_NO_HELPER)" ${STOP} $0
      ${EndIf}
      SetErrorLevel 12
      Quit
    ${EndIf}
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
  Delete "$INSTDIR\Didar.exe.new" ; where the power failed in the middle of an upgrade
  Delete "$INSTDIR\bin\didar.exe.new"
  Delete "$INSTDIR\Uninstall.exe.new"
  RMDir "$INSTDIR\bin"
  ${un.Help} 'sweep "$INSTDIR" -'
  Delete "$INSTDIR\Uninstall.exe"
  ReadRegStr $Made SHCTX "${KEY}" "Made"
  !insertmacro RemoveMade
  DeleteRegKey SHCTX "${LISTED}"
  DeleteRegKey SHCTX "${KEY}"
  ${If} $R0 = 1
    RMDir /r "$Data"
  ${EndIf}
  !insertmacro GiveMutex
SectionEnd
