; The setup of Didar. installer/pack.py calls makensis with these defined:
;   VERSION VERSION_FA COMMAS TREE_LIST LONGEST KILOBYTES MEGABYTES MEGABYTES_FA FILES_SHA256 PYTHON MADE (folder of the
;   launchers, the helper, icon and pictures) OUT, and by choice ALL_USERS, STUB64, FAST, STORED, SIGN (a command).
; Exit codes: installer/README.md.

Unicode true
!ifdef STUB64
  Target amd64-unicode
!else
  Target x86-unicode
!endif
!ifdef STORED
  SetCompress off
!else ifdef FAST
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
SpaceTexts none ; NSIS writes them in Latin digits
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
Var Usual      ; folder, where none is chosen
Var Installed  ; the folder of an installation that is there
Var OnDesktop    ; 1: a link there
Var Command    ; 1: didar on the command line
Var Passive    ; 1: no pages but the progress
Var Wait       ; seconds for Didar to end
Var Restart    ; 1: Didar is started at the end
Var Data       ; the office's data
Var Mutex
Var Refused    ; the code of a refusal
Var Unpacks    ; 1: what lies in $Name.part is this setup's own
Var Made       ; the topmost folder that this setup made

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

!include "shared.nsh"
!include "folder.nsh"
!include "install.nsh"
!include "choices.nsh"
!include "remove.nsh"

!packhdr "${MADE}/head" '"${PYTHON}" ../stub.py "${MADE}/head"'
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif
