const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** The standard library's headers, with the functions that people use without including them. */
export const C_HEADERS: Record<string, ReadonlySet<string> | undefined> = {
  "stdio.h":
    names(`printf fprintf sprintf snprintf vprintf vfprintf vsnprintf scanf fscanf sscanf puts fputs fgets
    fgetc getc getchar putc putchar fputc ungetc fopen fclose freopen fread fwrite fseek ftell rewind fflush feof
    ferror clearerr perror remove rename tmpfile setvbuf getline popen pclose fileno`),
  "stdlib.h":
    names(`malloc calloc realloc free exit abort atexit atoi atol atoll atof strtol strtoll strtoul strtoull
    strtod strtof rand srand qsort bsearch abs labs getenv setenv system`),
  "string.h":
    names(`strlen strnlen strcpy strncpy strcat strncat strcmp strncmp strchr strrchr strstr strtok strtok_r
    strdup strndup strerror strspn strcspn strpbrk memcpy memmove memset memcmp memchr`),
  "ctype.h": names(
    "isalpha isdigit isalnum isspace isupper islower ispunct isprint isxdigit iscntrl toupper tolower",
  ),
  "math.h":
    names(`sqrt pow sin cos tan asin acos atan atan2 exp log log2 log10 floor ceil fabs fmod round lround trunc
    hypot cbrt fmax fmin`),
  "time.h": names(
    "time clock difftime mktime strftime localtime gmtime ctime asctime nanosleep clock_gettime",
  ),
  "assert.h": names("assert"),
  "unistd.h": names(
    "read write close fork execvp pipe dup2 getpid sleep usleep unlink access getcwd chdir isatty",
  ),
  "errno.h": new Set(),
  "stdbool.h": new Set(),
  "stdint.h": new Set(),
  "inttypes.h": new Set(),
  "stddef.h": new Set(),
  "limits.h": new Set(),
  "float.h": new Set(),
  "stdarg.h": new Set(),
  "signal.h": names("signal raise"),
  "locale.h": names("setlocale"),
};
