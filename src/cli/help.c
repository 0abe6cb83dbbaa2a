/* Help, man page and completion script, all from the table of commands. */
#include "cli/cli.h"

#include <string.h>

#define COLUMNS 80
#define INDENT 26

static const char *say(enum plumb_language language, struct plumb_bilingual text)
{
    return language == PLUMB_LANGUAGE_ZH ? text.zh : text.en;
}

static void line_of(struct plumb_buf *out, const char *left, const char *right)
{
    struct plumb_str name = plumb_str_from(left);
    plumb_buf_puts(out, "  ");
    if (plumb_utf8_width(name) <= INDENT - 4) {
        plumb_terminal_fit(out, name, INDENT - 2, -1);
    } else {
        plumb_buf_str(out, name);
        plumb_buf_printf(out, "\n%*s", INDENT, "");
    }
    plumb_terminal_wrap(out, plumb_str_from(right), INDENT, INDENT, COLUMNS);
    plumb_buf_puts(out, "\n");
}

/* "-o, --output DIR" */
static void option_name(char text[64], const struct plumb_option *option)
{
    struct plumb_buf name = {0};
    if (option->letter)
        plumb_buf_printf(&name, "-%c, ", option->letter);
    plumb_buf_printf(&name, "--%s", option->name);
    if (option->value)
        plumb_buf_printf(&name, " %s", option->value);
    size_t len = name.len < 63 ? name.len : 63;
    if (len)
        memcpy(text, name.data, len);
    text[len] = '\0';
    plumb_buf_free(&name);
}

static void option_lines(struct plumb_buf *out, uint64_t options, enum plumb_language language)
{
    char name[64];
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++) {
        if (!(options & PLUMB_OPT_BIT(i)))
            continue;
        option_name(name, &plumb_options[i]);
        line_of(out, name, say(language, plumb_options[i].help));
    }
}

void plumb_help_short(struct plumb_buf *out, enum plumb_language language)
{
    if (language == PLUMB_LANGUAGE_ZH)
        plumb_buf_puts(out, "Plumbline（准绳）查找单位报告和预算表中对不上的地方。\n\n"
                            "  plumb screen 文件夹 -o out    检查其中的全部报告和表格\n\n"
                            "全部命令见 plumb --help。\n");
    else
        plumb_buf_puts(out,
                       "Plumbline looks for what does not add up in agencies' reports and budget "
                       "tables.\n\n"
                       "  plumb screen FOLDER -o out    screen all reports and tables in it\n\n"
                       "plumb --help lists the commands.\n");
}

void plumb_help_program(struct plumb_buf *out, enum plumb_language language)
{
    bool zh = language == PLUMB_LANGUAGE_ZH;
    plumb_buf_puts(out, zh ? "用法: plumb 命令 [选项] [参数]\n\n命令:\n"
                           : "usage: plumb COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n");
    for (size_t i = 0; i < plumb_command_count; i++) {
        char left[64] = "";
        strncat(left, plumb_commands[i].name, 20);
        strncat(left, " ", 2);
        strncat(left, plumb_commands[i].arguments, 40);
        line_of(out, left, say(language, plumb_commands[i].summary));
    }
    plumb_buf_puts(out, zh ? "\n通用选项:\n" : "\nOptions of every command:\n");
    uint64_t common = UINT64_MAX;
    for (size_t i = 0; i < plumb_command_count; i++)
        common &= plumb_commands[i].options;
    option_lines(out, common, language);
    plumb_buf_puts(out, zh ? "\n各命令的选项和例子见 plumb 命令 --help。\n"
                           : "\nplumb COMMAND --help shows a command's options and an example.\n");
    plumb_buf_puts(
        out, zh ? "退出状态: 0 完成；1 有达到 --fail-on 级别的事项；2 用法错误；3 有文件读不了；\n"
                  "4 写出失败；5 内部错误；130 被中断。\n"
                : "Exit status: 0 done; 1 a finding at --fail-on; 2 usage; 3 unreadable "
                  "input;\n4 output failed; 5 internal error; 130 interrupted.\n");
}

void plumb_help_command(struct plumb_buf *out, const struct plumb_command *command,
                        enum plumb_language language)
{
    bool zh = language == PLUMB_LANGUAGE_ZH;
    plumb_buf_printf(out, "%s plumb %s [%s]%s%s\n\n", zh ? "用法:" : "usage:", command->name,
                     zh ? "选项" : "OPTION…", *command->arguments ? " " : "", command->arguments);
    plumb_terminal_wrap(out, plumb_str_from(say(language, command->summary)), 0, 0, COLUMNS);
    plumb_buf_puts(out, "\n");
    if (*command->detail.en) {
        plumb_terminal_wrap(out, plumb_str_from(say(language, command->detail)), 0, 0, COLUMNS);
        plumb_buf_puts(out, "\n");
    }
    plumb_buf_puts(out, zh ? "\n选项:\n" : "\nOptions:\n");
    option_lines(out, command->options, language);
    plumb_buf_printf(out, "\n%s\n  %s\n", zh ? "例子:" : "Example:", command->example);
}

/* Escapes make a line of the man page longer; mandoc complains above 80. */
#define MDOC_COLUMNS ((size_t)66)

/* ---- man page ---------------------------------------------------------------------------- */

/* Text of an mdoc line: a leading dot or quote would be a request, a backslash an escape. */
static void mdoc_text(struct plumb_buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        plumb_buf_puts(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            plumb_buf_puts(out, "\\e");
        else if (strncmp(text, "…", 3) == 0) {
            plumb_buf_puts(out, "...");
            text += 2;
        } else if (*text == '-')
            plumb_buf_puts(out, "\\-");
        else
            plumb_buf_add(out, text, 1);
    }
}

/* The same broken after each sentence, as mdoc wants it, and where a line gets long. */
static void mdoc_sentences(struct plumb_buf *out, const char *text)
{
    while (*text) {
        const char *end = strstr(text, ". ");
        size_t len = end ? (size_t)(end - text) + 1 : strlen(text);
        char sentence[512];
        if (len > MDOC_COLUMNS) {
            size_t fits = MDOC_COLUMNS;
            while (fits > 0 && text[fits] != ' ')
                fits--;
            len = fits > 0 ? fits : strcspn(text, " ");
        }
        if (len >= sizeof sentence)
            len = sizeof sentence - 1;
        memcpy(sentence, text, len);
        sentence[len] = '\0';
        mdoc_text(out, sentence);
        plumb_buf_puts(out, "\n");
        text += len;
        while (*text == ' ')
            text++;
    }
}

static void mdoc_option(struct plumb_buf *out, const struct plumb_option *option)
{
    plumb_buf_puts(out, ".It ");
    if (option->letter)
        plumb_buf_printf(out, "Fl %c , ", option->letter);
    plumb_buf_printf(out, "Fl \\-%s", option->name);
    if (option->value)
        plumb_buf_printf(out, " Ar %s", option->value);
    plumb_buf_puts(out, "\n");
    struct plumb_buf sentence = {0};
    plumb_buf_printf(&sentence, "%s.", option->help.en);
    mdoc_sentences(out, sentence.data ? sentence.data : "");
    out->failed |= sentence.failed;
    plumb_buf_free(&sentence);
}

static void mdoc_command(struct plumb_buf *out, const struct plumb_command *command)
{
    plumb_buf_printf(out, ".It Cm %s", command->name);
    if (*command->arguments) {
        plumb_buf_puts(out, " Ar ");
        mdoc_text(out, command->arguments);
    }
    plumb_buf_puts(out, "\n");
    mdoc_text(out, command->summary.en);
    plumb_buf_puts(out, ".\n");
    mdoc_sentences(out, command->detail.en);
    plumb_buf_puts(out, "Options:\n");
    const char *separator = "";
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++) {
        bool everywhere = true;
        for (size_t j = 0; j < plumb_command_count; j++)
            everywhere &= (plumb_commands[j].options & PLUMB_OPT_BIT(i)) != 0;
        if (everywhere || !(command->options & PLUMB_OPT_BIT(i)))
            continue;
        plumb_buf_printf(out, "%s.Fl \\-%s", separator, plumb_options[i].name);
        separator = " ,\n";
    }
    plumb_buf_puts(out, *separator ? " .\n" : "those of every command.\n");
    plumb_buf_puts(out, ".Pp\n.Dl ");
    mdoc_text(out, command->example);
    plumb_buf_puts(out, "\n");
}

static const char manual_head[] =
    ".\\\" Generated by plumb help --man; edit the tables in src/cli instead.\n"
    ".Dd $Mdocdate$\n"
    ".Dt PLUMB 1\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm plumb\n"
    ".Nd screen public agencies\\(aq reports and budgets for what does not add up\n"
    ".Sh SYNOPSIS\n"
    ".Nm\n"
    ".Ar command\n"
    ".Op Ar option ...\n"
    ".Op Ar argument ...\n"
    ".Sh DESCRIPTION\n"
    ".Nm\n"
    "reads the reports and budget tables of public agencies,\n"
    "recomputes what their numbers claim,\n"
    "compares agencies with their own past and with their peers,\n"
    "and gives one ranked list of what\n"
    "does not add up, each item with the quoted evidence and the recomputation.\n"
    ".Pp\n"
    "Standard output is data, standard error is talk.\n"
    "Options may stand before or behind the command; after\n"
    ".Fl \\-\n"
    "nothing is an option.\n";

static const char manual_tail[] =
    ".Sh ENVIRONMENT\n"
    ".Bl -tag -width SOURCE_DATE_EPOCH\n"
    ".It Ev LC_ALL , LC_MESSAGES , LANG\n"
    "The language of the output when\n"
    ".Fl \\-lang\n"
    "is not given: Chinese when the first that is set begins with\n"
    ".Dq zh ,\n"
    "else English.\n"
    ".It Ev NO_COLOR\n"
    "No colour when set and not empty.\n"
    ".It Ev SOURCE_DATE_EPOCH\n"
    "The time, in seconds since 1970, that reports carry instead of the present one.\n"
    ".El\n"
    ".Sh FILES\n"
    ".Bl -tag -width plumb-report/case.plumb\n"
    ".It Pa plumb-report\n"
    "The output folder when\n"
    ".Fl \\-output\n"
    "is not given.\n"
    ".It Pa plumb-report/case.plumb\n"
    "The case file in it, an SQLite database.\n"
    ".El\n"
    ".Sh EXIT STATUS\n"
    ".Bl -tag -width 130 -compact\n"
    ".It 0\nThe work is done.\n"
    ".It 1\nDone, and a finding is at or above the level of\n.Fl \\-fail\\-on .\n"
    ".It 2\nThe command line is wrong.\n"
    ".It 3\nSome input could not be read; the rest was done.\n"
    ".It 4\nOutput or the system failed.\n"
    ".It 5\nAn internal error: please report it.\n"
    ".It 130\nInterrupted.\n"
    ".El\n";

void plumb_help_manual(struct plumb_buf *out)
{
    plumb_buf_puts(out, manual_head);
    plumb_buf_puts(out, ".Ss Commands\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < plumb_command_count; i++)
        mdoc_command(out, &plumb_commands[i]);
    plumb_buf_puts(out, ".El\n.Ss Options\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++)
        mdoc_option(out, &plumb_options[i]);
    plumb_buf_puts(out, ".El\n");
    plumb_buf_puts(out, manual_tail);
}

/* ---- completion -------------------------------------------------------------------------- */

static void completion_values(struct plumb_buf *out)
{
    plumb_buf_puts(out, "    case \"$previous\" in\n");
    for (size_t i = 0; i < PLUMB_OPT_COUNT; i++) {
        const struct plumb_option *option = &plumb_options[i];
        if (option->kind == PLUMB_VALUE_NONE || option->kind == PLUMB_VALUE_TEXT ||
            option->kind == PLUMB_VALUE_NUMBER)
            continue;
        plumb_buf_printf(out, "    --%s", option->name);
        if (option->letter)
            plumb_buf_printf(out, "|-%c", option->letter);
        plumb_buf_puts(out, ") mapfile -t COMPREPLY < <(compgen ");
        if (option->kind == PLUMB_VALUE_CHOICE) {
            plumb_buf_puts(out, "-W \"");
            for (const char *p = option->choices; *p; p++)
                plumb_buf_add(out, *p == '|' ? " " : p, 1);
            plumb_buf_puts(out, "\"");
        } else {
            plumb_buf_puts(out, option->kind == PLUMB_VALUE_FILE ? "-f" : "-d");
        }
        plumb_buf_puts(out, " -- \"$word\"); return ;;\n");
    }
    plumb_buf_puts(out, "    esac\n");
}

void plumb_help_completion(struct plumb_buf *out)
{
    plumb_buf_puts(out, "# bash completion of plumb; generated by plumb help --completion\n"
                        "_plumb() {\n"
                        "    local word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
                        "    local previous=\"${COMP_WORDS[COMP_CWORD-1]}\" command=\"\" i\n"
                        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                        "        [[ ${COMP_WORDS[i]} == -* ]] || { command=\"${COMP_WORDS[i]}\"; "
                        "break; }\n"
                        "    done\n");
    completion_values(out);
    plumb_buf_puts(out, "    local options=\"\"\n    case \"$command\" in\n");
    for (size_t i = 0; i < plumb_command_count; i++) {
        plumb_buf_printf(out, "    %s) options=\"", plumb_commands[i].name);
        const char *space = "";
        for (size_t j = 0; j < PLUMB_OPT_COUNT; j++)
            if (plumb_commands[i].options & PLUMB_OPT_BIT(j)) {
                plumb_buf_printf(out, "%s--%s", space, plumb_options[j].name);
                space = " ";
            }
        plumb_buf_puts(out, "\" ;;\n");
    }
    plumb_buf_puts(out, "    \"\") options=\"--help --version\"\n"
                        "        mapfile -t COMPREPLY < <(compgen -W \"");
    for (size_t i = 0; i < plumb_command_count; i++)
        plumb_buf_printf(out, "%s%s", i ? " " : "", plumb_commands[i].name);
    plumb_buf_puts(out, " $options\" -- \"$word\"); return ;;\n"
                        "    esac\n"
                        "    if [[ $word == -* ]]; then\n"
                        "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
                        "    else\n"
                        "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
                        "    fi\n"
                        "}\n"
                        "complete -o filenames -F _plumb plumb\n");
}
