#include <stdio.h>
#include <string.h>

enum state { IDLE, RUNNING, DONE };

static enum state advance(enum state now) {
    if (now = DONE) {
        return IDLE;
    }
    return now + 1;
}

int main(void) {
    enum state state = IDLE;
    for (int i = 0; i < 3; i++) {
        state = advance(state);
        printf("state %d\n", (int)state);
    }
    return 0;
}
