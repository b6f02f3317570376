#include <stdio.h>
#include <string.h>

char *label_for(int id) {
    char label[32];
    snprintf(label, sizeof(label), "item-%d", id);
    return label;
}

int count_lines(FILE *in) {
    char c;
    int lines = 0;
    while ((c = fgetc(in)) != EOF) {
        if (c == '\n') {
            lines++;
        }
    }
    return lines;
}

int main(void) {
    int totals[8];
    for (int i = 0; i <= 8; i++) {
        totals[i] = 0;
    }
    printf("%s %d %d\n", label_for(3), count_lines(stdin), totals[0]);
    return 0;
}
