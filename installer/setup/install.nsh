; The checks before anything is shown, and the setup itself.

Function .onInit
  !ifdef ALL_USERS
    StrCpy $Name ""
    ${If} $INSTDIR != "$PROGRAMFILES64\Didar"
      StrCpy $Name " /D=$INSTDIR"
    ${EndIf}
    !insertmacro LeaveOpenTemp $Name
  !endif
  !insertmacro Prepare
  !insertmacro Language
  StrCpy $Wait 0
  StrCpy $Mutex 0
  StrCpy $Made ""
  StrCpy $Unpacks 0
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
  !ifndef ALL_USERS
    ${Option} "/RESTART" $Restart
  !endif
  ${IfNot} ${RunningX64}
    ${RefuseAndQuit} 6 "$(SAY_32_BIT)"
  ${EndIf}
  ${If} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} 22000 ; Windows 11, the first one there that runs programs of 64 bits made for others
    ${RefuseAndQuit} 6 "$(SAY_ARM)"
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
    ReadRegStr $Installed HKLM "${KEY}" "InstallDir"
    SetRegView lastused
    ${IfInstalled} $Installed
    ${If} $Installed != ""
      StrCpy $Said ""
      ReadRegStr $0 HKCU "${KEY}" "InstallDir"
      ${If} $0 != ""
        StrCpy $Said "$(OWN_TOO)"
      ${EndIf}
      ${RefuseAndQuit} 11 "$(SAY_FOR_ALL)"
    ${EndIf}
    ReadRegStr $Installed HKCU "${KEY}" "InstallDir"
  !endif
  ${IfInstalled} $Installed
  StrCpy $OnDesktop 1
  StrCpy $Command 0
  !ifdef ALL_USERS
    StrCpy $Usual "$PROGRAMFILES64\Didar"
  !else
    StrCpy $Usual "$LOCALAPPDATA\Programs\Didar"
  !endif
  Call ChooseFolder
  ${If} $Installed != ""
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
  ReadRegStr $0 SHCTX "${KEY}" "InstallDir"
  ${If} $Restart = 1
  ${AndIf} $Refused <> 5
  ${AndIf} ${FileExists} "$0\Didar.exe"
    SetOutPath "$0"
    Exec '"$0\Didar.exe"'
  ${EndIf}
FunctionEnd

; Ends the setup with 5 unless Didar has ended or the user has closed it.
Function WaitForDidar
  ${Do}
    ${Help} 'busy "$INSTDIR" $Wait'
    ${If} $9 = 12 ; nobody knows whether it runs
      ${RefuseAndQuit} 12 "$(SAY_NO_HELPER)"
    ${EndIf}
    ${If} $9 = 0
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
    ReadRegStr $0 SHCTX "${KEY}" "InstallDir"
    ClearErrors
    Rename "$INSTDIR\$Name" "$INSTDIR\$Name.part" ; settled, but without a launcher
    ${IfNot} ${Errors}
    ${AndIfNot} $0 SamePath $INSTDIR
    ${AndIfNot} ${FileExists} "$INSTDIR\Didar.exe"
      Delete "$INSTDIR\bin\didar.exe"
      Delete "$INSTDIR\Uninstall.exe"
    ${EndIf}
    ${Help} 'purge "$INSTDIR\$Name.part"'
    ${If} $9 <> 0
    ${AndIf} $Unpacks = 1
      RMDir /r "$INSTDIR\$Name.part" ; the helper may not run any more; all in it is of this setup
    ${EndIf}
    Delete "$INSTDIR\Didar.exe.new"
    Delete "$INSTDIR\bin\didar.exe.new"
    Delete "$INSTDIR\Uninstall.exe.new"
    RMDir "$INSTDIR\bin"
  ${EndIf}
  ${If} $Made != ""
    !insertmacro RemoveMade
    DeleteRegValue SHCTX "${KEY}" "Made"
    DeleteRegKey /ifempty SHCTX "${KEY}"
  ${EndIf}
  Call StartAgain
FunctionEnd

Section "Didar"
  SetDetailsPrint none
  !insertmacro TakeMutex
  ${If} $Mutex P= 0
    StrCpy $Restart 0
    StrCpy $Name "" ; what lies there is the other's
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

  StrCpy $0 $INSTDIR
  ${DoUntil} ${FileExists} "$0\*.*"
    StrCpy $Made $0
    ${Above} $0
    StrLen $1 $0
    ${If} $1 < 4 ; a drive
      ${ExitDo}
    ${EndIf}
  ${Loop}
  ReadRegStr $0 SHCTX "${KEY}" "InstallDir"
  ReadRegStr $1 SHCTX "${KEY}" "Made"
  ${If} $0 == ""
  ${AndIf} $1 != "" ; of a first setup that did not come to its end
    StrLen $0 "$1\"
    StrCpy $0 "$INSTDIR\" $0
    ${If} $0 SamePath "$1\"
      StrCpy $Made $1
    ${EndIf}
  ${EndIf}
  ${If} $Made != ""
    WriteRegStr SHCTX "${KEY}" "Made" "$Made"
  ${ElseIf} $Installed == "" ; what stands there is of an installation that is no more
    DeleteRegValue SHCTX "${KEY}" "Made"
  ${EndIf}
  !ifndef ALL_USERS
    StrCpy $0 $Made
    ${If} $0 == ""
      StrCpy $0 $INSTDIR
    ${EndIf}
    ${Help} 'own "$0"'
    ${If} $9 = 12
      ${Halt} 12 "$(SAY_NO_HELPER)"
    ${ElseIf} $9 <> 0
    ${AndIf} $Installed == ""
      ${Halt} 10 "$(SAY_NOT_OWN)"
    ${EndIf}
  !endif
  SetDetailsPrint both
  DetailPrint "$(STEP_UNPACK)"
  SetDetailsPrint none
  ${Help} 'purge "$INSTDIR\$Name.part"'
  ${If} $9 = 12
    ${Halt} 12 "$(SAY_NO_HELPER)"
  ${ElseIf} $9 <> 0 ; maybe a link, and what it leads to is not ours
    ${Halt} 2 "$(SAY_FAILED)"
  ${EndIf}
  StrCpy $Unpacks 1
  !include "${TREE_LIST}"
  SetOutPath "$INSTDIR" ; not in what is renamed next

  ; All that needs room on the disk comes before the one step.
  File "/oname=$PLUGINSDIR\Didar.exe" "${MADE}/Didar.exe"
  File "/oname=$PLUGINSDIR\didar-console.exe" "${MADE}/didar-console.exe"
  WriteUninstaller "$PLUGINSDIR\Uninstall.exe"
  !macro Bring FROM TO
    ${Help} 'bring "$PLUGINSDIR\${FROM}" "$INSTDIR\${TO}"'
    ${If} $9 = 12
      ${Halt} 12 "$(SAY_NO_HELPER)"
    ${ElseIf} $9 <> 0
      ${Halt} 2 "$(SAY_FAILED)"
    ${EndIf}
  !macroend
  !insertmacro Bring Didar.exe Didar.exe
  !insertmacro Bring didar-console.exe bin\didar.exe
  !insertmacro Bring Uninstall.exe Uninstall.exe

  SetDetailsPrint both
  DetailPrint "$(STEP_SEAL)"
  SetDetailsPrint none
  ${Help} 'settle "$INSTDIR" $Name ${FILES_SHA256}'
  ${If} $9 = 12
    ${Halt} 12 "$(SAY_NO_HELPER)"
  ${ElseIf} $9 <> 0
    ${Halt} 9 "$(SAY_NOT_AS_PACKED)"
  ${EndIf}

  ; From here on the new version starts, by the launcher before as well: where there is one, all the rest follows. The
  ; launcher comes last, so that where there was none, either all are in place or none stays.
  !macro Put TO
    ${Help} 'put "$INSTDIR\${TO}"'
    ${If} $9 <> 0
    ${AndIfNot} ${FileExists} "$INSTDIR\Didar.exe"
      ${If} $9 = 12
        ${Halt} 12 "$(SAY_NO_HELPER)"
      ${Else}
        ${Halt} 9 "$(SAY_NOT_AS_PACKED)"
      ${EndIf}
    ${EndIf}
  !macroend
  !insertmacro Put Uninstall.exe
  !insertmacro Put bin\didar.exe
  !insertmacro Put Didar.exe

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
    ${If} $9 <> 0
      StrCpy $Command 0
    ${EndIf}
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
  System::Call 'advapi32::RegFlushKey(p ${HIVE})' ; a power cut would forget it for some seconds yet

  SetDetailsPrint both
  DetailPrint "$(STEP_SWEEP)"
  SetDetailsPrint none
  ${Help} 'sweep "$INSTDIR" $Name'
  SetDetailsPrint both
  StrCpy $Refused 0
  Call StartAgain
SectionEnd
