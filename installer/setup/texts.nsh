; What the setup says, in Persian and in English. VERSION_FA is the version in Persian digits.
; Say is for sentences: each paragraph of the Persian is marked as right to left, so that its full stop and the Latin
; words in it stand right wherever it is shown. Text is for names and buttons.

!macro Text NAME PERSIAN ENGLISH
  LangString ${NAME} ${LANG_FARSI} `${PERSIAN}`
  LangString ${NAME} ${LANG_ENGLISH} `${ENGLISH}`
!macroend
!define Text "!insertmacro Text"
!macro Say NAME PERSIAN ENGLISH
  !define P "${RTL_END}$\r$\n$\r$\n${RTL}"
  LangString ${NAME} ${LANG_FARSI} `${RTL}${PERSIAN}${RTL_END}`
  !define /redef P "$\r$\n$\r$\n"
  LangString ${NAME} ${LANG_ENGLISH} `${ENGLISH}`
  !undef P
!macroend
!define Say "!insertmacro Say"
!define RTL "${U+202B}"
!define RTL_END "${U+202C}"
!define PATH "${U+202A}" ; on a line of its own: a folder with a Persian name would turn its parts round
!define PATH_END "${U+202C}"

${Text} PRODUCT "دیدار" "Didar"
${Text} VERSION_WORDS "دیدار، نسخهٔ ${VERSION_FA}" "Didar ${VERSION}"
${Text} SETUP_CAPTION "نصب دیدار" "Didar Setup"
${Text} REMOVAL_CAPTION "برداشتن دیدار" "Remove Didar"

${Text} NEXT "&بعد" "&Next"
${Text} BACK "&قبل" "&Back"
${Text} CANCEL "انصراف" "Cancel"
${Text} CLOSE "&بستن" "&Close"
${Text} INSTALL "&نصب" "&Install"
${Text} REMOVE "&برداشتن" "&Remove"
${Text} FINISH "&پایان" "&Finish"
${Text} BROWSE "&انتخاب…" "B&rowse…"
${Say} QUIT_ASKED "از نصب دیدار منصرف شده‌اید؟ تا اینجا چیزی نصب نشده است." "Leave the setup? Nothing has been installed so far."

${Text} WELCOME_TITLE "به نصب دیدار خوش آمدید" "Welcome to Didar"
${Say} WELCOME_FIRST "دیدار، برنامهٔ دیدارهای چهره‌به‌چهرهٔ رئیس دستگاه با مردم است.${P}نسخهٔ ${VERSION_FA} روی این رایانه نصب می‌شود. نصب، چند دقیقه زمان می‌برد و به اینترنت نیازی ندارد.${P}برای ادامه، «بعد» را بزنید." "Didar keeps the face-to-face meetings of an agency's head with the public.${P}Version ${VERSION} will be installed on this computer. It takes a few minutes and needs no internet.${P}Choose Next to go on."
${Say} WELCOME_AGAIN "دیدار روی این رایانه نصب است. نسخهٔ ${VERSION_FA} جای آن را می‌گیرد.${P}اطلاعات دفتر دست‌نخورده می‌ماند. اگر در میانهٔ کار برق برود، نسخهٔ پیشین همچنان باز می‌شود.${P}برای ادامه، «بعد» را بزنید." "Didar is installed on this computer. Version ${VERSION} takes its place.${P}The office's data stays as it is. Should the power fail half way, the version before still starts.${P}Choose Next to go on."

${Text} FOLDER_TITLE "پوشهٔ نصب" "Folder"
${Say} FOLDER_ASKED "دیدار در کدام پوشه نصب شود؟" "Where should Didar be installed?"
${Say} FOLDER_TOP "دیدار در پوشهٔ زیر نصب می‌شود. برای تغییر آن، «انتخاب» را بزنید. اطلاعات دفتر در این پوشه نگهداری نمی‌شود.${P}فضای لازم: ${MEGABYTES_FA} مگابایت" "Didar will be installed in the folder below. Choose Browse to change it. The office's data is kept elsewhere.${P}Space needed: ${MEGABYTES} MB"
${Text} FOLDER_BOX "پوشه" "Folder"

${Text} OPTIONS_TITLE "گزینه‌ها" "Options"
${Say} OPTIONS_ASKED "هر کدام را که لازم دارید نشان بزنید." "Choose what you need."
${Say} OPTION_DESKTOP "میانبر دیدار روی میز کار" "A link to Didar on the desktop"
${Say} OPTION_PATH "دستور didar در خط فرمان" "The command didar on the command line"
${Say} OPTION_PATH_HINT "برای کارشناس رایانهٔ اداره؛ مسئول دفتر به آن نیازی ندارد." "For the office's technician; the secretary has no need of it."

${Text} INSTALLING_TITLE "در حال نصب" "Installing"
${Say} INSTALLING "چند لحظه صبر کنید." "Please wait a moment."
${Text} INSTALLED_TITLE "نصب شد" "Installed"
${Say} INSTALLED "دیدار آمادهٔ کار است." "Didar is ready."
${Text} FAILED_TITLE "نصب نشد" "Not installed"
${Say} FAILED "دیدار نصب نشد." "Didar was not installed."
${Say} STEP_UNPACK "پرونده‌های برنامه باز می‌شود…" "Unpacking the program's files…"
${Say} STEP_SEAL "پرونده‌ها وارسی می‌شود…" "Checking the files…"
${Say} STEP_LINKS "میانبرها ساخته می‌شود…" "Making the links…"
${Say} STEP_SWEEP "نسخهٔ پیشین برداشته می‌شود…" "Removing the version before…"
${Say} STEP_DONE "پایان یافت." "Done."

${Text} FINISH_TITLE "دیدار نصب شد" "Didar is installed"
${Say} FINISH_TEXT "دیدار آمادهٔ کار است. آن را از منوی شروع ویندوز باز کنید.${P}برای بستن این پنجره، «پایان» را بزنید." "Didar is ready. Open it from the Start menu.${P}Choose Finish to close this window."
${Text} FINISH_RUN "دیدار را باز کن" "Open Didar"

${Text} REMOVAL_TITLE "برداشتن دیدار" "Remove Didar"
${Say} REMOVAL_ASKED "دیدار از روی این رایانه برداشته شود؟" "Remove Didar from this computer?"
${Say} REMOVAL_TOP "دیدار از پوشهٔ زیر برداشته می‌شود. دربارهٔ اطلاعات دفتر جداگانه پرسیده می‌شود؛ بدون اجازهٔ شما پاک نمی‌شود." "Didar will be removed from the folder below. You are asked about the office's data apart; it is not deleted without your word."
${Text} REMOVAL_FROM "پوشه" "Folder"
${Text} REMOVING_TITLE "در حال برداشتن" "Removing"
${Text} REMOVED_TITLE "برداشته شد" "Removed"
${Say} REMOVED "دیدار از روی این رایانه برداشته شد." "Didar was removed from this computer."
${Text} NOT_REMOVED_TITLE "برداشته نشد" "Not removed"
${Say} NOT_REMOVED "دیدار برداشته نشد." "Didar was not removed."
${Text} DATA_ELSEWHERE "${RTL_END}$\r$\n$\r$\n${RTL}اطلاعات این پوشه، که DIDAR_HOME نام برده است، دست‌نخورده می‌ماند:$\r$\n${PATH}$0${PATH_END}" "$\r$\n$\r$\nThe data in this folder, which DIDAR_HOME names, stays as it is:$\r$\n$0"
${Say} PURGE_ASKED "اطلاعات دفتر هم پاک شود؟${P}مراجعه‌ها، موردها، نامه‌ها و تنظیم‌ها در این پوشه است:$\r$\n${PATH}$Data${PATH_END}${P}اگر پاک نشود، با نصب دوبارهٔ دیدار باز در دسترس است.$Said" "Delete the office's data too?${P}Visits, issues, letters and settings are in this folder:$\r$\n$Data${P}If they are kept, Didar finds them when it is installed again.$Said"
${Say} PURGE_ASKED_AGAIN "همهٔ آنچه در این پوشه است برای همیشه پاک می‌شود و بازگرداندنی نیست:$\r$\n${PATH}$Data${PATH_END}${P}پشتیبان‌ها و گزارش‌هایی که در جای دیگری ذخیره کرده‌اید، می‌ماند.${P}آیا اطمینان دارید که پاک شود؟" "All that is in this folder will be deleted for good; it cannot be brought back:$\r$\n$Data${P}Backups and reports that you saved elsewhere stay.${P}Are you sure?"

${Say} SAY_32_BIT "ویندوز این رایانه ۳۲بیتی است و دیدار به ویندوز ۶۴بیتی نیاز دارد.${P}لطفاً با کارشناس رایانهٔ اداره هماهنگ کنید. چیزی نصب نشد." "Windows on this computer is 32-bit, and Didar needs a 64-bit one.${P}Please ask your office's technician. Nothing was installed."
${Say} SAY_ARM "پردازندهٔ این رایانه ARM است و ویندوز ۱۰ برنامه‌های ۶۴بیتی را روی آن اجرا نمی‌کند. دیدار روی چنین رایانه‌ای به ویندوز ۱۱ نیاز دارد.${P}لطفاً با کارشناس رایانهٔ اداره هماهنگ کنید. چیزی نصب نشد." "This computer's processor is an ARM, on which Windows 10 runs no 64-bit programs. There Didar needs Windows 11.${P}Please ask your office's technician. Nothing was installed."
${Say} SAY_OLD "برای نصب دیدار، ویندوز ۱۰ نسخهٔ ۱۸۰۹ یا تازه‌تر لازم است و ویندوز این رایانه قدیمی‌تر است.${P}لطفاً با کارشناس رایانهٔ اداره هماهنگ کنید. چیزی نصب نشد." "Didar needs Windows 10 version 1809 or later, and this computer's is older.${P}Please ask your office's technician. Nothing was installed."
${Say} SAY_BUSY "دیدار باز است.${P}آن را ببندید و دوباره تلاش کنید. تا آن هنگام چیزی تغییر نمی‌کند." "Didar is open.${P}Close it and try again. Nothing is changed until then."
${Say} SAY_SETUP_BUSY "نصب دیگری از دیدار در جریان است. پس از پایان آن دوباره تلاش کنید." "Another setup of Didar is at work. Try again when it has ended."
${Say} SAY_NEWER "نسخهٔ تازه‌تری از دیدار ($Said) روی این رایانه نصب است.${P}نسخهٔ ${VERSION_FA} جای آن را نمی‌گیرد. چیزی تغییر نکرد." "A newer Didar ($Said) is installed on this computer.${P}Version ${VERSION} does not take its place. Nothing was changed."
${Say} SAY_ELSEWHERE "دیدار در پوشهٔ دیگری نصب است:$\r$\n${PATH}$Installed${PATH_END}${P}نخست آن را بردارید یا همان پوشه را برگزینید. چیزی تغییر نکرد." "Didar is installed in another folder:$\r$\n$Installed${P}Remove it first, or choose that folder. Nothing was changed."
${Say} SAY_FOR_ALL "دیدار برای همهٔ کاربران این رایانه نصب شده است و به‌روزرسانی آن را مدیر رایانه نصب می‌کند.$Said${P}چیزی تغییر نکرد." "Didar is installed for all users of this computer; updating it is the administrator's task.$Said${P}Nothing was changed."
${Text} OWN_TOO "${RTL_END}$\r$\n$\r$\n${RTL}دیداری را که پیش از آن برای خود نصب کرده‌اید، از «برنامه‌ها» در تنظیمات ویندوز بردارید؛ اطلاعات دفتر می‌ماند و در دیدار همگانی باز می‌شود." "$\r$\n$\r$\nRemove the Didar that you installed for yourself by the list of apps in the settings of Windows; the office's data stays and opens in the one for all."
${Say} SAY_OTHER_FILE "برای نصب دیدار برای همهٔ کاربران، پروندهٔ DidarSetup-${VERSION}-AllUsers.exe را با دسترسی مدیر رایانه اجرا کنید.${P}چیزی نصب نشد." "To install Didar for all users, run DidarSetup-${VERSION}-AllUsers.exe as an administrator.${P}Nothing was installed."
${Say} SAY_RIGHTS "در این پوشه نمی‌توان نوشت:$\r$\n${PATH}$INSTDIR${PATH_END}${P}پوشهٔ دیگری انتخاب کنید." "This folder cannot be written to:$\r$\n$INSTDIR${P}Choose another one."
${Say} SAY_LONG "نشانی این پوشه بیش از اندازه بلند است:$\r$\n${PATH}$INSTDIR${PATH_END}${P}پوشه‌ای با نشانی کوتاه‌تر انتخاب کنید." "The path of this folder is too long:$\r$\n$INSTDIR${P}Choose one with a shorter path."
${Say} SAY_FULL "فضای دیسک کافی نیست؛ ${MEGABYTES_FA} مگابایت برای برنامه لازم است و همین اندازه نیز، تا پایان نصب، روی دیسک پرونده‌های موقت ویندوز.${P}فضا را خالی کنید یا دیسک دیگری را برگزینید." "There is too little space; the program needs ${MEGABYTES} MB, and the disk of Windows' temporary files as much again until the setup ends.${P}Free some, or choose another disk."
${Say} SAY_DATA "این پوشه جای اطلاعات دفتر است:$\r$\n${PATH}$INSTDIR${PATH_END}${P}برای نصب، پوشهٔ دیگری انتخاب کنید." "This folder is for the office's data:$\r$\n$INSTDIR${P}Choose another one for the program."
${Say} SAY_OPEN "برای همهٔ کاربران، دیدار تنها در پوشهٔ برنامه‌های ویندوز نصب می‌شود تا کاربران دیگر نتوانند برنامه را تغییر دهند:$\r$\n${PATH}$PROGRAMFILES64${PATH_END}${P}پوشه‌ای در آن انتخاب کنید. چیزی تغییر نکرد." "For all users, Didar is installed in the folder for programs alone, where other users cannot change it:$\r$\n$PROGRAMFILES64${P}Choose a folder in it. Nothing was changed."
${Say} SAY_NOT_OWN "این پوشه را نمی‌توان تنها در اختیار شما گذاشت و کاربران دیگر این رایانه می‌توانند برنامه را تغییر دهند:$\r$\n${PATH}$INSTDIR${PATH_END}${P}پوشهٔ دیگری انتخاب کنید؛ برای نمونه، پوشه‌ای تازه در ریشهٔ همان دیسک. چیزی تغییر نکرد." "This folder cannot be kept to you, and other users of this PC could change the program:$\r$\n$INSTDIR${P}Choose another one: a new folder at the root of the drive, for instance. Nothing was changed."
${Say} SAY_ANOTHER "در این پوشه برنامهٔ دیگری نصب است:$\r$\n${PATH}$INSTDIR${PATH_END}${P}پوشهٔ دیگری انتخاب کنید." "Another program is installed in this folder:$\r$\n$INSTDIR${P}Choose another one."
${Say} SAY_NOT_AS_PACKED "این پرونده پس از باز شدن، همان نیست که در بستهٔ نصب بود:$\r$\n${PATH}$Said${PATH_END}${P}شاید ضدویروس آن را تغییر داده یا برداشته باشد. دیدار نصب نشد؛ نسخهٔ پیشین، اگر بود، سر جای خود است." "This file is not what was packed any more:$\r$\n$Said${P}An antivirus may have changed or removed it. Didar was not installed; the version before, if there was one, is in its place."
${Say} SAY_FAILED "نصب به پایان نرسید؛ شاید فضای دیسک کافی نیست.${P}نسخهٔ پیشین، اگر بود، سر جای خود است." "The setup did not finish; the disk may be full.${P}The version before, if there was one, is in its place."
${Say} SAY_NO_HELPER "بخشی از برنامهٔ نصب اجرا نشد؛ شاید ضدویروس جلوی آن را گرفته است.${P}چیزی تغییر نکرد. ضدویروس را بررسی کنید و دوباره تلاش کنید." "A part of the setup could not be run; an antivirus may have stopped it.${P}Nothing was changed. Look at the antivirus and try again."
${Say} SAY_LEFT "دیدار هنوز کامل برداشته نشده است، چون برنامهٔ دیگری پرونده‌ای از آن را باز نگه داشته است:$\r$\n${PATH}$INSTDIR${PATH_END}${P}آن برنامه را ببندید یا رایانه را از نو راه‌اندازی کنید و برداشتن دیدار را دوباره انجام دهید." "Didar is not wholly removed yet, as another program holds a file of it open:$\r$\n$INSTDIR${P}Close that program or restart the computer, and remove Didar again."
${Say} SAY_DATA_LEFT "دیدار برداشته شد، اما همهٔ اطلاعات دفتر پاک نشد؛ برنامهٔ دیگری پرونده‌ای از آن را باز نگه داشته است. آنچه مانده در این پوشه است:$\r$\n${PATH}$Data${PATH_END}${P}آن برنامه را ببندید و این پوشه را خودتان پاک کنید." "Didar was removed, but not all of the office's data was deleted, as another program holds a file of it open. What is left is in this folder:$\r$\n$Data${P}Close that program and delete the folder yourself."
${Say} SAY_NOT_HERE "این برنامه، دیدار را تنها از پوشه‌ای برمی‌دارد که در آن نصب شده است. در این پوشه دیدار نصب نیست:$\r$\n${PATH}$INSTDIR${PATH_END}${P}دیدار را از «برنامه‌ها» در تنظیمات ویندوز بردارید. چیزی تغییر نکرد." "This removes Didar from the folder where it is installed alone. Didar is not installed in this folder:$\r$\n$INSTDIR${P}Remove Didar by the list of apps in the settings of Windows. Nothing was changed."
${Say} SAY_UNWRITABLE "این پرونده نوشته نشد:$\r$\n$\r$\n${PATH}$0${PATH_END}$\r$\n$\r$\nشاید فضای دیسک کافی نیست یا ضدویروس جلوی آن را گرفته است." "This file could not be written:$\r$\n$\r$\n$0$\r$\n$\r$\nThe disk may be full, or an antivirus has stopped it."
