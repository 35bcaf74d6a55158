#include "sha256_lanes.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

enum { block_size = 64, digest_size = 32, length_size = 8 };

static const uint32_t round_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// One message in work.
struct lane {
  __m128i abef, cdgh;
  const uint8_t *bytes;  // the message without its prefix
  size_t count;
  size_t block, blocks;  // the next block, and how many there are
  uint8_t edge[3 * block_size];  // the first block, then the last two: those that are composed
  uint8_t *digest;
};

/// Composes the blocks that are not a part of the message's own bytes.
static void lane_begin(
  struct lane *lane, const struct sha256_message *message, uint8_t prefix, uint8_t *digest) {
  const size_t total = message->count + 1;
  lane->bytes = message->bytes;
  lane->count = message->count;
  lane->block = 0;
  lane->blocks = (total + 1 + length_size + block_size - 1) / block_size;
  lane->digest = digest;
  lane->abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
  lane->cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
  memset(lane->edge, 0, sizeof lane->edge);
  // The bytes of the message from its first whole-block boundary on stay where they are.
  const size_t full = total / block_size;
  uint8_t *tail = lane->edge + (full == 0 ? 0 : block_size);
  if (full == 0) {
    lane->edge[0] = prefix;
    if (message->count > 0) memcpy(lane->edge + 1, message->bytes, message->count);
  } else {
    lane->edge[0] = prefix;
    memcpy(lane->edge + 1, message->bytes, block_size - 1);
    const size_t rest = total - full * block_size;
    if (rest > 0) memcpy(tail, message->bytes + (message->count - rest), rest);
  }
  tail[total - full * block_size] = 0x80;
  const uint64_t bits = __builtin_bswap64((uint64_t)total * 8);
  memcpy(tail + (lane->blocks - full) * block_size - length_size, &bits, length_size);
}

static const uint8_t *lane_next(struct lane *lane) {
  const size_t block = lane->block++;
  if (block == 0) return lane->edge;
  const size_t full = (lane->count + 1) / block_size;
  if (block < full) return lane->bytes + block * block_size - 1;
  return lane->edge + (full == 0 ? block : 1 + block - full) * block_size;
}

__attribute__((target("sha,sse4.1,ssse3")))
static void lane_finish(struct lane *lane) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i feba = _mm_shuffle_epi32(lane->abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(lane->cdgh, 0xb1);
  const __m128i dcba = _mm_blend_epi16(feba, dchg, 0xf0);
  const __m128i hgfe = _mm_alignr_epi8(dchg, feba, 8);
  _mm_storeu_si128((__m128i *)lane->digest, _mm_shuffle_epi8(dcba, order));
  _mm_storeu_si128((__m128i *)(lane->digest + 16), _mm_shuffle_epi8(hgfe, order));
}

/// Four rounds of one lane; `group` counts them from 0 to 15.
#define FOUR_ROUNDS(group, abef, cdgh, words)                                                   \
  do {                                                                                          \
    if ((group) >= 4) {                                                                         \
      const __m128i last = words[((group) + 3) & 3];                                            \
      const __m128i middle = _mm_alignr_epi8(last, words[((group) + 2) & 3], 4);                \
      const __m128i first = _mm_sha256msg1_epu32(words[(group) & 3], words[((group) + 1) & 3]); \
      words[(group) & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(first, middle), last);            \
    }                                                                                           \
    const __m128i constants = _mm_loadu_si128((const __m128i *)(round_constants + 4 * (group))); \
    const __m128i input = _mm_add_epi32(words[(group) & 3], constants);                         \
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);                                            \
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));                   \
  } while (0)

#define LOAD_WORDS(words, block)                                                                \
  do {                                                                                          \
    for (int i = 0; i < 4; i++)                                                                 \
      words[i] =                                                                                \
        _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)((block) + 16 * i)), order);          \
  } while (0)

/// Compresses one block of one lane.
__attribute__((target("sha,sse4.1,ssse3")))
static void compress_one(struct lane *lane) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i words[4], abef = lane->abef, cdgh = lane->cdgh;
  const uint8_t *block = lane_next(lane);
  LOAD_WORDS(words, block);
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) FOUR_ROUNDS(group, abef, cdgh, words);
  lane->abef = _mm_add_epi32(lane->abef, abef);
  lane->cdgh = _mm_add_epi32(lane->cdgh, cdgh);
}

/// Compresses `count` blocks of each of two lanes, their rounds interleaved.
__attribute__((target("sha,sse4.1,ssse3")))
static void compress_two(struct lane *one, struct lane *two, size_t count) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef1 = one->abef, cdgh1 = one->cdgh, abef2 = two->abef, cdgh2 = two->cdgh;
  for (; count > 0; count--) {
    const __m128i before[4] = {abef1, cdgh1, abef2, cdgh2};
    const uint8_t *block1 = lane_next(one), *block2 = lane_next(two);
    __m128i words1[4], words2[4];
    LOAD_WORDS(words1, block1);
    LOAD_WORDS(words2, block2);
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      FOUR_ROUNDS(group, abef1, cdgh1, words1);
      FOUR_ROUNDS(group, abef2, cdgh2, words2);
    }
    abef1 = _mm_add_epi32(abef1, before[0]);
    cdgh1 = _mm_add_epi32(cdgh1, before[1]);
    abef2 = _mm_add_epi32(abef2, before[2]);
    cdgh2 = _mm_add_epi32(cdgh2, before[3]);
  }
  one->abef = abef1;
  one->cdgh = cdgh1;
  two->abef = abef2;
  two->cdgh = cdgh2;
}

bool sha256_lanes_supported(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
  const bool has_sse = (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  return has_sse && (b & (1u << 29)) != 0;
}

void sha256_lanes(
  const struct sha256_message *messages, size_t count, uint8_t prefix, uint8_t *digests) {
  struct lane lanes[2];
  struct lane *one = &lanes[0], *two = &lanes[1];
  size_t next = 0;
  if (count == 0) return;
  lane_begin(one, &messages[next], prefix, digests + digest_size * next);
  next++;
  while (next < count) {
    lane_begin(two, &messages[next], prefix, digests + digest_size * next);
    next++;
    // Run both until one ends; the other goes on beside the next message.
    const size_t left1 = one->blocks - one->block, left2 = two->blocks - two->block;
    compress_two(one, two, left1 < left2 ? left1 : left2);
    const bool ended1 = one->block == one->blocks, ended2 = two->block == two->blocks;
    if (ended1) lane_finish(one);
    if (ended2) lane_finish(two);
    if (ended1 && ended2) {
      if (next == count) return;
      lane_begin(one, &messages[next], prefix, digests + digest_size * next);
      next++;
    } else if (ended1) {
      struct lane *rest = two;
      two = one;
      one = rest;
    }
  }
  while (one->block < one->blocks) compress_one(one);
  lane_finish(one);
}

#else

bool sha256_lanes_supported(void) { return false; }

void sha256_lanes(
  const struct sha256_message *messages, size_t count, uint8_t prefix, uint8_t *digests) {
  (void)messages;
  (void)count;
  (void)prefix;
  (void)digests;
}

#endif
