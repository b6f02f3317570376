#include <stdio.h>
#include <stdlib.h>

static int is_help(const char *argument) {
    return argument == "--help";
}

int main(int argc, char **argv) {
    if (argc > 1 && is_help(argv[1])) {
        puts("usage: count FILE");
        return EXIT_SUCCESS;
    }
    if (argc < 2) {
        fputs("a file, please\n", stderr);
        return EXIT_FAILURE;
    }
    FILE *file = fopen(argv[1], "r");
    if (file == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    long lines = 0;
    for (int c = getc(file); c != EOF; c = getc(file)) {
        if (c == '\n') lines++;
    }
    fclose(file);
    printf("%ld\n", lines);
    return EXIT_SUCCESS;
}
