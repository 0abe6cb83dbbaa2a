# How far two ranked lists agree: awk -f agree.awk OURS.csv THEIRS.csv. Names hold no commas here.
function fields(    i) {
    gsub(/"|\r|^\357\273\277/, "")
    return split($0, f, ",")
}
FNR == 1 {
    n = fields()
    for (i = 1; i <= n; i++)
        at[f[i]] = i
    next
}
{
    fields()
    key = f[at["kind"]] SUBSEP f[at["agency"]] SUBSEP f[at["year"]] SUBSEP f[at["indicator"]]
    z = f[at["z"]]
    if (FILENAME == ARGV[1]) {
        ours[key] = z
        place[key] = ++count
        next
    }
    others++
    if (!(key in ours))
        next
    common++
    same += place[key] == others
    apart = z / ours[key] - 1
    apart = apart < 0 ? -apart : apart
    worst = apart > worst ? apart : worst
}
END {
    printf "%d of %d in common, %d in the same place, z apart by at most %.0e\n", common, count, same,
        worst
    exit !(common == count && others == count && worst < 1e-6)
}
