package dev.halligan.diagnosis;

import java.time.Duration;

/**
 * What the observer knows of itself.
 *
 * @param timerLateness how late its own timers fired on average since the last look
 * @param anyAddressReachable whether anything at all answered over the network, a refusal included
 * @param fleetSize clusters being watched
 * @param fleetDark those of them that do not answer at all; a slow one is not dark
 */
public record ObserverHealth(
    Duration timerLateness, boolean anyAddressReachable, int fleetSize, int fleetDark) {}
