/* A fuzz target without a fuzzer: every file named, or in a folder named, goes through it once. For
 * machines without libFuzzer, and to look at one crash under a debugger. Does what libFuzzer does
 * around a target, and no more. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));
/* What the mutators of the targets call; here nothing is mutated. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most)
{
    (void)data, (void)most;
    return size;
}

static size_t replayed;

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0) {
        perror(path);
        exit(1);
    }
    /* the exact size, so that the sanitizer sees a target read past it */
    size_t size = (size_t)info.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    fprintf(stderr, "%s\n", path); /* the last line of the log is the one that broke it */
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    replayed++;
}

static void replay_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        replay(path);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char file[4096];
        int len = snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && len > 0 && (size_t)len < sizeof file)
            replay(file);
    }
    closedir(folder);
}

int main(int argc, char **argv)
{
    static const uint8_t nothing[1];
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    LLVMFuzzerTestOneInput(nothing, 0);
    for (int i = 1; i < argc; i++)
        replay_folder(argv[i]);
    printf("%zu\n", replayed);
    return 0;
}
