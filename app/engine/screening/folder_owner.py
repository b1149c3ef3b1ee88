"""Whose a folder is: the user that the system says owns it, not the one whose home it seems to lie in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _FILE, _OWNER = 1, 1  # SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION
    _QUERY, _USER, _DEFAULT_OWNER = 8, 1, 4  # TOKEN_QUERY, TokenUser, TokenOwner
    _Pointer = ctypes.POINTER(ctypes.c_void_p)
    _security = ctypes.WinDLL("advapi32", use_last_error=True)
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _security.GetNamedSecurityInfoW.argtypes = (
        *(wintypes.LPCWSTR, ctypes.c_int, wintypes.DWORD),
        *(_Pointer, _Pointer, _Pointer, _Pointer, _Pointer),
    )
    _security.GetNamedSecurityInfoW.restype = wintypes.DWORD
    _security.GetLengthSid.argtypes, _security.GetLengthSid.restype = (ctypes.c_void_p,), wintypes.DWORD
    _security.OpenProcessToken.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE))
    _security.GetTokenInformation.argtypes = (
        *(wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD),
        ctypes.POINTER(wintypes.DWORD),
    )
    _kernel.GetCurrentProcess.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    _kernel.LocalFree.argtypes, _kernel.LocalFree.restype = (ctypes.c_void_p,), ctypes.c_void_p

    def is_own_folder(folder: Path) -> bool:
        """Whether a folder is that of the system's user; what an administrator makes may belong to all of them.

        A folder whose owner nothing tells of, as on drives without owners, is nobody's.
        """
        try:
            owner = _owner_of(folder)
            return owner is not None and owner in (_of_token(_USER), _of_token(_DEFAULT_OWNER))
        except OSError:
            return False

    def _owner_of(folder: Path) -> bytes | None:
        owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
        error = _security.GetNamedSecurityInfoW(
            str(folder), _FILE, _OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(descriptor)
        )
        if error:
            raise ctypes.WinError(error)
        try:
            return _copied(owner.value)
        finally:
            _kernel.LocalFree(descriptor)

    def _of_token(kind: int) -> bytes | None:
        """What the token of this process names first in an answer of this kind."""
        token, size = wintypes.HANDLE(), wintypes.DWORD()
        if not _security.OpenProcessToken(_kernel.GetCurrentProcess(), _QUERY, ctypes.byref(token)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            # Asked without room, it tells how much it takes
            _security.GetTokenInformation(token, kind, None, 0, ctypes.byref(size))
            answer = ctypes.create_string_buffer(max(size.value, ctypes.sizeof(ctypes.c_void_p)))
            if not _security.GetTokenInformation(token, kind, answer, len(answer), ctypes.byref(size)):
                raise ctypes.WinError(ctypes.get_last_error())
            return _copied(ctypes.c_void_p.from_buffer(answer).value)
        finally:
            _kernel.CloseHandle(token)

    def _copied(identity: int | None) -> bytes | None:
        return ctypes.string_at(identity, _security.GetLengthSid(identity)) if identity else None

else:

    def is_own_folder(folder: Path) -> bool:
        """Whether a folder is that of the system's user."""
        return folder.stat().st_uid == os.getuid()
