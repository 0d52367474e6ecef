package dev.halligan.recovery.action.isolation;

import java.util.List;

/**
 * What undoes Isolate.
 *
 * @param lift whether a fence may be up
 * @param jailed the users to jail where no fence holds; their release undoes it
 */
record FenceUndo(boolean lift, List<String> jailed) {}
