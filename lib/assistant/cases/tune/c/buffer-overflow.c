#include <stdio.h>
#include <string.h>

#define NAME_MAX_LENGTH 16

struct player {
    char name[NAME_MAX_LENGTH];
    int score;
};

static void rename_player(struct player *player, const char *name) {
    strcpy(player->name, name);
}

static void shout(const char *text) {
    char copy[256];
    snprintf(copy, sizeof(copy), "%s", text);
    for (size_t i = 0; i < strlen(copy); i++) {
        if (copy[i] >= 'a' && copy[i] <= 'z') copy[i] -= 'a' - 'A';
    }
    puts(copy);
}

int main(int argc, char **argv) {
    struct player player = {"nobody", 0};
    if (argc > 1) {
        rename_player(&player, argv[1]);
    }
    shout(player.name);
    return 0;
}
