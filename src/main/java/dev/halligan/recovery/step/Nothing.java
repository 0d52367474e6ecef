package dev.halligan.recovery.step;

/** A part of a journal that has nothing in it. */
public record Nothing() {}
