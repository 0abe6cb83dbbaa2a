# Circles: input lines "A B" say that file A uses file B. What uses nothing that is left, or is used by
# nothing that is left, stands in no circle; taking such files away again and again leaves the
# circles and what lies between two of them.
NF == 2 && $1 != $2 && !(($1, $2) in uses) {
    uses[$1, $2] = 1
    from[++edges] = $1
    to[edges] = $2
    left[$1] = left[$2] = 1
}
END {
    do {
        split("", using)
        split("", used)
        for (i = 1; i <= edges; i++)
            if ((from[i] in left) && (to[i] in left)) {
                using[from[i]] = 1
                used[to[i]] = 1
            }
        removed = 0
        for (file in left)
            if (!(file in using) || !(file in used)) {
                delete left[file]
                removed = 1
            }
    } while (removed)
    for (i = 1; i <= edges; i++)
        if ((from[i] in left) && (to[i] in left))
            print from[i] " uses " to[i] ", and through others " to[i] " uses it"
}
