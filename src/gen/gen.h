/* plumb-gen: panels and reports of any size with known anomalies, the same for the same seed. */
#ifndef PLUMB_GEN_H
#define PLUMB_GEN_H

#include "plumb/base.h"

#include <stdio.h>

/* ---- random numbers: a stream of its own for every agency or report ---- */

struct gen_stream {
    uint64_t state;
};
/* SplitMix64 (Steele, Lea, Flood 2014), seeded by hashing (seed, stream). */
struct gen_stream gen_stream(uint64_t seed, uint64_t stream);
uint64_t gen_next(struct gen_stream *s);
double gen_uniform(struct gen_stream *s, double low, double high);
size_t gen_below(struct gen_stream *s, size_t limit); /* 0 … limit - 1 */
double gen_normal(struct gen_stream *s);              /* standard normal, polar method */

/* ---- names ---- */

#define GEN_KINDS 24u
#define GEN_COUNTIES 64000u
/* "青禾县" of county i; out holds 32 bytes. */
void gen_county(size_t i, char out[32]);
/* "财政局" … and its class: "财政", … */
const char *gen_kind(size_t i);
const char *gen_kind_class(size_t i);
/* The county's city and its level in words. */
const char *gen_region(size_t county);
const char *gen_level(size_t county);

/* ---- settings ---- */

struct gen_settings {
    uint64_t seed;
    size_t agencies, years, indicators, anomalies, reports;
    int first_year;
    bool plain;               /* a panel without attributes, see gen_panel */
    const char *output, *key; /* NULL: standard output, no key */
};

/* Long-form CSV: 单位,类别,级次,地区,年度,指标,数值,计量单位. The key is CSV, too:
 * agency,year,indicator,kind,true_value,printed_value. False with a complaint on stderr.
 * Plain: 单位,年度,指标,数值 with names in quotes and agency-years in no order, as exports are. */
bool gen_panel(const struct gen_settings *settings);
#define GEN_INDICATORS 20u
/* Texts of final accounts in the folder `output`; the key is CSV:
 * file,kind,true_value,printed_value. */
bool gen_reports(const struct gen_settings *settings);

#endif
