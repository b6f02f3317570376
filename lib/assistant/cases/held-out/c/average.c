#include <stdio.h>

#define SIZE 10

static int sign(int value) {
    if (value > 0) {
        return 1;
    } else if (value < 0) {
        return -1;
    }
}

int main(void) {
    int values[SIZE];
    int n = 0;
    int sum;
    printf("How many? ");
    if (scanf("%d", n) != 1) {
        return 1;
    }
    for (int i = 0; i < n && i < SIZE; i++) {
        if (scanf("%d", &values[i]) != 1) {
            return 1;
        }
        sum += values[i];
    }
    printf("%d %d\n", sum / n, sign(sum));
    return 0;
}
