; The folder in which Didar lies or is to lie.

; Into $1 the folder that /D= asks for, without a stroke at its end; $CMDLINE has no /D= any more.
Function FolderAsked
  System::Call 'kernel32::GetCommandLineW() p .r0'
  System::Call 'shlwapi::StrStrIW(p r0, w " /D=") p .r0'
  StrCpy $1 ""
  ${If} $0 P<> 0
    System::Call 'kernel32::lstrcpynW(w .r1, p r0, i ${NSIS_MAX_STRLEN})'
    StrCpy $1 $1 "" 4
    StrCpy $0 $1 1 -1
    ${If} $0 == "\"
      StrCpy $1 $1 -1
    ${EndIf}
  ${EndIf}
FunctionEnd

; Names no folder in two ways: C:\x\..\Didar is C:\Didar.
Function PlainFolder
  System::Call 'kernel32::GetFullPathNameW(w "$INSTDIR", i ${NSIS_MAX_STRLEN}, w .r0, p 0) i .r2'
  ${If} $2 <> 0
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

; Into $INSTDIR where Didar lies already, or what was asked for, or the usual folder.
Function ChooseFolder
  Call FolderAsked
  ${If} $1 != ""
  ${AndIfNot} $1 SamePath $Usual
  ${AndIf} $INSTDIR SamePath $Usual ; NSIS takes it for one that it can't have (no such drive, quotes) without a word
    StrCpy $INSTDIR $1
    ${RefuseAndQuit} 10 "$(SAY_RIGHTS)"
  ${EndIf}
  Call PlainFolder
  ${If} $Installed != ""
    ${If} $1 != ""
    ${AndIfNot} $INSTDIR SamePath $Installed
      ${RefuseAndQuit} 10 "$(SAY_ELSEWHERE)"
    ${EndIf}
    StrCpy $INSTDIR $Installed
  ${EndIf}
FunctionEnd

; Whether something of Didar's lies in a folder that the registry names; else FOLDER becomes "".
!macro IfInstalled FOLDER
  ${If} ${FOLDER} != ""
    ${Help} 'holds "${FOLDER}"'
    ${If} $9 = 12
      ${RefuseAndQuit} 12 "$(SAY_NO_HELPER)"
    ${ElseIf} $9 <> 0
      StrCpy ${FOLDER} ""
    ${EndIf}
  ${EndIf}
!macroend
!define IfInstalled "!insertmacro IfInstalled"

; Of what the helper said.
Function PersianDigits
  StrCpy $1 $Said
  StrCpy $Said ""
  ${DoUntil} $1 == ""
    StrCpy $0 $1 1
    StrCpy $1 $1 "" 1
    ${If} $0 != "."
      StrCpy $0 "۰۱۲۳۴۵۶۷۸۹" 1 $0
    ${EndIf}
    StrCpy $Said "$Said$0"
  ${Loop}
FunctionEnd

; Into $Name the new version's folder; or $Refused and the reason said.
Function LookAtFolder
  StrCpy $Refused 0
  StrCpy $Name "" ; the one found before may be another setup's by now
  ${Help} 'look "$INSTDIR" ${VERSION} ${LONGEST} ${KILOBYTES} "$Data" ${WITHIN}'
  ${If} $9 = 0
    StrCpy $Name $Said
  ${ElseIf} $9 = 8
    ${If} $LANGUAGE == ${LANG_FARSI}
      Call PersianDigits
    ${EndIf}
    ${Refuse} 8 "$(SAY_NEWER)"
  ${ElseIf} $9 = 12
    ${Refuse} 12 "$(SAY_NO_HELPER)"
  ${ElseIf} $Said == "long"
    ${Refuse} 10 "$(SAY_LONG)"
  ${ElseIf} $Said == "full"
    ${Refuse} 10 "$(SAY_FULL)"
  ${ElseIf} $Said == "data"
    ${Refuse} 10 "$(SAY_DATA)"
  ${ElseIf} $Said == "own"
    ${Refuse} 10 "$(SAY_NOT_OWN)"
  ${ElseIf} $Said == "open"
    ${Refuse} 10 "$(SAY_OPEN)"
  ${ElseIf} $Said == "another"
    ${Refuse} 10 "$(SAY_ANOTHER)"
  ${Else}
    ${Refuse} 10 "$(SAY_RIGHTS)"
  ${EndIf}
FunctionEnd
