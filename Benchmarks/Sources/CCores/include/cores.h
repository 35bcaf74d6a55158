#pragma once
#include <stddef.h>

/// The cores on which a thread may run, a bit each, as the kernel keeps them.
/// `thread` 0 is the calling thread. Both return 0, or the number of the error.
int cores_get(int thread, unsigned char *mask, size_t size);
int cores_set(int thread, const unsigned char *mask, size_t size);
