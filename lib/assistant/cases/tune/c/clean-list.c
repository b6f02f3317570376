#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    char *text;
};

static struct node *push(struct node *head, const char *text) {
    struct node *node = malloc(sizeof *node);
    if (node == NULL) {
        return head;
    }
    size_t length = strlen(text) + 1;
    node->text = malloc(length);
    if (node->text == NULL) {
        free(node);
        return head;
    }
    memcpy(node->text, text, length);
    node->next = head;
    return node;
}

static bool contains(const struct node *head, const char *text) {
    for (const struct node *node = head; node != NULL; node = node->next) {
        if (strcmp(node->text, text) == 0) {
            return true;
        }
    }
    return false;
}

static void free_all(struct node *head) {
    while (head != NULL) {
        struct node *next = head->next;
        free(head->text);
        free(head);
        head = next;
    }
}

int main(int argc, char **argv) {
    struct node *seen = NULL;
    for (int i = 1; i < argc; i++) {
        if (!contains(seen, argv[i])) {
            seen = push(seen, argv[i]);
            printf("%s\n", argv[i]);
        }
    }
    free_all(seen);
    return EXIT_SUCCESS;
}
