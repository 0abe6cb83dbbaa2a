/* Sums of tables: lines, columns, codes, 其中, definitions. All tables are made up for this test. */
#include "relate_fixture.h"
#include "table_cases.h"

static const struct table_case BOTTOM[] = {
    {"three lines and a total, two columns",
     "单位：万元\n\n| 项目 | 年初预算数 | 决算数 |\n|---|---|---|\n| 教学楼维修 | 320.5 | 318.2 |\n"
     "| 食堂改造 | 79.5 | 60.8 |\n| 图书购置 | 12 | 11.4 |\n| 合计 | 412 | 390.4 |\n",
     "holds sum 320.5 79.5 12 412\nholds sum 318.2 60.8 11.4 390.4\n"
     "fact 320.5 3205000 yuan initial 教学楼维修\nfact 390.4 3904000 yuan executed 合计"},
    {"one digit wrong in one of two columns",
     "单位：万元\n\n| 项目 | 年初预算数 | 决算数 |\n|---|---|---|\n| 教学楼维修 | 320.5 | 318.2 |\n"
     "| 食堂改造 | 79.5 | 60.8 |\n| 图书购置 | 12 | 11.4 |\n| 合计 | 412 | 399.4 |\n",
     "holds sum 320.5 79.5 12 412\nbreaks sum 318.2 60.8 11.4 399.4"},
    {"rounding by a cent says nothing",
     "单位：万元\n\n| 项目 | 金额 |\n|---|---|\n| 水资源费 | 33.33 |\n| 河道保洁 | 33.33 |\n"
     "| 堤防维护 | 33.33 |\n| 合计 | 100.00 |\n",
     "holds sum 33.33 100.00"},
    {"two subtotals and a grand total",
     "单位：元\n\n| 科室 | 金额 |\n|---|---|\n| 内科 | 1200 |\n| 外科 | 800 |\n| 小计 | 2000 |\n"
     "| 药房 | 300 |\n| 检验 | 450 |\n| 小计 | 750 |\n| 总计 | 2750 |\n",
     "holds sum 1200 800 2000\nholds sum 300 450 750\nholds sum 2000 750 2750"},
    {"a subtotal is wrong, the grand total follows the subtotals",
     "单位：元\n\n| 科室 | 金额 |\n|---|---|\n| 内科 | 1200 |\n| 外科 | 800 |\n| 小计 | 2100 |\n"
     "| 药房 | 300 |\n| 检验 | 450 |\n| 小计 | 750 |\n| 总计 | 2850 |\n",
     "breaks sum 1200 800 2100\nholds sum 300 450 750\nholds sum 2100 750 2850"},
    {"the total stands above its parts",
     "单位：万元\n\n| 单位名称 | 收入 | 支出数 |\n|---|---|---|\n| 合计 | 900 | 850 |\n| 第一小学 "
     "| 400 | 390 |\n"
     "| 第二小学 | 300 | 270 |\n| 幼儿园 | 200 | 190 |\n",
     "holds sum 900 400 300 200\nholds sum 850 390 270 190"},
    {"the total above does not fit",
     "单位：万元\n\n| 单位名称 | 收入 | 支出数 |\n|---|---|---|\n| 合计 | 900 | 860 |\n| 第一小学 "
     "| 400 | 390 |\n"
     "| 第二小学 | 300 | 270 |\n| 幼儿园 | 200 | 190 |\n",
     "holds sum 900 400 300 200\nbreaks sum 860 390 270 190"},
    {"empty cells are zero when that makes it hold",
     "单位：万元\n\n| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 巡回审判 | 20 | 18 |\n| 执行救助 "
     "|  | 7 |\n"
     "| 法庭修缮 | 30 |  |\n| 合计 | 50 | 25 |\n",
     "holds sum 20 30 50\nholds sum 18 7 25"},
    {"empty cells may hide what is missing",
     "单位：万元\n\n| 项目 | 预算数 |\n|---|---|\n| 巡回审判 | 20 |\n| 执行救助 |  |\n"
     "| 法庭修缮 | 30 |\n| 合计 | 65 |\n",
     "dark sum 20 30 65"},
    {"parts above the total, empty cells or not",
     "单位：万元\n\n| 项目 | 预算数 |\n|---|---|\n| 巡回审判 | 20 |\n| 执行救助 |  |\n"
     "| 法庭修缮 | 30 |\n| 合计 | 45 |\n",
     "breaks sum 20 30 45"},
    {"rates and units are not added up",
     "| 项目 | 数量 | 金额（万元） | 执行率 |\n|---|---|---|---|\n| 打井 | 4 | 60 | 90% |\n| 管网 "
     "| 9 | 140 | 100% |\n"
     "| 合计 | 13 | 200 | 97% |\n",
     "holds sum 4 9 13\nholds sum 60 140 200\nnone sum 90 100 97"},
    {"flattened, one cell a line",
     "乡镇项目支出情况\n\n→项目\n→预算数（万元）\n→决算数（万元）\n\n→道路硬化\n→150\n→148."
     "6\n\n→路灯安装\n→50\n→49.9\n\n"
     "→合计\n→200\n→198.5\n",
     "holds sum 150 50 200\nholds sum 148.6 49.9 198.5\nfact 148.6 1486000 yuan executed 道路硬化"},
    {"flattened, the total is wrong",
     "乡镇项目支出情况\n\n→项目\n→预算数（万元）\n→决算数（万元）\n\n→道路硬化\n→150\n→148."
     "6\n\n→路灯安装\n→50\n→49.9\n\n"
     "→合计\n→200\n→189.5\n",
     "holds sum 150 50 200\nbreaks sum 148.6 49.9 189.5"},
};

static const struct table_case ACROSS[] = {
    {"total column on the left",
     "单位：万元\n\n| 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|\n| "
     "教育支出 | 500 | 420 | 80 |\n"
     "| 社会保障和就业支出 | 60 | 60 |  |\n",
     "holds sum 500 420 80\nholds sum 60"},
    {"total column does not fit in one line",
     "单位：万元\n\n| 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|\n| "
     "教育支出 | 500 | 420 | 80 |\n"
     "| 卫生健康支出 | 90 | 70 | 30 |\n",
     "holds sum 500 420 80\nbreaks sum 90 70 30"},
    {"total column on the right",
     "单位：元\n\n| 月份 | 货物 | 工程 | 服务 | 合计 |\n|---|---|---|---|---|\n| 一季度 | 100 | "
     "200 | 50 | 350 |\n"
     "| 二季度 | 80 | 0 | 20 | 100 |\n",
     "holds sum 100 200 50 350\nholds sum 80 20 100"},
    {"total column on the right does not fit",
     "单位：元\n\n| 月份 | 货物 | 工程 | 服务 | 合计 |\n|---|---|---|---|---|\n| 一季度 | 100 | "
     "200 | 50 | 350 |\n"
     "| 二季度 | 80 | 0 | 20 | 110 |\n",
     "holds sum 100 200 50 350\nbreaks sum 80 20 110"},
    {"heads of three rows, 其中 in 其中, flattened",
     "年度支出情况（万元）\n\n→机构名称\n→支出合计\n→其中：\n→结余\n\n→\n→\n→基本支出\n→其中：\n→项"
     "目支出\n→\n\n→\n→\n→\n"
     "→人员支出\n→公用支出\n→\n→\n\n→水务局本级\n→640\n→500\n→380\n→120\n→140\n→25\n\n→河道管理所\n"
     "→200\n→170\n→150\n→20\n→30\n→0\n",
     "holds sum 640 500 140\nholds sum 500 380 120\nholds sum 200 170 30\nholds sum 170 150 20\n"
     "fact 380 3800000 yuan - 人员支出"},
    {"heads of three rows, a part is wrong",
     "年度支出情况（万元）\n\n→机构名称\n→支出合计\n→其中：\n→结余\n\n→\n→\n→基本支出\n→其中：\n→项"
     "目支出\n→\n\n→\n→\n→\n"
     "→人员支出\n→公用支出\n→\n→\n\n→水务局本级\n→640\n→500\n→380\n→120\n→140\n→25\n\n→河道管理所\n"
     "→200\n→170\n→105\n→20\n→30\n→0\n",
     "holds sum 640 500 140\nholds sum 500 380 120\nholds sum 200 170 30\nbreaks sum 170 105 20"},
    {"the layout, not the rule, says what belongs to a whole",
     "部门经费（万元）\n\n→机构名称\n→三公经费合计\n→其中：\n\n→\n→\n→公务接待费\n→公务用车运维费\n"
     "→会议费\n\n"
     "→镇政府\n→9.5\n→3\n→5\n→1.5\n",
     "holds sum 9.5 3 5 1.5"},
    {"其中 and a column behind it",
     "资产（万元）\n\n→机构名称\n→固定资产合计\n→其中：\n→其他\n\n→\n→\n→在用固定资产\n→出租固定资"
     "产\n→\n\n"
     "→中心小学\n→300\n→250\n→30\n→20\n",
     "holds sum 300 250 30 20"},
};

static const struct table_case CODES[] = {
    {"classes, sections and items",
     "支出决算表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 "
     "|\n|---|---|---|---|---|\n| 205 | 教育支出 | 700 | 500 | 200 |\n"
     "| 20502 | 普通教育 | 600 | 450 | 150 |\n| 2050202 | 小学教育 | 380 | 300 | 80 |\n| 2050203 | "
     "初中教育 | 220 | 150 | 70 |\n"
     "| 20509 | 教育费附加 | 100 | 50 | 50 |\n| 2050999 | 其他 | 100 | 50 | 50 |\n|  | 合计 | 700 "
     "| 500 | 200 |\n",
     "holds accounts.T3 700 600 100\nholds accounts.T3 600 380 220\nholds accounts.T3 450 300 "
     "150\nholds accounts.T3 700 500 200\n"
     "unfact 20502\nunfact 205"},
    {"an item does not add up",
     "支出决算表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 "
     "|\n|---|---|---|---|---|\n| 205 | 教育支出 | 700 | 500 | 200 |\n"
     "| 20502 | 普通教育 | 600 | 450 | 150 |\n| 2050202 | 小学教育 | 380 | 300 | 80 |\n| 2050203 | "
     "初中教育 | 202 | 132 | 70 |\n"
     "| 20509 | 教育费附加 | 100 | 50 | 50 |\n| 2050999 | 其他 | 100 | 50 | 50 |\n",
     "holds accounts.T3 700 600 100\nbreaks accounts.T3 600 380 202\nbreaks accounts.T3 450 300 "
     "132\nholds accounts.T3 150 80 70"},
    {"codes in three columns, two tables side by side",
     "基本支出决算表\n\n单位：元\n\n| 编码 | 科目名称 | 金额 | 编码 | 科目名称 | 金额 "
     "|\n|---|---|---|---|---|---|\n"
     "| 301 | 工资福利支出 | 900 | 302 | 商品和服务支出 | 100 |\n| 30101 | 基本工资 | 600 | 30201 "
     "| 办公费 | 70 |\n"
     "| 30102 | 津贴补贴 | 300 | 30205 | 水费 | 30 |\n|  | 人员经费合计 | 900 |  | 公用经费合计 | "
     "100 |\n",
     "holds accounts.T6 900 600 300\nholds accounts.T6 100 70 30\nfact 600 600 yuan - "
     "基本工资\nunfact 30101"},
    {"side by side, the right side is wrong",
     "基本支出决算表\n\n单位：元\n\n| 编码 | 科目名称 | 金额 | 编码 | 科目名称 | 金额 "
     "|\n|---|---|---|---|---|---|\n"
     "| 301 | 工资福利支出 | 900 | 302 | 商品和服务支出 | 110 |\n| 30101 | 基本工资 | 600 | 30201 "
     "| 办公费 | 70 |\n"
     "| 30102 | 津贴补贴 | 300 | 30205 | 水费 | 30 |\n|  | 人员经费合计 | 900 |  | 公用经费合计 | "
     "110 |\n",
     "holds accounts.T6 900 600 300\nbreaks accounts.T6 110 70 30"},
    {"text of a PDF: the empty cells are lost",
     "支出预算表\n\n单位：元\n\n"
     "项目                              合计        基本支出      项目支出\n"
     "201              一般公共服务支出     2,900      0        2,900\n"
     "201   05         统计信息事务       2,900      0        2,900\n"
     "201   05   07    专项普查活动       2,900      0        2,900\n"
     "204              公共安全支出       1,600      600      1,000\n"
     "204   06         司法           1,600      600      1,000\n"
     "204   06   07    公共法律服务       1,000      400      600\n"
     "204   06   10    社区矫正         600        200      400\n"
     "合计                             4,500      600      3,900\n",
     "holds sum 1,600 1,000 600\nholds sum 4,500 2,900 1,600\nholds sum 3,900 2,900 1,000\nholds "
     "sum 1,000 400 600"},
    {"a page break repeats the last rows of the head",
     "支出预算表\n\n单位：元\n\n| 项目 | | 支出预算 | | |\n|---|---|---|---|---|\n| 科目编码 | "
     "科目名称 | 合计 | 基本支出 | 项目支出 |\n| 205 | 教育支出 | 70 | 60 | 10 |\n"
     "| 20502 | 普通教育 | 70 | 60 | 10 |\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n| "
     "208 | 社会保障和就业支出 | 20 | 15 | 5 |\n| 20805 | 养老支出 | 20 | 15 | 5 |\n"
     "| | 合计 | 90 | 75 | 15 |\n",
     "holds sum 90 70 20\nholds sum 75 60 15\nholds sum 90 75 15"},
    {"two sides, the left one is shorter: what stands right belongs to the right",
     "财政拨款收支预算总表\n\n单位：元\n\n"
     "项目                 预算数      项目                   合计         一般公共预算\n"
     "一、一般公共预算资金       6,000     一、一般公共服务支出         2,900      2,900\n"
     "二、政府性基金                     二、公共安全支出           1,600      1,600\n"
     "                              三、教育支出             500        500\n"
     "                              四、住房保障支出           1,000      1,000\n"
     "收入总计             6,000     支出总计               6,000      6,000\n",
     "holds sum 6,000 2,900 1,600 500 1,000\nholds balance 6,000"},
    {"text of a PDF: a class does not add up",
     "支出预算表\n\n单位：元\n\n"
     "项目                              合计        基本支出      项目支出\n"
     "201              一般公共服务支出     2,900      0        2,900\n"
     "201   05         统计信息事务       2,900      0        2,900\n"
     "201   05   07    专项普查活动       2,900      0        2,900\n"
     "204              公共安全支出       1,600      600      1,000\n"
     "204   06         司法           1,600      600      1,000\n"
     "204   06   07    公共法律服务       1,000      400      600\n"
     "204   06   10    社区矫正         600        200      400\n"
     "合计                             5,400      600      4,800\n",
     "breaks sum 5,400 2,900 1,600\nbreaks sum 4,800 2,900 1,000\nholds sum 5,400 600 4,800"},
};

static const struct table_case AMONG[] = {
    {"a closed 其中: the last part is 其他",
     "→资金（万元）\n→\n→年初预算数\n→全年预算数\n→执行数\n\n→\n→年度资金总额\n→120\n→130\n→125\n\n"
     "→\n→其中：财政拨款\n→100\n→100\n→100\n\n"
     "→\n→上年结转\n→\n→10\n→10\n\n→\n→其他资金\n→20\n→20\n→15\n",
     "holds sum 120 100 20\nholds sum 130 100 10 20\nholds sum 125 100 10 15\nholds bound 130 125"},
    {"a closed 其中 above its whole",
     "→资金（万元）\n→\n→年初预算数\n→全年预算数\n→执行数\n\n→\n→年度资金总额\n→120\n→130\n→125\n\n"
     "→\n→其中：财政拨款\n→100\n→100\n→100\n\n"
     "→\n→上年结转\n→\n→10\n→10\n\n→\n→其他资金\n→20\n→20\n→25\n",
     "holds sum 120 100 20\nholds sum 130 100 10 20\nbreaks sum 125 100 10 25\nholds bound 130 "
     "125"},
    {"an open 其中 names only some parts",
     "单位：万元\n\n| 项目 | 金额 |\n|---|---|\n| 培训支出 | 80 |\n| 其中：师资费 | 30 |\n| 场地费 "
     "| 20 |\n| 宣传支出 | 40 |\n| 合计 | 120 |\n",
     "holds bound 80 30\nholds sum 80 40 120"},
    {"a part above its whole",
     "单位：万元\n\n| 项目 | 金额 |\n|---|---|\n| 培训支出 | 30 |\n| 其中：师资费 | 80 |\n| "
     "宣传支出 | 40 |\n| 合计 | 70 |\n",
     "breaks sum 30 80\nholds sum 30 40 70"},
    {"numbered parts of 三公, nested 其中 by indentation",
     "→经费控制情况\n→2021年决算数\n→2022年决算数\n\n→“三公”经费（万元）\n→12.5\n→11\n\n→  "
     "1、公务用车购置和维护经费\n→8\n→7.2\n\n"
     "→      其中：公车购置\n→0\n→0\n\n→            公车运行维护\n→8\n→7.2\n\n→  "
     "2、因公出国经费\n→0\n→0\n\n→  3、公务接待\n→4.5\n→3.8\n",
     "holds sum 12.5 8 4.5\nholds sum 11 7.2 3.8\nholds sum 8 0\nholds sum 7.2 0"},
    {"numbered parts of 三公 do not add up",
     "→经费控制情况\n→2021年决算数\n→2022年决算数\n\n→“三公”经费（万元）\n→12.5\n→11\n\n→  "
     "1、公务用车购置和维护经费\n→8\n→7.2\n\n"
     "→      其中：公车购置\n→0\n→0\n\n→            公车运行维护\n→8\n→7.2\n\n→  "
     "2、因公出国经费\n→0\n→0\n\n→  3、公务接待\n→4.5\n→8.3\n",
     "holds sum 12.5 8 4.5\nbreaks sum 11 7.2 8.3\nholds sum 8 0\nholds sum 7.2 0"},
    {"a pair of a form: 其中 belongs to the pair to its left",
     "→人员编制\n→45\n→实有人数\n→43\n\n→固定资产（万元）\n→120.6\n→其中：在用\n→118.4\n",
     "holds bound 120.6 118.4\nfact 45 45 person - 人员编制\nfact 118.4 1184000 yuan - 在用\nholds "
     "ratio.staffing 45 43"},
    {"a pair of a form: the part is larger",
     "→人员编制\n→45\n→实有人数\n→43\n\n→固定资产（万元）\n→120.6\n→其中：在用\n→181.4\n",
     "breaks bound 120.6 181.4\nholds ratio.staffing 45 43"},
};

static const struct table_case DEFINED[] = {
    {"三公 from its parts wherever they stand",
     "单位：万元\n\n| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 因公出国（境）费 | 0 | 0 |\n| "
     "公务接待费 | 3 | 2.1 |\n| 公务用车购置及运行费 | 6 | 5.5 |\n"
     "| “三公”经费支出 | 9 | 7.6 |\n| 会议费 | 2 | 1 |\n| 培训费 | 4 | 3 |\n",
     "holds sum 9 0 3 6\nholds sum 7.6 2.1 5.5\nholds ratio.threepublic 9 7.6"},
    {"三公 does not add up",
     "单位：万元\n\n| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 因公出国（境）费 | 0 | 0 |\n| "
     "公务接待费 | 3 | 2.1 |\n| 公务用车购置及运行费 | 6 | 5.5 |\n"
     "| “三公”经费支出 | 9 | 6.7 |\n| 会议费 | 2 | 1 |\n| 培训费 | 4 | 3 |\n",
     "holds sum 9 0 3 6\nbreaks sum 6.7 2.1 5.5\nholds ratio.threepublic 9 6.7"},
    {"income, expenditure and what is left, in two tables",
     "收入（万元）\n\n→机构名称\n→收入合计\n→其中：\n\n→\n→\n→财政拨款\n→其他收入\n\n→林场\n→500\n→"
     "480\n→20\n\n支出（万元）\n\n→机构名称\n→支出合计\n→结余\n\n"
     "→林场\n→440\n→60\n",
     "holds balance 60 500 440\nholds sum 500 480 20"},
    {"what is left does not fit",
     "收入（万元）\n\n→机构名称\n→收入合计\n→其中：\n\n→\n→\n→财政拨款\n→其他收入\n\n→林场\n→500\n→"
     "480\n→20\n\n支出（万元）\n\n→机构名称\n→支出合计\n→结余\n\n"
     "→林场\n→440\n→66\n",
     "breaks balance 66 500 440\nholds sum 500 480 20"},
    {"totals side by side, empty lines below the last amounts",
     "收入支出决算总表\n\n单位：万元\n\n| 收入 |  | 支出 |  |\n|---|---|---|---|\n| 项目 | 决算数 "
     "| 项目 | 决算数 |\n| 一、财政拨款收入 | 800 | 一、公共安全支出 | 700 |\n"
     "| 二、事业收入 |  | 二、教育支出 |  |\n| 三、其他收入 | 50 | 三、住房保障支出 | 90 |\n| "
     "本年收入合计 | 850 | 本年支出合计 | 790 |\n"
     "| 使用非财政拨款结余 |  | 结余分配 |  |\n| 年初结转和结余 | 10 | 年末结转和结余 | 70 |\n| "
     "总计 | 860 | 总计 | 860 |\n",
     "holds accounts.T1 850 800 50\nholds accounts.T1 790 700 90\nholds accounts.T1 860 850 "
     "10\nholds accounts.T1 860 790 70"},
    {"totals side by side differ",
     "收入支出决算总表\n\n单位：万元\n\n| 收入 |  | 支出 |  |\n|---|---|---|---|\n| 项目 | 决算数 "
     "| 项目 | 决算数 |\n| 一、财政拨款收入 | 800 | 一、公共安全支出 | 700 |\n"
     "| 二、事业收入 |  | 二、教育支出 |  |\n| 三、其他收入 | 50 | 三、住房保障支出 | 90 |\n| "
     "本年收入合计 | 850 | 本年支出合计 | 790 |\n"
     "| 使用非财政拨款结余 |  | 结余分配 |  |\n| 年初结转和结余 | 10 | 年末结转和结余 | 70 |\n| "
     "总计 | 860 | 总计 | 890 |\n",
     "holds accounts.T1 860 850 10\nbreaks accounts.T1 890 790 70\nbreaks accounts.T1 890 860"},
    {"an opening balance with lines below it that repeat the numbering",
     "财政拨款收入支出决算总表\n\n单位：万元\n\n| 项目 | 决算数 |\n|---|---|\n| "
     "一、一般公共预算财政拨款 | 300 |\n| 二、政府性基金预算财政拨款 | 40 |\n| 本年收入合计 | 340 "
     "|\n"
     "| 年初财政拨款结转和结余 | 15 |\n| 一、一般公共预算财政拨款 | 12 |\n| "
     "二、政府性基金预算财政拨款 | 3 |\n| 总计 | 355 |\n",
     "holds accounts.T4 340 300 40\nholds accounts.T4 15 12 3\nholds accounts.T4 355 340 15"},
    {"a breakdown of the total above, label and value in one cell",
     "→预算（万元）\n→\n→年初预算数\n→全年预算数\n→执行数\n\n→\n→年度资金总额\n→210\n→210\n→200\n\n"
     "→\n→按收入性质分：\n→按支出性质分：\n\n"
     "→\n→其中：一般公共预算：210万元\n→其中：基本支出：150万元\n\n→\n→政府性基金拨款：\n→项目支出"
     "：60万元\n",
     "holds sum 210 150 60\nholds bound 210 200\nfact 150 1500000 yuan - 基本支出"},
    {"the breakdown is larger than any total above",
     "→预算（万元）\n→\n→年初预算数\n→全年预算数\n→执行数\n\n→\n→年度资金总额\n→210\n→210\n→200\n\n"
     "→\n→按收入性质分：\n→按支出性质分：\n\n"
     "→\n→其中：一般公共预算：210万元\n→其中：基本支出：155万元\n\n→\n→政府性基金拨款：\n→项目支出"
     "：60万元\n",
     "breaks sum 210 155 60\nholds bound 210 200"},
};

static void lines_add_to_totals(void **state)
{
    (void)state;
    TABLE_CHECK(BOTTOM);
}

static void columns_add_to_totals(void **state)
{
    (void)state;
    TABLE_CHECK(ACROSS);
}

static void codes_add_up(void **state)
{
    (void)state;
    TABLE_CHECK(CODES);
}

static void parts_of_wholes(void **state)
{
    (void)state;
    TABLE_CHECK(AMONG);
}

static void official_definitions(void **state)
{
    (void)state;
    TABLE_CHECK(DEFINED);
}

/* A table of `lines` lines of 1.50 and the printed total: what is said of the total. */
static enum plumb_verdict verdict_on_long(size_t lines, const char *total)
{
    struct relate_fixture f;
    struct plumb_buf text = {0};
    plumb_buf_puts(&text,
                   "2023年度青石县水务局整体支出绩效自评报告\n\n|项目|支出（万元）|\n|---|---|\n");
    for (size_t i = 0; i < lines; i++)
        plumb_buf_printf(&text, "|第%zu号水渠维修|1.50|\n", i + 1);
    plumb_buf_printf(&text, "|合计|%s|\n", total);
    assert_false(text.failed);
    relate_open(&f);
    relate_read(&f, text.data);
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_SUM, total);
    assert_non_null(r); /* what is not added up is told, too */
    enum plumb_verdict verdict = r->verdict;
    relate_close(&f);
    plumb_buf_free(&text);
    return verdict;
}

/* 700 × 1.50 = 1,050; rounding explains 3.5 at most. 4,097 × 1.50 = 6,145.50, one line more than is added up. */
static void long_tables(void **state)
{
    (void)state;
    assert_int_equal(verdict_on_long(700, "1050.00"), HOLDS);
    assert_int_equal(verdict_on_long(700, "1080.00"), BREAKS);
    assert_int_equal(verdict_on_long(4097, "6145.50"), OPEN);
    assert_int_equal(verdict_on_long(4097, "6185.50"), OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_tables),           cmocka_unit_test(lines_add_to_totals),
        cmocka_unit_test(columns_add_to_totals), cmocka_unit_test(codes_add_up),
        cmocka_unit_test(parts_of_wholes),       cmocka_unit_test(official_definitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
