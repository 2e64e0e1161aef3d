; What the pages do: shown or passed over, and what was chosen on them.

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
  Call PlainFolder
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
