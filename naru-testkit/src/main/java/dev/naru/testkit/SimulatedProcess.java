package dev.naru.testkit;

import dev.naru.common.runtime.Clock;

/**
 * One run of a program on a simulated machine: its loops, its I/O pool, its place on the network and the machine's disk.
 * Everything a broker or client is constructed from. After {@link #kill} or {@link #powerOff}, start a new one on the same
 * disk and host name to restart it.
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedProcess {
    private final Simulation simulation;
    private final SimulatedLoops loops;
    private final SimulatedIoPool ioPool;
    private final SimulatedHost host;
    private final SimulatedDisk disk;

    /**
     * @param hostName the name other processes connect to
     * @param disk the machine's disk, which outlives the process
     */
    public SimulatedProcess(SimulatedNetwork network, String hostName, int loopCount, SimulatedDisk disk) {
        this.simulation = network.simulation();
        this.loops = new SimulatedLoops(simulation, hostName, loopCount);
        this.ioPool = new SimulatedIoPool(simulation);
        this.host = network.join(hostName, loops);
        this.disk = disk;
    }

    public SimulatedLoops loops() {
        return loops;
    }

    public SimulatedIoPool ioPool() {
        return ioPool;
    }

    /** This process's {@code Connector} and {@code Acceptor}. */
    public SimulatedHost network() {
        return host;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    public Clock clock() {
        return simulation.clock();
    }

    /** As kill -9: no code of the process runs again, what it wrote stays in the page cache, peers see a reset. */
    public void kill() {
        stop();
        disk.killProcess();
    }

    /** As pulling the plug: as {@link #kill}, and the disk forgets what was not forced. */
    public void powerOff() {
        stop();
        disk.crash();
    }

    private void stop() {
        loops.stop();
        ioPool.stop();
        host.stop();
    }
}
