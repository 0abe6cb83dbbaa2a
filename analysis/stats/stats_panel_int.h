/* Shared by stats_panel.c and stats_panel_evidence.c. */
#ifndef PLUMB_STATS_PANEL_INT_H
#define PLUMB_STATS_PANEL_INT_H

/* Two-sided ln p of Student's t on 4 degrees. */
double plumb_panel_log_p_t4(double z);

#endif
