#include <stdio.h>

struct point {
    int x;
    int y;
};

static void move(struct point *p, int dx, int dy) {
    p->x += dx;
    p.y += dy;
}

int main(void) {
    struct point p = {1, 2};
    move(&p, 3, 4;
    printf("%d %d\n", p.x, p.y);
    return 0;
}
