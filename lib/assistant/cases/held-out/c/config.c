#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct config {
    char *name;
    int retries;
};

struct config *config_new(const char *name) {
    struct config *config = malloc(sizeof(config));
    if (config == NULL) {
        return NULL;
    }
    config->name = malloc(strlen(name));
    if (config->name == NULL) {
        free(config);
        return NULL;
    }
    strcpy(config->name, name);
    config->retries = 3;
    return config;
}

void config_free(struct config *config) {
    free(config);
    free(config->name);
}

int main(void) {
    struct config *config = config_new("staging");
    if (config != NULL) {
        printf("%s: %d\n", config->name, config->retries);
        config_free(config);
    }
    return 0;
}
