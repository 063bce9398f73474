"""Shows a folder, read-only, through FUSE: opening and reading take so many milliseconds more, as over a network.

slowSource.py FOLDER MOUNT_POINT MILLISECONDS
"""
import os
import sys
import time

import fusepy

FIELDS = ("st_atime", "st_ctime", "st_gid", "st_ino", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")
folder, mount_point, delay = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000


class SlowSource(fusepy.Operations):
    def getattr(self, path, fh=None):
        found = os.lstat(folder + path)
        return {field: getattr(found, field) for field in FIELDS}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(folder + path)]

    def open(self, path, flags):
        time.sleep(delay)
        return os.open(folder + path, os.O_RDONLY)

    def read(self, path, size, offset, fh):
        time.sleep(delay)
        return os.pread(fh, size, offset)

    def release(self, path, fh):
        os.close(fh)
        return 0


fusepy.FUSE(SlowSource(), mount_point, foreground=True, ro=True, attr_timeout=60, entry_timeout=60)
