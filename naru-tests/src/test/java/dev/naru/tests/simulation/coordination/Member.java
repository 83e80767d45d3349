package dev.naru.tests.simulation.coordination;

/** A scripted member of a group. Threading: the simulation's thread. */
interface Member {
    /** Joins for the first time. */
    void go();

    /** As kill -9; it comes back as somebody new some time later. */
    void crash();

    /** Says goodbye, and comes back some time later. */
    void leave();
}
