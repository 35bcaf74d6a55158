#ifndef SHA256_LANES_H
#define SHA256_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One message to hash, without its prefix.
struct sha256_message {
  const uint8_t *bytes;
  size_t count;
};

/// Whether this processor has the instructions that `sha256_lanes` needs (x86 SHA extensions).
/// Where it has not, the caller hashes with its ordinary library.
bool sha256_lanes_supported(void);

/// SHA-256 (FIPS 180-4) of each message with `prefix` put before it: 32 bytes a message, in order.
///
/// Two messages are in work at a time: one round of SHA-256 waits for the round before it, so one
/// message alone leaves half of the processor's SHA unit idle.
void sha256_lanes(
  const struct sha256_message *messages, size_t count, uint8_t prefix, uint8_t *digests);

#endif
