#define _GNU_SOURCE
#include "cores.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

// glibc offers these two to GNU sources only, which hides them from Swift.

int cores_get(int thread, unsigned char *mask, size_t size) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(thread, sizeof set, &set) != 0) return errno;
  memset(mask, 0, size);
  memcpy(mask, &set, size < sizeof set ? size : sizeof set);
  return 0;
}

int cores_set(int thread, const unsigned char *mask, size_t size) {
  cpu_set_t set;
  CPU_ZERO(&set);
  memcpy(&set, mask, size < sizeof set ? size : sizeof set);
  return sched_setaffinity(thread, sizeof set, &set) == 0 ? 0 : errno;
}
