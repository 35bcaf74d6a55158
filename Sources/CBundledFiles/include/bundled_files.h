#pragma once
#include <stddef.h>

/// A file that the program carries in itself.
typedef struct {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
} bundled_file_t;

/// How many files there are.
size_t bundled_file_count(void);

/// The file of an index below the count.
bundled_file_t bundled_file(size_t index);
