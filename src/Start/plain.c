// The first instructions of the programs that never clone: the shim and the image worker.

#include "start.h"

void crt_begin(word *stack) {
    open_missing_streams();
    forget_runtime_settings((char **)(stack + 1) + stack[0] + 1);
}
