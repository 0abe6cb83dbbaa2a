/* Parsing the command line with the table of options. */
#include "cli/options.h"

#include <string.h>

/* A suggestion helps when at most a third of the word, and at most two letters, are off. */
static bool is_near(const char *word, size_t distance)
{
    size_t third = strlen(word) / 3;
    return distance <= (third > 2 ? 2 : third < 1 ? 1 : third);
}

const struct plumb_command *plumb_command_find(const char *name)
{
    for (size_t i = 0; i < plumb_command_count; i++)
        if (strcmp(plumb_commands[i].name, name) == 0)
            return &plumb_commands[i];
    return NULL;
}

const char *plumb_command_suggest(const char *word)
{
    const char *best = NULL;
    size_t best_distance = PLUMB_WORD_FAR;
    for (size_t i = 0; i < plumb_command_count; i++) {
        const char *name = plumb_commands[i].name;
        size_t distance = plumb_word_distance(word, name);
        /* "rel" for "relations": a beginning that fits nothing else better. */
        if (strlen(word) >= 3 && strncmp(word, name, strlen(word)) == 0)
            distance = 1;
        if (distance < best_distance) {
            best_distance = distance;
            best = name;
        }
    }
    return is_near(word, best_distance) ? best : NULL;
}

static const struct plumb_option *find_name(const char *name, size_t len)
{
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++)
        if (strlen(plumb_options[i].name) == len && memcmp(plumb_options[i].name, name, len) == 0)
            return &plumb_options[i];
    return NULL;
}

static const struct plumb_option *find_letter(char letter)
{
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++)
        if (letter != 0 && plumb_options[i].letter == letter)
            return &plumb_options[i];
    return NULL;
}

static const char *suggest_option(const char *name, const struct plumb_command *command)
{
    const char *best = NULL;
    size_t best_distance = PLUMB_WORD_FAR;
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++) {
        if (command && !(command->options & PLUMB_OPT_BIT(i)))
            continue;
        size_t distance = plumb_word_distance(name, plumb_options[i].name);
        if (distance < best_distance) {
            best_distance = distance;
            best = plumb_options[i].name;
        }
    }
    return is_near(name, best_distance) ? best : NULL;
}

struct parser {
    int argc, at;
    char **argv;
    struct plumb_request *request;
    struct plumb_error *error;
};

static const char *command_name(const struct parser *parser)
{
    return parser->request->command ? parser->request->command->name : "";
}

static enum plumb_status unknown_option(const struct parser *parser, const char *word)
{
    const struct plumb_command *command = parser->request->command;
    char name[PLUMB_WORD_FAR];
    size_t len = strcspn(word + 2, "=");
    const char *near = NULL;
    if (word[1] == '-' && len < sizeof name) {
        memcpy(name, word + 2, len);
        name[len] = '\0';
        near = suggest_option(name, command);
    }
    const char *space = command ? " " : "";
    if (near)
        return plumb_fail(parser->error, PLUMB_E_USAGE,
                          "There is no option %s; did you mean --%s? See plumb%s%s --help.", word,
                          near, space, command_name(parser));
    return plumb_fail(parser->error, PLUMB_E_USAGE, "There is no option %s. See plumb%s%s --help.",
                      word, space, command_name(parser));
}

static bool is_whole_number(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && len <= 6 && strspn(text, "0123456789") == len;
}

static enum plumb_status set_value(const struct parser *parser, const struct plumb_option *option,
                                   const char *value)
{
    if (option->kind == PLUMB_VALUE_CHOICE && !plumb_choice_has(option->choices, value, NULL))
        return plumb_fail(parser->error, PLUMB_E_USAGE, "--%s takes %s, not \"%s\".", option->name,
                          option->choices, value);
    if (option->kind == PLUMB_VALUE_NUMBER && !is_whole_number(value))
        return plumb_fail(parser->error, PLUMB_E_USAGE,
                          "--%s takes a whole number from 0 to 999999, not \"%s\".", option->name,
                          value);
    if (option->kind >= PLUMB_VALUE_TEXT && option->kind <= PLUMB_VALUE_DIRECTORY && !*value)
        return plumb_fail(parser->error, PLUMB_E_USAGE, "--%s needs a %s that is not empty.",
                          option->name, option->value);
    parser->request->value[option->id] = value;
    return PLUMB_OK;
}

/* The value behind "=", glued to the letter, or the next word. */
static enum plumb_status take_value(struct parser *parser, const struct plumb_option *option,
                                    const char *glued)
{
    if (glued)
        return set_value(parser, option, glued);
    if (parser->at + 1 >= parser->argc)
        return plumb_fail(parser->error, PLUMB_E_USAGE, "--%s needs a value: --%s %s.",
                          option->name, option->name, option->value);
    return set_value(parser, option, parser->argv[++parser->at]);
}

static enum plumb_status parse_long(struct parser *parser, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
    const struct plumb_option *option = find_name(word + 2, len);
    if (!option)
        return unknown_option(parser, word);
    if (option->kind != PLUMB_VALUE_NONE)
        return take_value(parser, option, equals ? equals + 1 : NULL);
    if (equals)
        return plumb_fail(parser->error, PLUMB_E_USAGE, "--%s takes no value.", option->name);
    parser->request->value[option->id] = "";
    return PLUMB_OK;
}

static enum plumb_status parse_letters(struct parser *parser, const char *word)
{
    for (const char *p = word + 1; *p; p++) {
        const struct plumb_option *option = find_letter(*p);
        if (!option)
            return unknown_option(parser, word);
        if (option->kind != PLUMB_VALUE_NONE)
            return take_value(parser, option, p[1] ? p + 1 : NULL);
        parser->request->value[option->id] = "";
    }
    return PLUMB_OK;
}

static enum plumb_status set_command(const struct parser *parser, const char *word)
{
    parser->request->command = plumb_command_find(word);
    if (parser->request->command)
        return PLUMB_OK;
    const char *near = plumb_command_suggest(word);
    if (near)
        return plumb_fail(parser->error, PLUMB_E_USAGE,
                          "There is no command %s; did you mean plumb %s?", word, near);
    return plumb_fail(parser->error, PLUMB_E_USAGE,
                      "There is no command %s. See plumb --help for the list.", word);
}

/* What was given fits the command? --help and --version answer before that is asked. */
static enum plumb_status check_request(const struct parser *parser)
{
    const struct plumb_request *request = parser->request;
    const struct plumb_command *command = request->command;
    if (!command || request->value[PLUMB_OPT_HELP] || request->value[PLUMB_OPT_VERSION])
        return PLUMB_OK;
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++)
        if (request->value[i] && !(command->options & PLUMB_OPT_BIT(i)))
            return plumb_fail(parser->error, PLUMB_E_USAGE,
                              "plumb %s has no option --%s. See plumb %s --help.", command->name,
                              plumb_options[i].name, command->name);
    if (request->argument_count < command->least)
        return plumb_fail(parser->error, PLUMB_E_USAGE,
                          "Something is missing: plumb %s %s. See plumb %s --help.", command->name,
                          command->arguments, command->name);
    if (request->argument_count > command->most)
        return plumb_fail(parser->error, PLUMB_E_USAGE,
                          "\"%s\" is one argument too many: plumb %s %s.",
                          request->arguments[command->most], command->name, command->arguments);
    return PLUMB_OK;
}

enum plumb_status plumb_request_parse(int argc, char **argv, struct plumb_arena *arena,
                                      struct plumb_request *request, struct plumb_error *error)
{
    struct parser parser = {.argc = argc, .argv = argv, .request = request, .error = error};
    bool plain = false; /* after "--" nothing is an option */
    *request = (struct plumb_request){0};
    request->arguments = plumb_arena_array(arena, (size_t)argc + 1, sizeof *request->arguments);
    if (!request->arguments)
        return plumb_fail_nomem(error);
    for (parser.at = 1; parser.at < argc; parser.at++) {
        const char *word = argv[parser.at];
        enum plumb_status status = PLUMB_OK;
        if (!plain && strcmp(word, "--") == 0)
            plain = true;
        else if (!plain && word[0] == '-' && word[1] == '-')
            status = parse_long(&parser, word);
        else if (!plain && word[0] == '-' && word[1])
            status = parse_letters(&parser, word);
        else if (!request->command)
            status = set_command(&parser, word);
        else
            request->arguments[request->argument_count++] = word;
        if (status != PLUMB_OK)
            return status;
    }
    return check_request(&parser);
}
