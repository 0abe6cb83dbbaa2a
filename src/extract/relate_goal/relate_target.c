/* Targets and results, wherever they are told: which can be compared, and which way is better. */
#include "extract/relate_goal/relate_target.h"

int plumb_target_direction(struct plumb_str key, struct plumb_str path)
{
    bool saved =
        PLUMB_HAS(key, "节约", "下降率", "降低率", "压减率", "减少率", "降幅", "压缩率", "缩短率");
    if (!saved &&
        PLUMB_HAS(key, "控制", "不超", "成本", "投诉", "违规", "违纪", "事故", "死亡", "逾期",
                  "差错", "误差", "流失", "负面", "拖欠", "变动率", "结余率", "结转率", "调整率",
                  "单价", "费用标准", "超支", "信访", "返工", "缺陷", "风险率", "发病率", "排放",
                  "超标", "时限", "响应时间", "办理时间", "处置时间", "等待时间", "等候时间"))
        return -1;
    if (PLUMB_HAS(path, "成本指标") && !saved)
        return -1;
    if (PLUMB_HAS(key, "率", "满意", "次数", "人数", "数量", "个数", "户数", "覆盖", "人次", "面积",
                  "里程", "场次", "批次", "合格", "达标", "及时", "完成"))
        return 1;
    return PLUMB_HAS(path, "数量指标", "质量指标", "时效指标", "满意") ? 1 : 0;
}

bool plumb_unit_is_people(enum plumb_unit unit)
{
    return unit == PLUMB_UNIT_PERSON || unit == PLUMB_UNIT_PERSON_TIMES;
}

bool plumb_target_comparable(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit == b->unit)
        return a->unit != PLUMB_UNIT_DATE && a->unit != PLUMB_UNIT_YEAR;
    return (plumb_unit_is_people(a->unit) && plumb_unit_is_people(b->unit)) ||
           a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
}

bool plumb_target_usable(const struct plumb_fact *target)
{
    return target->comparator != PLUMB_CMP_ABOUT && target->comparator != PLUMB_CMP_NEARLY &&
           target->partner == PLUMB_NPOS && target->unit != PLUMB_UNIT_DATE;
}
