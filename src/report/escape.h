/* The escaping module's declarations are public: see the last section of plumb/report.h. */
#ifndef PLUMB_ESCAPE_H
#define PLUMB_ESCAPE_H

#include "plumb/report.h"

#endif
