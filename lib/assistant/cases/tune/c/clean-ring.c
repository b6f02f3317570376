#include <stdint.h>
#include <string.h>

#define CAPACITY 64u

struct ring {
    uint8_t bytes[CAPACITY];
    unsigned head;
    unsigned tail;
};

void ring_init(struct ring *ring) {
    memset(ring, 0, sizeof *ring);
}

unsigned ring_used(const struct ring *ring) {
    return ring->head - ring->tail;
}

int ring_put(struct ring *ring, uint8_t byte) {
    if (ring_used(ring) == CAPACITY) {
        return -1;
    }
    ring->bytes[ring->head++ % CAPACITY] = byte;
    return 0;
}

int ring_get(struct ring *ring, uint8_t *byte) {
    if (ring_used(ring) == 0) {
        return -1;
    }
    *byte = ring->bytes[ring->tail++ % CAPACITY];
    return 0;
}
