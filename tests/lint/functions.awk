# Functions with more than 60 lines. Relies on clang-format's Linux braces: a function body starts
# and ends with a brace in column 1.
FNR == 1 { signature = ""; start = 0 }
/^[A-Za-z_].*\(/ { signature = $0; first = FNR }
/^\{/ { start = first ? first : FNR }
/^\}/ {
    if (start && FNR - start + 1 > 60)
        printf "%s:%d: %d lines: %s\n", FILENAME, start, FNR - start + 1, signature
    start = 0
}
