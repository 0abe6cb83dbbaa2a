/* Status codes and error sentences. */
#include "plumb/base.h"

#include <stdio.h>
#include <string.h>

/* Cut a truncated UTF-8 text back to a whole character, so that a message never ends in half of
 * a Chinese character. */
static void trim_partial(char *text, size_t capacity)
{
    size_t len = strlen(text);
    if (len + 1 < capacity)
        return;
    size_t bad_at = 0;
    if (!plumb_utf8_valid((struct plumb_str){text, len}, &bad_at) && len - bad_at < 4)
        text[bad_at] = '\0';
}

static enum plumb_status fail_v(struct plumb_error *error, enum plumb_status code,
                                const char *source, size_t line, size_t column, const char *format,
                                va_list args) __attribute__((format(printf, 6, 0)));

static enum plumb_status fail_v(struct plumb_error *error, enum plumb_status code,
                                const char *source, size_t line, size_t column, const char *format,
                                va_list args)
{
    if (!error)
        return code;
    /* Format first: the arguments may point into the error that is overwritten. */
    char message[sizeof error->message];
    char name[sizeof error->source];
    if (vsnprintf(message, sizeof message, format, args) < 0)
        snprintf(message, sizeof message, "%s", plumb_status_text(code));
    snprintf(name, sizeof name, "%s", source ? source : "");
    trim_partial(message, sizeof message);
    trim_partial(name, sizeof name);
    memcpy(error->message, message, sizeof message);
    memcpy(error->source, name, sizeof name);
    error->code = code;
    error->line = line;
    error->column = column;
    return code;
}

enum plumb_status plumb_fail(struct plumb_error *error, enum plumb_status code, const char *format,
                             ...)
{
    va_list args;
    va_start(args, format);
    enum plumb_status status = fail_v(error, code, NULL, 0, 0, format, args);
    va_end(args);
    return status;
}

enum plumb_status plumb_fail_at(struct plumb_error *error, enum plumb_status code,
                                const char *source, size_t line, size_t column, const char *format,
                                ...)
{
    va_list args;
    va_start(args, format);
    enum plumb_status status = fail_v(error, code, source, line, column, format, args);
    va_end(args);
    return status;
}

enum plumb_status plumb_fail_nomem(struct plumb_error *error)
{
    return plumb_fail(error, PLUMB_E_NOMEM,
                      "There was not enough memory; close other programs or work on fewer files.");
}

const char *plumb_status_text(enum plumb_status code)
{
    switch (code) {
    case PLUMB_OK:
        return "done";
    case PLUMB_E_NOMEM:
        return "not enough memory";
    case PLUMB_E_IO:
        return "file or directory could not be opened, read or written";
    case PLUMB_E_FORMAT:
        return "input is not what it claims to be";
    case PLUMB_E_ENCODING:
        return "text is in no encoding that can be read";
    case PLUMB_E_LIMIT:
        return "a limit was exceeded";
    case PLUMB_E_DOMAIN:
        return "value is outside the domain of the function";
    case PLUMB_E_USAGE:
        return "wrong use of a function or of the command line";
    case PLUMB_E_STORE:
        return "the case file refused";
    case PLUMB_E_UNAVAILABLE:
        return "an optional program or font is missing";
    case PLUMB_E_INTERRUPTED:
        return "interrupted by the user";
    case PLUMB_E_INTERNAL:
        return "a defect of this program";
    }
    return "unknown status";
}
