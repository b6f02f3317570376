#include <stdio.h>

static double mean(const double *values, size_t count) {
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        total += values[i];
    }
    return totl / (double)count;
}

int main(void) {
    double values[] = {1.5, 2.5, 4.0};
    char *label = malloc(32);
    snprintf(label, 32, "mean");
    printf("%s: %f\n", label, mean(values, 3));
    return 0;
}
