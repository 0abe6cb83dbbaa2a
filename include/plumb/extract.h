/* Facts and relations: what a document says, and which of it hangs together arithmetically.
 *
 * A fact is a printed number with its meaning; a relation is an arithmetic (or logical) claim
 * among facts, made or implied by the text or a table's layout, with its verdict. Everything lives
 * in the arena given to plumb_extract; nothing here depends on a database or on other documents.
 */
#ifndef PLUMB_EXTRACT_H
#define PLUMB_EXTRACT_H

#include "plumb/base.h"
#include "plumb/catalogue.h"
#include "plumb/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- facts ------------------------------------------------------------------------------- */

/* Base unit of a value. Money is in yuan, rates are fractions (12.6 % = 0.126). */
enum plumb_unit {
    PLUMB_UNIT_NONE, /* a plain number whose unit is not known */
    PLUMB_UNIT_YUAN,
    PLUMB_UNIT_FRACTION,
    PLUMB_UNIT_POINTS,       /* 个百分点, as a fraction: 1.4 个百分点 = 0.014 */
    PLUMB_UNIT_PERSON,       /* 人 名 位 */
    PLUMB_UNIT_PERSON_TIMES, /* 人次 */
    PLUMB_UNIT_COUNT, /* 个 家 户 次 批次 辆 台 套 项 件 … ; unit_text tells which */
    PLUMB_UNIT_SCORE, /* 分 */
    PLUMB_UNIT_MULTIPLE,  /* 倍, 翻番 */
    PLUMB_UNIT_YUAN_RATE, /* 元/人, 元/月, 元/年·人, 人均 … 元 */
    PLUMB_UNIT_AREA,      /* square metres; 亩 converted */
    PLUMB_UNIT_LENGTH,    /* metres */
    PLUMB_UNIT_TIME,      /* days, months, minutes, years as duration; unit_text tells which */
    PLUMB_UNIT_YEAR,      /* a calendar year */
    PLUMB_UNIT_DATE,      /* a calendar date; value is yyyymmdd with 00 for unknown parts */
    PLUMB_UNIT_OTHER      /* 吨, 千瓦时 …; unit_text tells which */
};
const char *plumb_unit_name(enum plumb_unit unit); /* "yuan", "fraction", … as in the JSON */

enum plumb_comparator {
    PLUMB_CMP_NONE,
    PLUMB_CMP_EQ,     /* = */
    PLUMB_CMP_GE,     /* ≥ 不低于 不少于 以上 达到…以上 */
    PLUMB_CMP_GT,     /* > 大于 超过 高于 */
    PLUMB_CMP_LE,     /* ≤ 不高于 不超过 以内 以下 控制在…内 */
    PLUMB_CMP_LT,     /* < 小于 低于 不足 */
    PLUMB_CMP_ABOUT,  /* 约 左右 上下 */
    PLUMB_CMP_MORE,   /* 余 多: [x, x + unit of the last non-zero digit) */
    PLUMB_CMP_NEARLY, /* 近: (0.9 x, x] */
    PLUMB_CMP_RANGE   /* this number is one end of "a至b"; `partner` is the other */
};
const char *plumb_comparator_name(enum plumb_comparator comparator); /* "", "=", "≥", "余", … */

enum plumb_stage {
    PLUMB_STAGE_NONE,
    PLUMB_STAGE_INITIAL,  /* 年初预算数 */
    PLUMB_STAGE_REVISED,  /* 全年/调整预算数 */
    PLUMB_STAGE_EXECUTED, /* 执行数, 决算数, 支出数 */
    PLUMB_STAGE_BUDGET,   /* 预算数, not said which */
    PLUMB_STAGE_BALANCE,  /* 结余结转 */
    PLUMB_STAGE_TARGET,
    PLUMB_STAGE_ACTUAL,
    PLUMB_STAGE_SCORE,
    PLUMB_STAGE_WEIGHT,
    PLUMB_STAGE_PRIOR /* 上年数 */
};
const char *plumb_stage_name(enum plumb_stage stage); /* "initial", …, "" for none */

/* What a number is. Only PLUMB_FACT_QUANTITY, _BARE and _CHINESE are printed by `plumb facts`. */
enum plumb_fact_kind {
    PLUMB_FACT_QUANTITY, /* an amount, count, rate, score … */
    PLUMB_FACT_CHINESE,  /* a quantity written in Chinese numerals: 三家 */
    PLUMB_FACT_BARE,     /* a number in a table cell or text without a known unit */
    PLUMB_FACT_YEAR,     /* 2019年; kept because growth and dates need it */
    PLUMB_FACT_DATE,
    PLUMB_FACT_NOT /* list numbers, file numbers, telephone numbers, names: never a fact */
};

struct plumb_fact {
    size_t id; /* index in the extraction */
    enum plumb_fact_kind kind;

    /* where */
    size_t block;       /* index into document->blocks */
    size_t row, column; /* table cell, or PLUMB_NPOS */
    size_t sentence;    /* running number of the sentence in the document (text), else PLUMB_NPOS */
    size_t offset, len; /* bytes of the number itself (no unit) in the block's or cell's text */
    size_t unit_len;    /* bytes of the unit printed behind it, 0 when it came from elsewhere */
    size_t line;        /* source line, from 1 */

    /* the number */
    struct plumb_str text;      /* as printed, without unit */
    struct plumb_str unit_text; /* as printed (万元, 人次 …), wherever it was found */
    plumb_dec value;            /* in base units */
    plumb_dec ulp;              /* one unit in the last place, in base units; 0 = exact count */
    int decimals;               /* printed */
    plumb_dec scale;            /* base units per printed unit: 10000 for 万元, 0.01 for % */
    enum plumb_unit unit;
    enum plumb_comparator comparator;
    size_t partner;     /* other end of a range, or PLUMB_NPOS */
    bool unit_inferred; /* from head, caption, row label or an earlier sentence */
    bool negative_word; /* sign came from 负 or parentheses */

    /* meaning */
    struct plumb_str label; /* noun phrase or row label, as printed, never NULL */
    struct plumb_str head;  /* column head path of a cell ("全年预算数"), else empty */
    struct plumb_str item;  /* project / section / group the number belongs to, else empty */
    const char *indicator;  /* catalogue id, or NULL */
    enum plumb_stage stage;
    int year;                    /* fiscal year the number is about, 0 = unknown */
    bool year_inferred;          /* from the document, not printed with the number */
    struct plumb_str until;      /* "11月30日" of 截至 …, else empty */
    struct plumb_str population; /* 居民, 职工, 建档立卡 … scope words found, else empty */
    struct plumb_str context;    /* the sentence or the row it stands in */
};

/* The interval of true values: DOMAIN §1.1–1.2, honouring comparator words. */
struct plumb_interval plumb_fact_interval(const struct plumb_fact *fact, enum plumb_mode mode);

/* ---- relations --------------------------------------------------------------------------- */

enum plumb_relation_kind {
    PLUMB_REL_SUM,
    PLUMB_REL_DIFFERENCE,
    PLUMB_REL_BALANCE,
    PLUMB_REL_SHARE,
    PLUMB_REL_RATIO, /* execution and control rates */
    PLUMB_REL_GROWTH,
    PLUMB_REL_PRODUCT,
    PLUMB_REL_AVERAGE,
    PLUMB_REL_RESTATEMENT,
    PLUMB_REL_COMPARISON,
    PLUMB_REL_TARGET,
    PLUMB_REL_SCORE,
    PLUMB_REL_BOUND,
    PLUMB_REL_COUNT,
    PLUMB_REL_DATE,
    PLUMB_REL_UNIT,  /* magnitude: off by 10^k */
    PLUMB_REL_REPORT /* text rules without arithmetic: placeholders, copies, missing values */
};
const char *plumb_relation_kind_name(enum plumb_relation_kind kind);

enum plumb_verdict {
    PLUMB_VERDICT_CONSISTENT,
    PLUMB_VERDICT_ROUNDING,
    PLUMB_VERDICT_INCONSISTENT,
    PLUMB_VERDICT_UNTESTABLE
};
const char *plumb_verdict_name(enum plumb_verdict verdict);

/* Roles: fixed words, used in JSON and in the report's highlighting. */
enum plumb_role {
    PLUMB_ROLE_STATED, /* the number that claims the result */
    PLUMB_ROLE_PART,   /* +part of a sum */
    PLUMB_ROLE_MINUS,  /* −part */
    PLUMB_ROLE_WHOLE,  /* denominator of a share, upper bound of a part */
    PLUMB_ROLE_NUMERATOR,
    PLUMB_ROLE_DENOMINATOR,
    PLUMB_ROLE_CURRENT,
    PLUMB_ROLE_PRIOR,
    PLUMB_ROLE_DELTA,
    PLUMB_ROLE_FACTOR, /* of a product */
    PLUMB_ROLE_OTHER,  /* second telling of a restatement */
    PLUMB_ROLE_TARGET,
    PLUMB_ROLE_ACTUAL,
    PLUMB_ROLE_WEIGHT,
    PLUMB_ROLE_SCORE,
    PLUMB_ROLE_LOWER,
    PLUMB_ROLE_UPPER,
    PLUMB_ROLE_CUE /* words quoted as evidence, not a number */
};
const char *plumb_role_name(enum plumb_role role);

/* One member of a relation: a fact, or a quoted piece of text (fact == PLUMB_NPOS). */
struct plumb_term {
    enum plumb_role role;
    size_t fact;           /* index of the fact, or PLUMB_NPOS */
    struct plumb_str text; /* what is printed: the number, or the quoted words */
    size_t line;
};

struct plumb_relation {
    enum plumb_relation_kind kind;
    const char *check;        /* check id of the catalogue, e.g. "consistency.share" */
    struct plumb_term stated; /* text empty when nothing is stated (implied relations) */
    const struct plumb_term *operands;
    size_t operand_count;
    enum plumb_unit unit; /* of expected, low, high */
    bool has_expected;
    plumb_dec expected;  /* recomputed from the printed values */
    plumb_dec low, high; /* interval of the recomputation */
    enum plumb_verdict verdict;
    enum plumb_mode mode;      /* rounding mode under which it holds, or nearest */
    unsigned readings;         /* readings tried */
    bool declared;             /* words or layout declare it; else it may only support */
    double confidence;         /* that the reading is right, 0..1, before calibration */
    const char *reading;       /* short English name of the reading kept ("÷ initial budget") */
    const char *reason;        /* why rounding / untestable / what is odd; English; or NULL */
    const char *reason_zh;     /* the same in Chinese, or NULL */
    const char *recomputation; /* "30 ÷ 20 = 150 %, printed 100 %"; or NULL */
    struct plumb_str subject;  /* what it is about, for titles: the label of the stated number */
    size_t line;               /* of the stated number or the first operand */
    plumb_dec money;           /* yuan at stake (gap times whole, …); 0 when not money */
};

/* ---- extraction -------------------------------------------------------------------------- */

enum plumb_document_kind {
    PLUMB_KIND_OTHER,
    PLUMB_KIND_ACCOUNTS,     /* 部门(单位)决算 */
    PLUMB_KIND_BUDGET,       /* 部门(单位)预算 */
    PLUMB_KIND_SELF_WHOLE,   /* 部门整体支出绩效自评 */
    PLUMB_KIND_SELF_PROJECT, /* 项目支出绩效自评 */
    PLUMB_KIND_TARGETS,      /* 绩效目标表 */
    PLUMB_KIND_EXECUTION     /* 预算执行报告 */
};
const char *plumb_document_kind_name(enum plumb_document_kind kind);

struct plumb_coverage {
    size_t quantities;                                     /* facts that are quantities */
    size_t related;                                        /* in at least one relation */
    size_t consistent, rounding, inconsistent, untestable; /* relations by verdict */
};

/* A number under a name that other reports of the agency use too, so that reports can be compared:
 * lines of the published tables by code, opening and closing balances, budgets told again in the
 * accounts, last year's figure told directly or as this year's less its change. */
struct plumb_figure {
    uint64_t key;          /* hash of what it is, without the year */
    struct plumb_str name; /* the same for people: "一般公共预算财政拨款支出 2130306" */
    const char *words; /* as printed with unit; "20万元 − 5万元 = 15万元" when derived */
    struct plumb_str text; /* the number as printed */
    size_t line;
    int year;               /* the year it is about */
    plumb_dec value, slack; /* yuan; the true value lies within value ± slack */
    bool claim;             /* told about another year or report: to be checked there */
    bool soft;              /* the text speaks of another scope or of an adjustment */
};

struct plumb_extraction;
/* The smallest confidence of agency, year and kind, of those that were found; 0 when none was. */
double plumb_extraction_sure(const struct plumb_extraction *extraction);

struct plumb_extraction {
    const struct plumb_document *document;
    enum plumb_document_kind kind;
    struct plumb_str agency; /* as printed in title, cover or header; empty when not found */
    int year;                /* fiscal year, 0 when not found */
    /* Shares of the votes of title, cover, forms, signature and file name, 0..1; 0 when not found. */
    double agency_confidence, year_confidence, kind_confidence;
    enum plumb_mode mode;           /* rounding mode inferred for the document */
    const struct plumb_fact *facts; /* every number, also those that are no facts */
    size_t fact_count;
    const struct plumb_relation *relations;
    size_t relation_count;
    struct plumb_coverage coverage;
    const struct plumb_figure *figures;
    size_t figure_count;
    bool unit_only;                /* 本级, 单位决算: not the department with its units */
    const struct plumb_str *units; /* units the department's accounts or budget say they contain */
    size_t unit_count;
};

/* Compiled patterns and the catalogue's synonyms; built once, read-only, shared by threads.
 * `catalogue` is borrowed and must outlive it. */
struct plumb_extractor;
enum plumb_status plumb_extractor_new(const struct plumb_catalogue *catalogue,
                                      struct plumb_extractor **out, struct plumb_error *error);
void plumb_extractor_free(struct plumb_extractor *extractor);

/* Facts and relations of one document, in `arena`. Thread-safe for different arenas. */
enum plumb_status plumb_extract(const struct plumb_extractor *extractor,
                                const struct plumb_document *document, struct plumb_arena *arena,
                                struct plumb_extraction **out, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
