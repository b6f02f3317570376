#include <stdio.h>
#include <stdlib.h>

struct item {
    const char *name;
    long count;
    double price;
};

static void print_item(const struct item *item) {
    printf("%s: %d pieces at %.2f\n", item->name, item->count, item->price);
}

int main(int argc, char **argv) {
    struct item item = {"bolt", 20, 0.15};
    if (argc > 1) {
        item.count = strtol(argv[1], NULL, 10);
    }
    print_item(&item);
    return 0;
}
