package dev.halligan.recovery.action;

import dev.halligan.control.NodeLifecycle.Method;

/** How FreezeNodeLifecycle keeps the nodes alive; each part of its journal says it. */
record FreezeMethod(Method method) {}
