#include <stdio.h>

static int largest(const int *values, int count) {
    int found;
    for (int i = 0; i < count; i++) {
        if (values[i] > found) {
            found = values[i];
        }
    }
    return found;
}

static const char *size_name(int size) {
    if (size < 10) {
        return "small";
    } else if (size < 100) {
        return "large";
    }
}

int main(void) {
    int values[] = {3, 41, 7};
    int found = largest(values, 3);
    printf("%d is %s\n", found, size_name(found));
    return 0;
}
