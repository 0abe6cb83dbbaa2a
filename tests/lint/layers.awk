# Include direction. A stage may include its own headers, src/base, and the public headers of
# itself and of the stages to its left; analysis gets plain structs only.
BEGIN {
    n = split("base catalogue read extract store analysis report cli", order, " ")
    for (i = 1; i <= n; i++)
        rank[order[i]] = i
    # Which stage a public header belongs to.
    split("base.h=base document.h=read catalogue.h=catalogue extract.h=extract panel.h=read " \
          "finding.h=store store.h=store analysis.h=analysis report.h=report", owners, " ")
    for (i in owners) {
        split(owners[i], pair, "=")
        owner[pair[1]] = pair[2]
    }
    split("base document extract panel finding catalogue analysis", plain, " ")
    for (i in plain)
        for_analysis["plumb/" plain[i] ".h"] = 1
    # Where each private header lies, from the command line.
    for (i = 1; i < ARGC; i++)
        if (ARGV[i] ~ /\.h$/ && ARGV[i] !~ /^include\//) {
            name = ARGV[i]
            sub(/.*\//, "", name)
            folder[name] = stage_of(ARGV[i])
        }
}

function stage_of(path, parts) {
    if (path ~ /^analysis\//)
        return "analysis"
    split(path, parts, "/")
    if (path ~ /^include\//)
        return owner[parts[3]]
    return parts[2]
}

function complain(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why
}

FNR == 1 { stage = stage_of(FILENAME); public_header = FILENAME ~ /^include\// }

/^#include ("|<plumb\/)/ {
    if (stage == "tools" || stage == "gen")
        next
    split($0, quoted, "[\"<>]")
    target = quoted[2]
    name = target
    sub(/.*\//, "", name)
    if (!(stage in rank)) {
        complain("unknown stage \"" stage "\"")
    } else if (target ~ /^plumb\//) {
        if (!(name in owner))
            complain(target " is not a known public header")
        else if (stage == "analysis" && !(target in for_analysis))
            complain("analysis may not include " target)
        else if (rank[owner[name]] > rank[stage] && !public_header)
            complain(stage " includes " target ", which lies to its right")
    } else if (public_header) {
        complain("a public header includes the private " target)
    } else if (!(name in folder)) {
        complain("no such header: " target)
    } else if (folder[name] != stage && folder[name] != "base") {
        complain(stage " includes the private header " target " of " folder[name])
    }
}
