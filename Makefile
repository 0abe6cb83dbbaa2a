# Plumbline. `make help` lists the targets.

BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
HOSTCC ?= cc
PKG_CONFIG ?= pkg-config
OUT ?= out/demo
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
ifeq ($(origin CC),default)
CC := cc
endif
VERSION := $(shell sed -n 's/^.define PLUMB_VERSION "\(.*\)"/\1/p' include/plumb/base.h)

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),:,printf '  %-7s %s\n')

# ---- flags -----------------------------------------------------------------------------------

PACKAGES := gsl libcjson sqlite3 libxml-2.0 libzip xlsxwriter libutf8proc uchardet libpcre2-8 \
            libmd libxxhash libmicrohttpd zlib
# Asked once and only when something is compiled: `make deps` must run before pkg-config exists.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES)))$(PKG_LIBS)
CMOCKA_LIBS = $(eval CMOCKA_LIBS := $(shell $(PKG_CONFIG) --libs cmocka))$(CMOCKA_LIBS)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wformat=2 -Wvla -Wcast-qual -Wundef $(if $(filter 1,$(WERROR)),-Werror)
HARDEN := -fstack-protector-strong -fPIE $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
HARDEN_LD := -pie -Wl,-z,relro -Wl,-z,now
ifeq ($(SANITIZE),1)
CFLAGS ?= -O1 -g
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
CFLAGS ?= -O2 -g
HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
SANITIZERS :=
endif
# What `make fast` builds in two steps (GCC): programs that count how often what runs, and programs laid out
# by these counts. What the training never runs is left as it is.
PROFILE_FLAGS_generate := -fprofile-generate -fprofile-update=atomic
PROFILE_FLAGS_use := -fprofile-use -fprofile-partial-training -Wno-missing-profile -Wno-coverage-mismatch
PROFILING = $(PROFILE_FLAGS_$(PROFILE))
# -ffp-contract=off: the same input gives the same bytes on every machine.
ALL_CFLAGS = -std=c11 -ffp-contract=off $(WARNINGS) $(HARDEN) $(SANITIZERS) $(PROFILING) $(CFLAGS)
ALL_CPPFLAGS = -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc -I. $(PKG_CFLAGS) \
               $(CPPFLAGS)
ALL_LDFLAGS = $(HARDEN_LD) $(SANITIZERS) $(LDFLAGS)
LIBS = $(PKG_LIBS) -lm -pthread
COMPILE = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP

# ---- sources ---------------------------------------------------------------------------------

LIB_SRC := $(filter-out src/cli/% src/tools/% src/gen/%,$(sort $(wildcard src/*/*.c src/*/*/*.c))) \
           $(sort $(wildcard analysis/*.c analysis/*/*.c))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
GEN_SRC := $(sort $(wildcard src/gen/*.c tests/gen/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*_test.c))
UNIT_COMMON_SRC := $(filter-out $(UNIT_SRC),$(sort $(wildcard tests/unit/*.c)))
BENCH_COMMON_SRC := $(sort $(wildcard tests/bench/bench_*.c))
BENCH_SRC := $(filter-out $(BENCH_COMMON_SRC),$(sort $(wildcard tests/bench/*.c)))
FAULT_SRC := $(sort $(wildcard tests/fault/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB := $(BUILD)/libplumb.a
EMBEDDED_OBJ := $(BUILD)/gen/embedded.o
PROGRAMS := $(if $(CLI_SRC),$(BUILD)/plumb) $(if $(GEN_SRC),$(BUILD)/plumb-gen)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))
BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(BENCH_SRC))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_SRC))

# name=path of everything that is compiled into the library
EMBED_FILES := $(sort $(wildcard analysis/catalogue/*.json analysis/catalogue/cards/*.md \
                                 src/report/assets/*))
embed_name = $(patsubst src/report/assets/%,assets/%,$(patsubst analysis/catalogue/%,catalogue/%,$(1)))

# ---- build -----------------------------------------------------------------------------------

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all demo test check unit lint sanitize bench fuzz golden corpus coverage accuracy format install \
        fast install-program install-library deb dist uninstall clean deps help unit-programs FORCE

all: $(LIB) $(PROGRAMS)

# Fortified, open and read would be inline functions that cannot be defined.
$(BUILD)/obj/tests/fault/inject.o: ALL_CPPFLAGS += -D_GNU_SOURCE -U_FORTIFY_SOURCE
$(BUILD)/obj/tests/fault/inject.o: HARDEN := $(filter-out -D_FORTIFY_SOURCE=2,$(HARDEN))
$(BUILD)/obj/tests/fault/fault_run.o: ALL_CPPFLAGS += -D_DEFAULT_SOURCE

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@$(say) CC $<
	$(Q)$(COMPILE) -c -o $@ $<

# Rebuild when the compiler or the flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || \
	    printf '%s\n' '$(subst ','\'',$(COMPILE))' > $@

$(BUILD)/tools/embed: src/tools/embed.c
	@mkdir -p $(@D)
	@$(say) HOSTCC $<
	$(Q)$(HOSTCC) -O1 -o $@ $<

# The list of names is a prerequisite by content, so that a removed file is noticed.
$(BUILD)/gen/names: FORCE
	@mkdir -p $(@D)
	@echo '$(EMBED_FILES)' | cmp -s - $@ || echo '$(EMBED_FILES)' > $@

$(BUILD)/gen/embedded.c: $(BUILD)/tools/embed $(BUILD)/gen/names $(EMBED_FILES)
	@$(say) EMBED $@
	$(Q)$(BUILD)/tools/embed $(foreach f,$(EMBED_FILES),'$(call embed_name,$(f))=$(f)') > $@

$(EMBEDDED_OBJ): $(BUILD)/gen/embedded.c src/base/embedded.h $(BUILD)/flags
	@$(say) CC $<
	$(Q)$(COMPILE) -c -o $@ $<

# Members of deleted sources must not stay in the archive: it is written anew.
$(LIB): $(call objects,$(LIB_SRC)) $(EMBEDDED_OBJ)
	@$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/plumb: $(call objects,$(CLI_SRC)) $(LIB)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/plumb-gen: $(call objects,$(GEN_SRC)) $(LIB)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(call objects,$(UNIT_COMMON_SRC)) $(LIB)
	@mkdir -p $(@D)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(CMOCKA_LIBS) $(LIBS)

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(call objects,$(BENCH_COMMON_SRC)) $(LIB)
	@mkdir -p $(@D)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# The command line program with failures on demand (see tests/fault/inject.h). -rdynamic: SQLite and
# the other libraries find the failing functions in the program.
$(BUILD)/fault/fault_run: $(filter-out %/main.o,$(call objects,$(CLI_SRC))) $(call objects,$(FAULT_SRC)) \
                          $(BUILD)/obj/src/cli/main.o $(LIB)
	@mkdir -p $(@D)
	@$(say) LD $@
	$(Q)objcopy --redefine-sym main=plumb_main $(BUILD)/obj/src/cli/main.o $(@D)/plumb_main.o
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -rdynamic -o $@ \
	    $(filter-out %/src/cli/main.o,$(filter %.o,$^)) $(@D)/plumb_main.o $(LIB) $(LIBS) -ldl

# Fuzzers are libFuzzer programs: they and the library are built with clang in a folder of their
# own (see the target fuzz). The same sources with a plain main() replay inputs with any compiler.
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/replay.o $(LIB)
	@mkdir -p $(@D)
	@$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

.SECONDARY:
unit-programs: $(UNIT_TESTS)

-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(CLI_SRC) $(GEN_SRC) $(UNIT_SRC) \
    $(UNIT_COMMON_SRC) $(BENCH_SRC) $(BENCH_COMMON_SRC) $(FAULT_SRC) $(FUZZ_SRC)) $(EMBEDDED_OBJ))

# ---- targets for people ----------------------------------------------------------------------

# These start make again after `deps`, because packages may appear only then. Use all cores unless
# the user asked for a number of jobs.
AGAIN = +$(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

help:
	@echo 'make            build the library and the program in $(BUILD)/'
	@echo 'make demo       install what is missing, build, screen datasets/ into $(OUT)'
	@echo 'make test       install what is missing, build, run every test'
	@echo 'make unit       unit tests        make lint      style and layers'
	@echo 'make sanitize   unit tests with AddressSanitizer and UBSan'
	@echo 'make golden     rewrite the expected output of the command line tests'
	@echo 'make corpus     passages with known verdicts      make accuracy  recall and precision'
	@echo 'make bench      timings           make fuzz      fuzz the parsers: T=csv (all) SECONDS=30 each'
	@echo 'make fast       the program built once more with what it runs most, in $(BUILD)/fast (GCC)'
	@echo 'make coverage   lines run by the unit tests'
	@echo 'make format     clang-format      make deps      install packages (packages.txt)'
	@echo 'make install uninstall            PREFIX=$(PREFIX) DESTDIR='
	@echo 'make deb        Debian packages   make dist      source archive'
	@echo 'Variables: BUILD CC CFLAGS CPPFLAGS LDFLAGS PREFIX DESTDIR V=1 WERROR=1 SANITIZE=1'

TEST_ENV = MAKE='$(MAKE)' JOBS='$(JOBS)' BUILD='$(BUILD)'

DEPS ?= build run
deps:
	$(Q)sh src/tools/deps.sh packages.txt $(DEPS)

demo: deps
	$(Q)$(AGAIN) all
	$(Q)$(BUILD)/plumb screen datasets -o $(OUT)
	@echo "The report is $(OUT)/report.html"

test:
	$(Q)sh src/tools/deps.sh packages.txt build run test
	+$(Q)$(MAKE) --no-print-directory check

# Building is a stage like the others, so that the last line is a count also when it fails.
check:
	$(Q)+$(TEST_ENV) sh tests/run.sh build lint unit golden whole accounts docs sanitize fuzz

# The same program, trained: a tenth faster on reports (docs/accuracy.md). Counts lie beside the objects, so
# both steps build in one folder. Install it with `make install BUILD=$(BUILD)/fast PROFILE=use`.
fast:
	$(Q)find $(BUILD)/fast -name '*.gcda' -delete 2>/dev/null || true
	$(Q)$(AGAIN) BUILD=$(BUILD)/fast PROFILE=generate all
	$(Q)BUILD='$(BUILD)/fast' sh tests/bench/train.sh
	$(Q)$(AGAIN) BUILD=$(BUILD)/fast PROFILE=use all

unit: unit-programs
	$(Q)BUILD='$(BUILD)' sh tests/run.sh unit

lint:
	$(Q)BUILD='$(BUILD)' sh tests/run.sh lint

sanitize:
	$(Q)+$(TEST_ENV) sh tests/run.sh sanitize

# Part of `make unit`; here with its output.
corpus: $(BUILD)/tests/corpus_test
	$(Q)$<

# Recall and precision on labelled reports, and errors planted in public panels, that are not part of
# this project.
SCORE := ../shared/score/score.py
accuracy: all $(BUILD)/bench/inject_public $(BUILD)/tests/corpus_test
	$(Q)$(BUILD)/tests/corpus_test --mutate
	$(Q)$(BUILD)/tests/corpus_test --calibrate
	$(Q)python3 tests/bench/sound.py $(BUILD)/plumb
	$(Q)$(BUILD)/bench/inject_public ../shared/data
	$(Q)if [ -e $(SCORE) ]; then python3 $(SCORE) --inject 100 --plumb $(BUILD)/plumb && \
	        python3 tests/bench/reliability.py $(BUILD)/plumb $(dir $(SCORE)) 100; \
	    else echo 'skipped: $(SCORE) is not there'; fi

# Lines that the unit tests run, by folder; the least covered files are in $(BUILD)/coverage/lines.
coverage:
	$(Q)+$(TEST_ENV) bash tests/coverage/run.sh

golden: all
	$(Q)BUILD='$(BUILD)' sh tests/golden/run.sh --update

bench: all $(BENCHES)
	$(Q)BUILD='$(BUILD)' sh tests/bench/run.sh

# make fuzz [T=csv] [SECONDS=60]: one target, or each. Comparisons are not traced: that takes half of
# the time, and the dictionaries in tests/fuzz know the words. The limits are lowered so that a small
# input crosses them.
SECONDS ?= 30
FUZZ_LIMITS := -DPLUMB_CSV_BLOCK=64 -DPLUMB_CSV_MAX_COLUMNS=64
FUZZ_CFLAGS := -O2 -g1 -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp \
               -fsanitize-address-use-after-return=never
FUZZ_WANTED = $(if $(T),$(BUILD)/fuzz/fuzz_$(T),$(FUZZERS))
fuzz:
	$(Q)$(AGAIN) CC=clang BUILD=$(BUILD)/fuzzing SANITIZE=1 fuzzers T='$(T)' \
	    CPPFLAGS='$(FUZZ_LIMITS)' CFLAGS='$(FUZZ_CFLAGS)'
	$(Q)BUILD='$(BUILD)/fuzzing' SECONDS_EACH='$(SECONDS)' sh tests/fuzz/long.sh '$(T)'

# The same with AFL++ (package afl++).
fuzz-afl:
	$(Q)$(AGAIN) CC=afl-clang-fast BUILD=$(BUILD)/fuzzing-afl SANITIZE=1 fuzzers T='$(T)' \
	    CPPFLAGS='$(FUZZ_LIMITS)' CFLAGS='-O2 -g1'
	$(Q)BUILD='$(BUILD)/fuzzing-afl' SECONDS_EACH='$(SECONDS)' sh tests/fuzz/afl.sh '$(T)'

.PHONY: fuzzers replayers fuzz-afl
fuzzers: $(FUZZ_WANTED)
replayers: $(patsubst $(BUILD)/fuzz/%,$(BUILD)/replay/%,$(FUZZERS))

format:
	$(Q)clang-format-14 -i $(sort $(wildcard include/plumb/*.h src/*/*.[ch] src/*/*/*.[ch] analysis/*.[ch] analysis/*/*.[ch] \
	    tests/*/*.[ch]))

# ---- install ---------------------------------------------------------------------------------

MAN_PAGES := $(sort $(wildcard docs/*.1 docs/man/*.1))
SCHEMAS := $(sort $(wildcard docs/schemas/*.json))
GUIDES := $(sort $(wildcard docs/*.md docs/guide/*.md))
ROOT = $(DESTDIR)$(PREFIX)
COMPLETIONS = $(ROOT)/share/bash-completion/completions

install: install-program install-library
	install -m 644 COPYING $(ROOT)/share/doc/plumbline/COPYING

install-program: all
	install -d $(ROOT)/bin $(ROOT)/share/man/man1 $(ROOT)/share/plumb/schemas $(COMPLETIONS) \
	    $(ROOT)/share/doc/plumbline
	install -m 755 $(BUILD)/plumb $(ROOT)/bin/plumb
	install -m 644 $(MAN_PAGES) $(ROOT)/share/man/man1
	install -m 644 $(SCHEMAS) $(ROOT)/share/plumb/schemas
	install -m 644 $(GUIDES) $(ROOT)/share/doc/plumbline
	$(BUILD)/plumb help --completion > $(COMPLETIONS)/plumb
	chmod 644 $(COMPLETIONS)/plumb

install-library: all
	install -d $(ROOT)/lib/pkgconfig $(ROOT)/include/plumb
	install -m 644 $(LIB) $(ROOT)/lib/libplumb.a
	install -m 644 include/plumb/*.h $(ROOT)/include/plumb
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@REQUIRES@|$(PACKAGES)|' \
	    plumb.pc.in > $(ROOT)/lib/pkgconfig/plumb.pc
	chmod 644 $(ROOT)/lib/pkgconfig/plumb.pc

uninstall:
	rm -f $(ROOT)/bin/plumb $(ROOT)/lib/libplumb.a $(ROOT)/lib/pkgconfig/plumb.pc \
	    $(COMPLETIONS)/plumb
	rm -f $(addprefix $(ROOT)/share/man/man1/,$(notdir $(MAN_PAGES)))
	rm -rf $(ROOT)/include/plumb $(ROOT)/share/plumb $(ROOT)/share/doc/plumbline

# ---- packages --------------------------------------------------------------------------------

deb: all
	$(Q)sh src/tools/deb.sh '$(BUILD)' '$(VERSION)'

dist:
	$(Q)sh src/tools/dist.sh '$(BUILD)/plumbline-$(VERSION).tar.gz' '$(VERSION)'

clean:
	rm -rf $(BUILD)
