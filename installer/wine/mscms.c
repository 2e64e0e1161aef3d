#define X __declspec(dllexport)
/* test-only stand-in: no colour profiles */
X void* OpenColorProfileW(void*a,unsigned b,unsigned c,unsigned d){return 0;} X int CloseColorProfile(void*p){return 1;}
X int GetColorProfileFromHandle(void*p,void*b,unsigned*n){return 0;} X void* WcsOpenColorProfileW(void){return 0;}
X void* WcsCreateIccProfile(void*p,unsigned o){return 0;} X int GetColorDirectoryW(void*a,void*b,unsigned*n){return 0;} X int GetColorProfileHeader(void*p,void*h){return 0;}
X int GetStandardColorSpaceProfileW(void*a,unsigned b,void*c,unsigned*n){return 0;}
X int ColorProfileGetDisplayDefault(void){return 0x80004001;} X int WcsGetDefaultColorProfile(void){return 0;} X int WcsGetDefaultColorProfileSize(void){return 0;} X int WcsGetUsePerUserProfiles(void){return 0;}
