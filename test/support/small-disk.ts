import { join } from 'node:path'

/** statfs(2) as the kernel answers it, but for the room that is left. */
const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/vfs.h>
int statfs(const char *path, struct statfs *disk) {
  int (*ask)(const char *, struct statfs *) = dlsym(RTLD_NEXT, "statfs");
  int failed = ask(path, disk);
  if (!failed) disk->f_bfree = disk->f_bavail = strtoul(getenv("FREE_BYTES"), 0, 10) / disk->f_bsize;
  return failed;
}
`

/**
 * The environment of a process to which every disk has just so much room left, by a library that is
 * put between it and libc. A real small disk would have to be mounted, which not everybody may.
 * `folder` takes the library.
 */
export function smallDisk(folder: string, freeMb: number): Record<string, string> {
  const library = join(folder, 'small-disk.so')
  const options = ['-shared', '-fPIC', '-x', 'c', '-', '-o', library, '-ldl']
  const compiler = Bun.spawnSync(['cc', ...options], { stdin: Buffer.from(SOURCE) })
  if (!compiler.success) throw new Error(`cc: ${compiler.stderr}`)
  return { LD_PRELOAD: library, FREE_BYTES: String(freeMb * 1024 * 1024) }
}
