#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n){ while(n){ULONG k=n>0x100000?0x100000:(ULONG)n; if(!SystemFunction036(p,k))return FALSE; p+=k;n-=k;} return TRUE; }
