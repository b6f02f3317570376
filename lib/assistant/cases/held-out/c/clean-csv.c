#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_CHARS 512

struct row {
    char *name;
    long amount;
    struct row *next;
};

static char *trim(char *text) {
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        text[--length] = '\0';
    }
    return text;
}

static struct row *parse(char *line, struct row *rest) {
    char *comma = strchr(line, ',');
    if (comma == NULL) {
        return rest;
    }
    *comma = '\0';
    char *end;
    errno = 0;
    long amount = strtol(comma + 1, &end, 10);
    if (errno != 0 || end == comma + 1) {
        fprintf(stderr, "bad amount: %s\n", comma + 1);
        return rest;
    }
    struct row *row = malloc(sizeof(*row));
    if (row == NULL) {
        return rest;
    }
    row->name = strdup(trim(line));
    row->amount = amount;
    row->next = rest;
    return row;
}

static void release(struct row *row) {
    while (row != NULL) {
        struct row *next = row->next;
        free(row->name);
        free(row);
        row = next;
    }
}

int main(int argc, char **argv) {
    FILE *in = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (in == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    char line[LINE_MAX_CHARS];
    struct row *rows = NULL;
    while (fgets(line, sizeof(line), in) != NULL) {
        rows = parse(line, rows);
    }
    long total = 0;
    for (const struct row *row = rows; row != NULL; row = row->next) {
        printf("%-20s %8ld\n", row->name ? row->name : "?", row->amount);
        total += row->amount;
    }
    printf("%-20s %8ld\n", "total", total);
    release(rows);
    if (in != stdin) {
        fclose(in);
    }
    return EXIT_SUCCESS;
}
