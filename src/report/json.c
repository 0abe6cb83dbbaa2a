/* JSON: the stable contract with other programs (DESIGN §7, docs/schemas). */
#include "plumb/report.h"
#include "report/escape.h"

#include <string.h>

/* ---- small pieces ------------------------------------------------------------------------ */

/* ,"name": with the comma unless the object has just been opened. */
static void key(struct plumb_buf *out, const char *name)
{
    size_t len = strlen(name);
    if (!plumb_buf_reserve(out, len + 4))
        return;
    char *to = out->data + out->len;
    if (out->len > 0 && to[-1] != '{')
        *to++ = ',';
    *to++ = '"';
    memcpy(to, name, len);
    memcpy(to + len, "\":", 3); /* with its NUL */
    out->len = (size_t)(to + len + 2 - out->data);
}

static void key_text(struct plumb_buf *out, const char *name, const char *text)
{
    key(out, name);
    plumb_escape_json_text(out, text ? text : "");
}

static void key_str(struct plumb_buf *out, const char *name, struct plumb_str s)
{
    key(out, name);
    plumb_escape_json(out, s);
}

/* Unknown is null, so that a reader need not know which empty text means it. */
static void key_known(struct plumb_buf *out, const char *name, const char *text)
{
    key(out, name);
    plumb_escape_json_text(out, text && *text ? text : NULL);
}

static void key_count(struct plumb_buf *out, const char *name, size_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    key(out, name);
    plumb_buf_add(out, digits + at, sizeof digits - at);
}

static void key_year(struct plumb_buf *out, const char *name, int year)
{
    key(out, name);
    if (year == 0)
        plumb_buf_puts(out, "null");
    else
        plumb_buf_printf(out, "%d", year);
}

static void key_dec(struct plumb_buf *out, const char *name, plumb_dec value)
{
    key(out, name);
    plumb_json_dec(out, value);
}

static void key_rounded(struct plumb_buf *out, const char *name, double value, int decimals)
{
    key(out, name);
    plumb_json_rounded(out, value, decimals);
}

static void key_bilingual(struct plumb_buf *out, const char *name, struct plumb_bilingual text)
{
    key(out, name);
    plumb_buf_add(out, "{", 1);
    key_text(out, "zh", text.zh);
    key_text(out, "en", text.en);
    plumb_buf_add(out, "}", 1);
}

/* Half of one unit in the last place, exactly: an odd ulp has one digit more than a plumb_dec. */
static void key_half(struct plumb_buf *out, const char *name, plumb_dec ulp)
{
    char text[PLUMB_DEC_TEXT];
    plumb_dec half = {ulp.v / 2};
    key(out, name);
    if (ulp.v % 2 == 0)
        plumb_json_dec(out, half);
    else
        plumb_buf_printf(out, "%s5", plumb_dec_fixed(half, PLUMB_DEC_DIGITS, text));
}

/* ---- facts and relations ----------------------------------------------------------------- */

void plumb_json_fact(struct plumb_buf *out, const struct plumb_extraction *extraction,
                     const struct plumb_fact *fact)
{
    plumb_buf_add(out, "{", 1);
    key_text(out, "document", extraction->document->path);
    key_count(out, "line", fact->line);
    key_str(out, "text", fact->text);
    key_str(out, "label", fact->label);
    key_known(out, "indicator", fact->indicator);
    key_known(out, "stage", plumb_stage_name(fact->stage));
    key(out, "agency");
    if (extraction->agency.len > 0)
        plumb_escape_json(out, extraction->agency);
    else
        plumb_buf_puts(out, "null");
    key_year(out, "year", fact->year);
    key_str(out, "item", fact->item);
    key_dec(out, "value", fact->value);
    key_text(out, "unit", plumb_unit_name(fact->unit));
    key_half(out, "half_width", fact->ulp);
    key_text(out, "comparator", plumb_comparator_name(fact->comparator));
    key_str(out, "context", fact->context);
    plumb_buf_puts(out, "}\n");
}

/* text, value, unit and line of a member; a quotation has neither value nor unit. */
static void term_body(struct plumb_buf *out, const struct plumb_extraction *extraction,
                      const struct plumb_term *term)
{
    const struct plumb_fact *fact =
        term->fact < extraction->fact_count ? &extraction->facts[term->fact] : NULL;
    key_str(out, "text", term->text.len == 0 && fact ? fact->text : term->text);
    key(out, "value");
    if (fact)
        plumb_json_dec(out, fact->value);
    else
        plumb_buf_puts(out, "null");
    key_known(out, "unit", fact ? plumb_unit_name(fact->unit) : NULL);
    key_count(out, "line", term->line == 0 && fact ? fact->line : term->line);
}

static void relation_members(struct plumb_buf *out, const struct plumb_extraction *extraction,
                             const struct plumb_relation *relation)
{
    key(out, "stated");
    if (relation->stated.text.len == 0 && relation->stated.fact == PLUMB_NPOS) {
        plumb_buf_puts(out, "null");
    } else {
        plumb_buf_add(out, "{", 1);
        term_body(out, extraction, &relation->stated);
        plumb_buf_add(out, "}", 1);
    }
    key(out, "operands");
    plumb_buf_add(out, "[", 1);
    for (size_t i = 0; i < relation->operand_count; i++) {
        plumb_buf_puts(out, i ? ",{" : "{");
        key_text(out, "role", plumb_role_name(relation->operands[i].role));
        term_body(out, extraction, &relation->operands[i]);
        plumb_buf_add(out, "}", 1);
    }
    plumb_buf_add(out, "]", 1);
}

void plumb_json_relation(struct plumb_buf *out, const struct plumb_extraction *extraction,
                         const struct plumb_relation *relation)
{
    static const char *const computed[] = {"expected", "low", "high"};
    const plumb_dec values[] = {relation->expected, relation->low, relation->high};
    plumb_buf_add(out, "{", 1);
    key_text(out, "document", extraction->document->path);
    key_text(out, "kind", plumb_relation_kind_name(relation->kind));
    key_text(out, "check", relation->check);
    key_count(out, "line", relation->line);
    relation_members(out, extraction, relation);
    for (size_t i = 0; i < 3; i++) {
        key(out, computed[i]);
        if (relation->has_expected)
            plumb_json_dec(out, values[i]);
        else
            plumb_buf_puts(out, "null");
    }
    key_text(out, "verdict", plumb_verdict_name(relation->verdict));
    key_text(out, "mode", plumb_mode_name(relation->mode));
    key_count(out, "readings", relation->readings);
    plumb_buf_puts(out, "}\n");
}

/* ---- findings ---------------------------------------------------------------------------- */

static void finding_suspects(struct plumb_buf *out, const struct plumb_finding *finding)
{
    key(out, "suspects");
    plumb_buf_add(out, "[", 1);
    for (size_t i = 0; i < finding->suspect_count; i++) {
        const struct plumb_suspect *suspect = &finding->suspects[i];
        plumb_buf_puts(out, i ? ",{" : "{");
        key_str(out, "text", suspect->text);
        key_count(out, "line", suspect->line);
        key_known(out, "proposed", suspect->proposed);
        key_count(out, "votes", suspect->votes);
        plumb_buf_add(out, "}", 1);
    }
    plumb_buf_add(out, "]", 1);
}

static void finding_evidence(struct plumb_buf *out, const struct plumb_finding *finding)
{
    key(out, "evidence");
    plumb_buf_add(out, "[", 1);
    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct plumb_evidence *evidence = &finding->evidence[i];
        plumb_buf_puts(out, i ? ",{" : "{");
        key_text(out, "document", evidence->document);
        key_count(out, "line", evidence->line);
        key_str(out, "quote", evidence->quote);
        key_str(out, "text", evidence->text);
        key_text(out, "role", evidence->role);
        plumb_buf_add(out, "}", 1);
    }
    plumb_buf_add(out, "]", 1);
}

/* Where the status comes from: null when nothing was decided, rule null for the finding itself. */
static void finding_decision(struct plumb_buf *out, const struct plumb_decision *decision)
{
    key(out, "decision");
    if (!decision->when) {
        plumb_buf_puts(out, "null");
        return;
    }
    plumb_buf_puts(out, "{\"rule\":");
    if (decision->rule)
        plumb_buf_printf(out, "%lld", (long long)decision->rule);
    else
        plumb_buf_puts(out, "null");
    key_text(out, "note", decision->note);
    key_text(out, "who", decision->who);
    key_text(out, "when", decision->when);
    plumb_buf_add(out, "}", 1);
}

/* The object without the line end. */
static void finding_object(struct plumb_buf *out, const struct plumb_finding *finding)
{
    const char audit_class[2] = {finding->audit_class, '\0'};
    plumb_buf_add(out, "{", 1);
    key_text(out, "id", finding->id);
    key_text(out, "check", finding->check);
    key_text(out, "class", audit_class);
    key_text(out, "severity", plumb_severity_name(finding->severity));
    key_rounded(out, "score", finding->score, 2);
    key_rounded(out, "confidence", finding->confidence, 4);
    key_known(out, "agency", finding->agency);
    key_year(out, "year", finding->year);
    key_text(out, "subject", finding->subject);
    key_text(out, "stated", finding->stated);
    key_text(out, "expected", finding->expected);
    key_rounded(out, "money_at_stake", finding->money_at_stake, 2);
    key_bilingual(out, "title", finding->title);
    key_bilingual(out, "explanation", finding->explanation);
    key_text(out, "recomputation", finding->recomputation);
    const char *zh = finding->recomputation_zh;
    if (zh && *zh && strcmp(zh, finding->recomputation) != 0)
        key_text(out, "recomputation_zh", zh);
    finding_suspects(out, finding);
    finding_evidence(out, finding);
    key_text(out, "status", finding->status && *finding->status ? finding->status : "open");
    finding_decision(out, &finding->decision);
    plumb_buf_add(out, "}", 1);
}

void plumb_json_finding(struct plumb_buf *out, const struct plumb_finding *finding)
{
    finding_object(out, finding);
    plumb_buf_add(out, "\n", 1);
}

/* ---- the whole report -------------------------------------------------------------------- */

static void report_run(struct plumb_buf *out, const struct plumb_report_input *input)
{
    key(out, "run");
    plumb_buf_add(out, "{", 1);
    key_text(out, "program", "plumb");
    key_text(out, "version", PLUMB_VERSION);
    key_known(out, "when", input->when);
    key_known(out, "command", input->command_line);
    key_known(out, "title", input->title);
    plumb_buf_add(out, "}", 1);
}

static void report_file(struct plumb_buf *out, const struct plumb_report_file *file)
{
    plumb_buf_add(out, "{", 1);
    key_text(out, "path", file->path);
    key_text(out, "kind", file->kind);
    key_known(out, "agency", file->agency);
    key_year(out, "year", file->year);
    key_count(out, "quantities", file->quantities);
    key_count(out, "relations", file->relations);
    key_count(out, "tested", file->tested);
    key_count(out, "rows", file->rows);
    key_known(out, "problem", file->problem);
    plumb_buf_add(out, "}", 1);
}

static void summary_line(struct plumb_buf *out, const char *name, size_t line)
{
    key(out, name);
    if (line == PLUMB_NPOS)
        plumb_buf_puts(out, "null");
    else
        plumb_buf_printf(out, "%zu", line);
}

static void report_coverage(struct plumb_buf *out, const struct plumb_report_input *input)
{
    const struct plumb_analysis_summary *summary = input->summary;
    size_t unread = 0;
    for (size_t i = 0; i < input->file_count; i++)
        unread += strcmp(input->files[i].kind, "unreadable") == 0;
    key(out, "coverage");
    plumb_buf_add(out, "{", 1);
    key_count(out, "files_given", input->file_count);
    key_count(out, "files_read", input->file_count - unread);
    key_count(out, "quantities", summary->quantities);
    key_count(out, "related", summary->related);
    key_count(out, "relations", summary->relations);
    key_count(out, "tested", summary->tested);
    key_count(out, "not_compared", summary->crowded);
    key_count(out, "panel_cells", summary->cells);
    key_count(out, "panel_series", summary->series);
    key_rounded(out, "expected_false_share", summary->expected_false_share, 4);
    summary_line(out, "false_discovery_line", summary->fdr_line);
    summary_line(out, "materiality_line", summary->materiality_line);
    key(out, "files");
    plumb_buf_add(out, "[", 1);
    for (size_t i = 0; i < input->file_count; i++) {
        plumb_buf_puts(out, i ? ",\n" : "\n");
        report_file(out, &input->files[i]);
    }
    plumb_buf_puts(out, "]}");
}

enum plumb_status plumb_report_json(const struct plumb_report_input *input, struct plumb_buf *out,
                                    struct plumb_error *error)
{
    plumb_buf_add(out, "{", 1);
    report_run(out, input);
    report_coverage(out, input);
    key(out, "findings");
    plumb_buf_add(out, "[", 1);
    for (size_t i = 0; i < input->findings->count; i++) {
        plumb_buf_puts(out, i ? ",\n" : "\n");
        finding_object(out, &input->findings->items[i]);
    }
    plumb_buf_puts(out, "]}\n");
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}
