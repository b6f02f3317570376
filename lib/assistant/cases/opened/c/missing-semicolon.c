#include <stdio.h>

#define MAX 16

static int sum(const int *values, int count) {
    int total = 0
    for (int i = 0; i < count; i++) {
        total += values[i];
    }
    return total;
}

int main(void) {
    int values[MAX];
    for (int i = 0; i < MAX; i++) {
        values[i] = i * i;
    }
    printf("%d\n", sum(values, MAX));
    return 0;
}
