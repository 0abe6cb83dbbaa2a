# Writes datasets/agencies_2018_2023.csv: 64 made-up agencies × 6 years, wide form.
#     awk -f make_panel.awk > agencies_2018_2023.csv
# Own linear congruential generator, so that every awk gives the same bytes.
function rnd() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
function gauss(   i, s) { s = 0; for (i = 0; i < 12; i++) s += rnd(); return s - 6 }
function plant(a, y, what) { planted[a "," y] = what }
BEGIN {
    seed = 20240601
    kinds = split("财政局 教育局 卫生健康局 民政局 水利局 农业农村局 交通运输局 公安局", kind, " ")
    counties = split("青禾县 沙湖县 云岭区 临江市 东港市 白石县 南坪县 长溪县", county, " ")
    print "机构,类型,地区,年度,年初预算数(万元),调整预算数(万元),执行数(万元),三公经费(万元),编制数,在职人数"
    plant(5, 2021, "x10"); plant(14, 2020, "over"); plant(23, 2022, "wan"); plant(31, 2019, "low")
    plant(38, 2023, "same"); plant(44, 2021, "staff"); plant(52, 2022, "swap"); plant(59, 2020, "public")
    for (a = 1; a <= kinds * counties; a++) {
        k = (a - 1) % kinds + 1; c = int((a - 1) / kinds) + 1
        base = exp(7.2 + 0.35 * k + 0.5 * gauss()); quota = int(30 + 12 * k + 20 * rnd())
        public = base * 0.004 * (0.6 + 0.8 * rnd())
        for (y = 2018; y <= 2023; y++) {
            base *= 1.045 + 0.03 * gauss(); public *= 0.97 + 0.03 * gauss()
            initial = base; revised = base * (1.06 + 0.03 * rnd())
            executed = revised * (0.955 + 0.035 * rnd()); staff = quota - int(4 * rnd()); three = public
            w = planted[a "," y]
            if (w == "x10") executed *= 10
            if (w == "over") executed = revised * 2.35
            if (w == "wan") { initial /= 10000; revised /= 10000; executed /= 10000 }
            if (w == "low") executed = revised * 0.31
            if (w == "same") { initial = last_i; revised = last_r; executed = last_e }
            if (w == "staff") staff = quota + 27
            if (w == "swap") { t = initial; initial = executed * 1.4; executed = t * 0.6 }
            if (w == "public") three *= 6.5
            printf "%s%s,%s,%s,%d,%.2f,%.2f,%.2f,%.2f,%d,%d\n", county[c], kind[k], kind[k], county[c], y,
                   initial, revised, executed, three, quota, staff
            last_i = initial; last_r = revised; last_e = executed
        }
    }
}
