/* The table of commands: what each is called, takes and says in its help. */
#include "cli/cli.h"

#define B(name) PLUMB_OPT_BIT(PLUMB_OPT_##name)
#define COMMON (B(LANG) | B(QUIET) | B(NO_COLOR) | B(HELP) | B(VERSION))
#define ANALYSING (B(RULES) | B(JOBS))
#define READING (ANALYSING | B(MAP))
#define LIMITS                                                                                     \
    (B(MAX_FILE) | B(MAX_PART) | B(MAX_MEMORY) | B(MAX_UNZIPPED) | B(MAX_MEMBERS) | B(MAX_CELLS) | \
     B(MAX_COLUMNS) | B(MAX_CELL) | B(MAX_DEPTH) | B(MAX_SECONDS))
#define JUDGING (B(PEERS) | B(RANK) | B(FAIL_ON))
#define FILTER (B(SEVERITY) | B(STATUS) | B(CHECK) | B(CLASS) | B(AGENCY) | B(YEAR) | B(SINCE))
#define ANY SIZE_MAX

const struct plumb_command plumb_commands[] = {
    {"screen",
     "PATH…",
     1,
     ANY,
     COMMON | LIMITS | READING | JUDGING | B(CASE) | B(OUTPUT) | B(LIMIT) | B(CHARTS) |
         B(KEEP_SCRIPTS),
     plumb_run_screen,
     {"读入、分析、排序并写出报告：全部工作", "the whole job: read, analyse, rank, report"},
     {"读入文件、文件夹和压缩包，检查数字之间的关系，把各单位与自身往年及同类单位相比，在 DIR "
      "中写出 "
      "report.html、findings.csv、findings.json、findings.xlsx、charts/、trend/ 和案卷 case.plumb"
      "（保存读入的内容、事项和您的处理）。读不了的文件逐一列出原因。",
      "Reads files, folders and zip archives, checks how the numbers hang together, compares "
      "agencies with their own past and with their peers, and writes to DIR: report.html, "
      "findings.csv, findings.json, findings.xlsx, charts/, trend/, and case.plumb, the case that "
      "keeps what was read, found and decided. Every file that could not be read is named with "
      "the reason."},
     "plumb screen reports/ -o out"},
    {"load",
     "PATH…",
     1,
     ANY,
     COMMON | LIMITS | READING | B(CASE) | B(OUTPUT),
     plumb_run_load,
     {"把文件读入案卷", "read files into a case"},
     {"内容未变的文件会跳过（--map 说到的除外）；已变的文件替换原有数据，处理记录保留。随时中断，"
      "案卷中都只有完整的文件。",
      "An unchanged file is skipped, unless --map speaks of it; a changed one replaces its data "
      "and "
      "keeps the decisions. "
      "Interrupted at any moment, the case holds whole files only."},
     "plumb load -c 2024.plumb reports/"},
    {"analyse",
     "",
     0,
     0,
     COMMON | ANALYSING | JUDGING | B(CASE) | B(OUTPUT) | B(LIMIT),
     plumb_run_analyse,
     {"分析案卷中的数据并排序", "analyse and rank what is in a case"},
     {"替换案卷中上一次的结果，处理记录保留。之后可用 plumb report 写出报告。",
      "Replaces the findings of the last run; decisions stay. plumb report "
      "writes the page afterwards."},
     "plumb analyse -c 2024.plumb"},
    {"report",
     "",
     0,
     0,
     COMMON | ANALYSING | B(CASE) | B(OUTPUT) | B(CHARTS) | B(KEEP_SCRIPTS),
     plumb_run_report,
     {"由案卷写出报告", "write the report of a case"},
     {"写出与 screen 相同的文件。", "Writes the same files as screen."},
     "plumb report -c 2024.plumb -o out"},
    {"list",
     "",
     0,
     0,
     COMMON | FILTER | B(CASE) | B(OUTPUT) | B(FORMAT) | B(LIMIT),
     plumb_run_list,
     {"列出案卷中的事项", "list the findings of a case"},
     {"最重要的在前；可按级别、状态、检查、单位、年度和自某次运行以来筛选。",
      "The most important first; filters by severity, status, check, agency, year, and by what is "
      "new since a run."},
     "plumb list --severity high --status open"},
    {"show",
     "ID",
     1,
     1,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT),
     plumb_run_show,
     {"显示一个事项的全部依据", "show one finding with all its evidence"},
     {"ID 可以缩写为开头的四位以上。", "ID may be cut to its first four or more digits."},
     "plumb show 3fa9"},
    {"mark",
     "[ID…] [STATUS]",
     0,
     ANY,
     COMMON | FILTER | B(CASE) | B(OUTPUT) | B(NOTE) | B(WHO) | B(FROM) | B(UNDO) | B(RULE) |
         B(UNTIL),
     plumb_run_mark,
     {"记录对事项的处理", "record decisions about findings"},
     {"STATUS 为 open、confirmed、dismissed 或 fixed。记录只增不改，重新分析后仍然有效。不给 ID "
      "而给筛选条件时，适用于全部符合条件的事项；--undo 恢复到上一次处理之前；--from "
      "读入报告页中下载的处理记录。plumb mark dismissed --rule --agency 名称 --check 检查 "
      "[--since 日 --until 日] --note 依据：排除该单位该项检查（12 月 31 日在期限内的年度），"
      "以后的运行同样适用；plumb mark --rule --undo 编号 撤销规则。对事项本身的处理优先于规则。",
      "STATUS is open, confirmed, dismissed or fixed. Decisions are only ever added, and hold for "
      "later runs too. With filters instead of an ID it is for all findings that fit; --undo goes "
      "back behind the last decision; --from takes the decisions downloaded from the report. "
      "plumb mark dismissed --rule --agency NAME --check CHECK [--since DAY --until DAY] --note "
      "BASIS dismisses this check for this agency in the fiscal years whose 31 December lies "
      "between the days, in later runs too; plumb mark --rule --undo NUMBER withdraws a rule. A "
      "decision about a finding itself goes before rules."},
     "plumb mark 3fa9 dismissed --note '调整预算已批复'"},
    {"history",
     "[ID…]",
     0,
     ANY,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT),
     plumb_run_history,
     {"处理记录与规则，按时间", "every decision and rule, in order"},
     {"给出 ID 时只列这些事项的处理记录；否则列全部处理记录和规则，包括已撤销的。",
      "With IDs the decisions about these findings; otherwise all decisions and all rules, "
      "withdrawn ones too."},
     "plumb history"},
    {"diff",
     "[RUN] [RUN]",
     0,
     2,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT) | B(RUNS),
     plumb_run_diff,
     {"两次运行之间新增、有变和消失的事项", "what is new, changed and gone between two runs"},
     {"不给 RUN 时比较最后两次，给一个时与最后一次比较；--runs 列出历次运行。级别、金额、报告数、"
      "复算数或标题不同为有变；仅得分变动不算。",
      "Without RUN the last two runs, with one RUN that and the last; --runs lists them. Changed "
      "means another severity, amount, stated or expected number or title; a score alone is no "
      "change."},
     "plumb diff 3 5"},
    {"agency",
     "[ACTION] [NAME…]",
     0,
     3,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT) | B(KIND) | B(YEAR) | B(NOTE) | B(WHO),
     plumb_run_agency,
     {"哪些名称是同一单位", "which names are one agency"},
     {"list 列出案卷中的单位及其各种写法（部门、本级、简称自动归并）；show 名称 "
      "列出该单位的文件；alias "
      "名称 单位 指定某一写法属于哪个单位，两者相同则表示它独立；rename 旧名 新名 "
      "改用新名；link 原单位 新单位 --kind merged|split|renamed --year 年度 "
      "记录机构合并、拆分或更名（新单位的首个预算年度）；undo 名称、undo 原单位 新单位 "
      "撤销。决定存入案卷，下次 analyse 起生效。",
      "list shows the agencies of the case with the ways they are written (部门, 本级 and short "
      "forms are joined); show NAME the documents of one; alias NAME AGENCY decides whose name it "
      "is, and that it stands for itself when the two are the same; rename OLD NEW uses a new "
      "name; link FROM TO --kind merged|split|renamed --year YEAR notes a reorganisation and its "
      "first fiscal year; undo NAME or undo FROM TO takes a decision back. Decisions are kept in "
      "the case and hold from the "
      "next analyse on."},
     "plumb agency alias 县水利局 临溪县水利局"},
    {"trend",
     "[AGENCY…]",
     0,
     ANY,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT) | B(RULES) | B(HTML) | B(CHARTS) | B(KEEP_SCRIPTS),
     plumb_run_trend,
     {"一个、一组或全部单位历年的指标", "indicators of agencies over the years"},
     {"逐年列出各项指标和变动率。AGENCY 是单位名称；没有这个单位时是层级、类型或地区，"
      "再不然是名称的一部分；不给时为全部。--html 写成网页，另有同类单位的中位数和图表。",
      "Shows every indicator year by year with its change. AGENCY is a name; when nobody bears it, "
      "a "
      "level, kind or region; else a part of names; without any it is all. --html writes a page "
      "with the peers' medians and charts."},
     "plumb trend 医疗保障局 --html trend.html"},
    {"facts",
     "FILE…",
     1,
     ANY,
     COMMON | LIMITS | READING | B(FORMAT),
     plumb_run_facts,
     {"列出文件中的数字及其含义", "the numbers of files and what they mean"},
     {"每个数字一行：位置、数值、单位、名称、年度。",
      "One line a number: its line in the text, value, unit, label and year."},
     "plumb facts --format jsonl report.txt"},
    {"relations",
     "FILE…",
     1,
     ANY,
     COMMON | LIMITS | READING | B(FORMAT),
     plumb_run_relations,
     {"列出数字之间的关系及复算结果", "how the numbers hang together, recomputed"},
     {"结论为 consistent（相符）、rounding（尾数差异）、inconsistent（不符）或 "
      "untestable（无法检验）。",
      "The verdict is consistent, rounding (apart by the last digit only), inconsistent or "
      "untestable (a number is missing)."},
     "plumb relations report.txt"},
    {"findings",
     "[PATH…]",
     0,
     ANY,
     COMMON | LIMITS | READING | JUDGING | B(CASE) | B(OUTPUT) | B(FORMAT) | B(LIMIT),
     plumb_run_findings,
     {"完成全部检查，结果写到标准输出", "the whole job, to standard output"},
     {"不写任何文件夹。不给 PATH 时，输出案卷中的事项。",
      "Writes no folder. Without PATH it prints the findings of the case."},
     "plumb findings --format jsonl report.txt"},
    {"outliers",
     "[FILE…]",
     0,
     ANY,
     COMMON | READING | B(CASE) | B(OUTPUT) | B(FORMAT) | B(LIMIT),
     plumb_run_outliers,
     {"表格中最离群的数值和增长率", "the most outlying values and growth rates of tables"},
     {"对每个指标和年度，按中位数和绝对中位差计算数值和同比增长率的 z 值，全表由大到小排列；不解释"
      "成因，适合初步浏览和极大的表。默认显示 20 项，csv、json、jsonl 为 1000 项。给出 --case "
      "时同时把表格存入案卷；不给 FILE 时取自案卷。",
      "For each indicator and year z of the values and of their growth on the year before, by "
      "median "
      "and median absolute deviation, the largest of the whole table first; it explains nothing "
      "away, "
      "and is meant for a first look and for very large tables. Shows 20, in csv, json and jsonl "
      "1,000. With --case the tables are stored as well; without FILE they are taken from the "
      "case."},
     "plumb outliers --format csv panel.csv"},
    {"text",
     "FILE…",
     1,
     ANY,
     COMMON | LIMITS | B(FORMAT) | B(JOBS) | B(NUMBERS),
     plumb_run_text,
     {"输出文件的文字，行号以此为准", "the text of files, whose lines are counted"},
     {"事项中的行号指的就是这里的行。",
      "The line numbers of facts and findings count these lines."},
     "plumb text --numbers report.pdf"},
    {"explain",
     "[CHECK]",
     0,
     1,
     COMMON | B(RULES),
     plumb_run_explain,
     {"说明一项检查：方法、来源和局限", "what a check does, its source and its limits"},
     {"不给 CHECK 时，列出全部检查。", "Without CHECK it lists all checks."},
     "plumb explain consistency.share"},
    {"sql",
     "[QUERY]",
     0,
     1,
     COMMON | B(CASE) | B(OUTPUT) | B(FORMAT),
     plumb_run_sql,
     {"用 SQL 查询案卷（只读）", "read-only SQL on a case"},
     {"不给 QUERY 时，从标准输入读取。主要的表有 "
      "document、fact、relation、finding、evidence、triage 和 "
      "panel（每个数值一行），其余见 sqlite_master。",
      "Without QUERY it is read from standard input. The main tables are document, fact, relation, "
      "finding, evidence, triage, and panel, which shows each value of the bulk tables as a row; "
      "sqlite_master names the rest."},
     "plumb sql \"SELECT agency, year, value FROM panel LIMIT 5\""},
    {"merge",
     "CASE…",
     1,
     ANY,
     COMMON | B(CASE) | B(OUTPUT),
     plumb_run_merge,
     {"合并在别处建立的案卷", "join cases made elsewhere"},
     {"把各 CASE 的文件、表格和处理记录并入案卷；同名文件以较新的为准。之后运行 plumb analyse。",
      "Adds the files, tables and triage of each CASE to the case; of two files of one name the "
      "one loaded later stays. Run plumb analyse afterwards."},
     "plumb merge -c all.plumb shard-1.plumb shard-2.plumb"},
    {"backup",
     "CASE FILE",
     2,
     2,
     COMMON | B(FORCE),
     plumb_run_backup,
     {"复制案卷，使用中也可", "copy a case, also while it is in use"},
     {"把 CASE 此刻的内容写入 FILE 并核验；写完才以 FILE 命名。已有的文件须加 --force 才覆盖。",
      "Writes what CASE holds at this moment to FILE and verifies it; only a whole copy gets the "
      "name. A file that is there is replaced only with --force."},
     "plumb backup case.plumb case-2024-06.plumb"},
    {"export",
     "",
     0,
     0,
     COMMON | FILTER | B(CASE) | B(OUTPUT) | B(RULES) | B(LIMIT) | B(DOCX),
     plumb_run_export,
     {"把事项写成审计工作底稿（Word）", "working papers of the findings, for Word"},
     {"每个事项一页：事项、依据、复算、证据、建议程序，结论留空。",
      "One page a finding: matter, basis, recomputation, evidence, procedures; the conclusion is "
      "left empty."},
     "plumb export --docx papers.docx --status confirmed"},
    {"serve",
     "",
     0,
     0,
     COMMON | ANALYSING | B(CASE) | B(OUTPUT) | B(WHO),
     plumb_run_serve,
     {"在本机打开报告页并直接处理事项", "the report as a local page with triage"},
     {"只监听 127.0.0.1，端口和网址中的口令随机生成；确认、排除、已更正和重新待核写入案卷。按 "
      "Ctrl-C "
      "结束。",
      "Listens on 127.0.0.1 only, with a random port and a random token in the address; what is "
      "confirmed, dismissed, fixed or reopened is written to the case. Ctrl-C ends it."},
     "plumb serve -c 2024.plumb"},
    {"doctor",
     "",
     0,
     0,
     COMMON | B(CASE) | B(OUTPUT),
     plumb_run_doctor,
     {"检查版本、字体和可选程序", "versions, fonts, optional programs; what is missing"},
     {"说明缺少什么、影响什么、如何安装；给出 --case 时还检查案卷是否完整。",
      "Says what is missing, what it is for and how to get it; with --case it checks the case "
      "file, too."},
     "plumb doctor"},
    {"help",
     "[COMMAND]",
     0,
     1,
     COMMON | B(MAN) | B(COMPLETION),
     plumb_run_help,
     {"显示帮助、手册页或补全脚本", "help, the man page, the completion script"},
     {"", ""},
     "plumb help screen"},
};

const size_t plumb_command_count = PLUMB_COUNT(plumb_commands);
