/* Web pages made by hand: spans, boilerplate, nested tables, encodings; hostile pages. */
#include "zip_fixture.h"

static const char *html(const char *bytes, size_t len)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/plumb-html-%ld.html", (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static const char *page(const char *text)
{
    return html(text, strlen(text));
}

static void spans(void **state)
{
    (void)state;
    expect_file(page("<html><body><table><tr><th rowspan=2>项目</th><th colspan=2>支出</th></tr>"
                     "<tr><th>预算数</th><th>决算数</th></tr><tr><td>办公费</td><td></td>"
                     "<td>3.78</td></tr></table></body></html>"),
                "row\t项目 | 支出 | \nrow\t | 预算数 | 决算数\nrow\t办公费 |  | 3.78\n");
}

static void boilerplate(void **state)
{
    (void)state;
    expect_file(page("<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>"
                     "<nav>首页</nav><script>var a='数';</script><h2>概况</h2><p>收入&nbsp;5&lt;6"
                     " 万元。</p><div>支出<b>7</b>万元。<br>结余。</div><form>搜索</form>"
                     "<footer>版权</footer></body></html>"),
                "heading 2\t概况\ntext\t收入 5<6 万元。\ntext\t支出7万元。\ntext\t结余。\n");
}

/* A form on one grid: 3 columns in the first part, 2 in the second, and text in a frame. */
static void form_in_parts(void **state)
{
    (void)state;
    expect_file(
        page("<html><table><tr><td colspan=6>一、收支情况</td></tr>"
             "<tr><td colspan=2>项目</td><td colspan=2>预算数</td><td colspan=2>决算数</td></tr>"
             "<tr><td colspan=2>会议费</td><td colspan=2></td><td colspan=2>3.5</td></tr>"
             "<tr><td colspan=6>二、人员情况</td></tr>"
             "<tr><td colspan=3>姓名</td><td colspan=3>职务</td></tr>"
             "<tr><td colspan=3>甲某</td><td colspan=3>会计</td></tr>"
             "<tr><td colspan=6><p>三、说明</p><p>这一段话写在表格的框里，很长，一行写不下，"
             "因此它不是表格的一行，而是正文；它讲的是一件与表格里的数字没有关系的事情，读起来应当"
             "与表外的段落一样。</p></td></tr></table></html>"),
        "heading 1\t一、收支情况\nrow\t项目 | 预算数 | 决算数\nrow\t会议费 |  | 3.5\n"
        "heading 1\t二、人员情况\nrow\t姓名 | 职务\nrow\t甲某 | 会计\n"
        "heading 1\t三、说明\n"
        "text\t这一段话写在表格的框里，很长，一行写不下，因此它不是表格的一行，而是正文；它讲的是"
        "一件与表格里的数字没有关系的事情，读起来应当与表外的段落一样。\n");
}

/* A name between rows of numbers only groups them. */
static void group_in_table(void **state)
{
    (void)state;
    expect_file(page("<html><table><tr><td>项目</td><td>金额</td></tr>"
                     "<tr><td colspan=2>人员经费</td></tr><tr><td>工资</td><td>12</td></tr>"
                     "<tr><td>津贴</td><td>3</td></tr></table></html>"),
                "row\t项目 | 金额\nrow\t人员经费 | \nrow\t工资 | 12\nrow\t津贴 | 3\n");
}

/* A table that holds a table lays the page out; the inner one is the table. */
static void layout_table(void **state)
{
    (void)state;
    expect_file(page("<html><table><tr><td>说明。<table><tr><td>甲</td><td>1</td></tr>"
                     "<tr><td>乙</td><td>2</td></tr></table></td></tr></table></html>"),
                "text\t说明。\nrow\t甲 | 1\nrow\t乙 | 2\n");
}

/* 收入。 in GB2312, as pages of public offices often are. */
static void chinese_encoding(void **state)
{
    (void)state;
    expect_file(
        page("<html><head><meta charset=gb2312></head><body><p>"
             "\xB1\xBE\xC4\xEA\xCA\xD5\xC8\xEB\xBA\xCF\xBC\xC6\xCE\xAA\xCE\xE5\xCD\xF2\xD4\xAA"
             "\xA1\xA3</p></body></html>"),
        "text\t本年收入合计为五万元。\n");
}

static void nested_tags(void **state)
{
    (void)state;
    struct plumb_buf text = {0};
    plumb_buf_puts(&text, "<html><body><p>正文。</p>");
    for (size_t i = 0; i < 1000000; i++)
        plumb_buf_puts(&text, "<div>");
    struct read_result r = read_path_dump(html(text.data, text.len));
    assert_true(r.status == PLUMB_OK || r.status == PLUMB_E_LIMIT || r.status == PLUMB_E_FORMAT);
    read_free(&r);
    plumb_buf_free(&text);
    unlink(page(""));
}

static void huge_spans(void **state)
{
    (void)state;
    struct plumb_buf text = {0};
    plumb_buf_puts(&text, "<html><body><table>");
    for (size_t i = 0; i < 20; i++)
        plumb_buf_puts(&text, "<tr><td rowspan=99999999 colspan=99999999>x</td></tr>");
    plumb_buf_puts(&text, "</table></body></html>");
    const char *path = html(text.data, text.len);
    plumb_buf_free(&text);
    expect_failure(path, PLUMB_E_LIMIT, "table");
}

static void zero_bytes(void **state)
{
    (void)state;
    static const char text[] = "<html><body><p>甲。</p>\0\0\0<p>乙。</p></body></html>";
    struct read_result r = read_path_dump(html(text, sizeof text - 1));
    assert_true(r.status == PLUMB_OK || r.error.message[0]);
    read_free(&r);
    unlink(page(""));
}

/* What a browser prints before the items of ol: 1., iii., 三、; from `start`, backwards, by `value`;
 * lists in lists and in cells. ul and lists without marks have none, nor items that tell theirs. */
static void numbered_lists(void **state)
{
    (void)state;
    expect_file(
        page("<html><body><p>工作如下：</p><ol><li>2023年修渠3条，长5公里。</"
             "li><li><p>修路2条，长7公里。</p>"
             "<p>其中新路1条。</p><ol "
             "type=a><li>甲路4公里，已完工。</li><li>乙路3公里，已完工。</li></ol></li>"
             "<li value=7>植树9亩，成活率高。</li><li>护林2处，无火情。</li></ol>"
             "<ol start=3 type=I><li>收入5万元，已入账。</li></ol>"
             "<ol reversed><li>支出4万元，已付。</li><li>结余1万元，已结转。</li></ol>"
             "<ol style='margin:0;list-style-type:cjk-ideographic'><li>水库2座，库容大。</li></ol>"
             "<ol style='list-style:none'><li>泵站1座，已建。</li></ol>"
             "<ul><li>水闸8座，已修。</li></ul>"
             "<ol><li>（一）水渠6条，已清。</li><li></li><li>3.5万元用于培训，已付清。</li></ol>"
             "<table><tr><td>内容</td><td>数量</td></tr><tr><td><ol><li>检查</li><li>验收</li></"
             "ol></td>"
             "<td>5</td></tr></table></body></html>"),
        "text\t工作如下：\ntext\t1. 2023年修渠3条，长5公里。\ntext\t2. 修路2条，长7公里。\n"
        "text\t其中新路1条。\ntext\ta. 甲路4公里，已完工。\ntext\tb. 乙路3公里，已完工。\n"
        "text\t7. 植树9亩，成活率高。\ntext\t8. 护林2处，无火情。\ntext\tIII. 收入5万元，已入账。\n"
        "text\t2. 支出4万元，已付。\ntext\t1. 结余1万元，已结转。\ntext\t一、水库2座，库容大。\n"
        "text\t泵站1座，已建。\ntext\t水闸8座，已修。\ntext\t（一）水渠6条，已清。\n"
        "text\t3. 3.5万元用于培训，已付清。\nrow\t内容 | 数量\nrow\t1. 检查 2. 验收 | 5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans),
        cmocka_unit_test(numbered_lists),
        cmocka_unit_test(boilerplate),
        cmocka_unit_test(form_in_parts),
        cmocka_unit_test(group_in_table),
        cmocka_unit_test(layout_table),
        cmocka_unit_test(chinese_encoding),
        cmocka_unit_test(nested_tags),
        cmocka_unit_test(huge_spans),
        cmocka_unit_test(zero_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
