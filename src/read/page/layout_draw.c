/* Outlines drawn on a page to the ruling lines of its tables. */
#include "read/page/layout.h"

#include <math.h>

#define MAX_THICK 3.0 /* points: thicker boxes are shading or pictures */
#define SLANT 0.8     /* points off the axis at most */
#define MAX_PAGE_RULES 100000
#define MAX_PLACE 1e5 /* points; no paper is as large */

struct plumb_layout_matrix plumb_layout_multiply(struct plumb_layout_matrix m,
                                                 struct plumb_layout_matrix n)
{
    return (struct plumb_layout_matrix){m.a * n.a + m.c * n.b,       m.b * n.a + m.d * n.b,
                                        m.a * n.c + m.c * n.d,       m.b * n.c + m.d * n.d,
                                        m.a * n.e + m.c * n.f + m.e, m.b * n.e + m.d * n.f + m.f};
}

static void add_rule(struct plumb_layout_pen *pen, double x0, double y0, double x1, double y1)
{
    struct plumb_layout_page *page = pen->page;
    double left = fmin(x0, x1), right = fmax(x0, x1), top = fmin(y0, y1), bottom = fmax(y0, y1);
    bool sane = isfinite(left) && isfinite(right) && isfinite(top) && isfinite(bottom) &&
                left > -MAX_PLACE && right < MAX_PLACE && top > -MAX_PLACE && bottom < MAX_PLACE;
    if (!page || !sane || page->rule_count >= MAX_PAGE_RULES)
        return;
    *PLUMB_PUSH(pen->arena, page->rules, page->rule_count, page->rule_capacity) =
        (struct plumb_layout_rule){left, top, right, bottom};
}

void plumb_layout_draw_to(struct plumb_layout_pen *pen, struct plumb_layout_matrix m, double x,
                          double y)
{
    double to_x = m.a * x + m.c * y + m.e, to_y = m.b * x + m.d * y + m.f;
    if (pen->points > 0) {
        size_t last = pen->points < 8 ? pen->points - 1 : 7;
        if (pen->stroked &&
            (fabs(pen->x[last] - to_x) <= SLANT || fabs(pen->y[last] - to_y) <= SLANT))
            add_rule(pen, pen->x[last], pen->y[last], to_x, to_y);
    }
    size_t slot = pen->points < 8 ? pen->points : 7;
    pen->x[slot] = to_x;
    pen->y[slot] = to_y;
    pen->points++;
}

void plumb_layout_lift_pen(struct plumb_layout_pen *pen)
{
    if (pen->filled && pen->points >= 2 && pen->points <= 8) {
        double left = pen->x[0], right = pen->x[0], top = pen->y[0], bottom = pen->y[0];
        for (size_t i = 1; i < pen->points; i++) {
            left = fmin(left, pen->x[i]);
            right = fmax(right, pen->x[i]);
            top = fmin(top, pen->y[i]);
            bottom = fmax(bottom, pen->y[i]);
        }
        if (fmin(right - left, bottom - top) <= MAX_THICK)
            add_rule(pen, left, top, right, bottom);
    }
    pen->points = 0;
}
