package dev.naru.tests.simulation.world;

import dev.naru.client.admin.Admin;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One run: a broker, its clients and what happens to them, until all is healed, everything settled and everybody gone.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class World {
    private static final List<String> TOPICS = List.of("rice", "salt", "timber");
    private static final int WRITERS_MAX = 4;
    private static final int READERS_MAX = 3;
    private static final long SETTLING_MS_MAX = 120_000;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final SimulatedNetwork network;
    private final History history = new History();
    private final BrokerMachine machine;
    private final Admin admin;
    private final Topics topics;
    private final Trouble trouble;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();

    World(long seed) {
        simulation = new Simulation(seed);
        random = simulation.random();
        network = new SimulatedNetwork(simulation);
        machine = new BrokerMachine(simulation, network, history);
        List<String> clients = new ArrayList<>();
        ClientMachine adminMachine = client(clients, "admin");
        admin = new Admin(adminMachine.config(), adminMachine.runtime());
        topics = new Topics(simulation, admin, history);
        for (int i = random.nextInt(1, WRITERS_MAX + 1); i > 0; i--) {
            writers.add(new Writer(simulation, client(clients, "writer-" + i), topics, history));
        }
        for (int i = random.nextInt(1, READERS_MAX + 1); i > 0; i--) {
            readers.add(new Reader(simulation, client(clients, "reader-" + i), topics, history));
        }
        trouble = new Trouble(simulation, network, machine, clients);
    }

    private ClientMachine client(List<String> names, String name) {
        names.add(name);
        return new ClientMachine(simulation, network, name);
    }

    /** Runs it all; throws when something cannot be. Returns one line that says how much happened. */
    String run(long troubleMs) {
        machine.start();
        runUntil("the broker is ready", machine::isReady);
        TOPICS.forEach(topics::create);
        writers.forEach(Writer::go);
        readers.forEach(Reader::go);
        changeTopics();
        trouble.go();
        simulation.runFor(troubleMs);
        settle();
        checkMetadata();
        leave();
        return "%d values written, %d acknowledged, %d read, %d starts, %d events"
                .formatted(
                        history.written().count(),
                        history.acknowledgedCount,
                        history.readCount,
                        machine.starts(),
                        simulation.eventsRun());
    }

    private void changeTopics() {
        simulation.after(random.nextLong(800), () -> {
            if (!finished) {
                changeOne(TOPICS.get(random.nextInt(TOPICS.size())));
                changeTopics();
            }
        });
    }

    private boolean finished;

    private void changeOne(String name) {
        Topics.Topic topic = topics.find(name);
        if (topic == null) {
            topics.create(name);
        } else if (random.nextInt(6) == 0) {
            topics.delete(name);
        } else if (random.nextInt(3) == 0) {
            PartitionId id = topic.partition(random.nextInt(topic.partitionCount()));
            history.of(id).highestKnown().ifPresent(offset -> topics.deleteRecords(id, random.nextLong(offset + 1)));
        }
    }

    /** Heals everything and waits until nobody waits for anything. */
    private void settle() {
        finished = true;
        trouble.end();
        writers.forEach(Writer::finish);
        runUntil("the broker is ready again", () -> {
            trouble.keepRunning();
            return machine.isReady();
        });
        runUntil(
                "every record is acknowledged or has failed",
                () -> writers.stream().allMatch(Writer::isSettled));
        runUntil("nothing is in doubt", () -> !topics.isAnyInDoubt());
        readers.forEach(Reader::finish);
        runUntil("all consumers are closed", () -> readers.stream().allMatch(Reader::isClosed));
        history.checkAtRest(machine.stored());
    }

    private void checkMetadata() {
        boolean[] answered = {false};
        Results.of(simulation, admin.topics(), (listed, failure) -> {
            if (failure != null) {
                throw new AssertionError("the topics cannot be listed", failure);
            }
            topics.check(listed);
            answered[0] = true;
        });
        runUntil("the topics are listed", () -> answered[0]);
    }

    private void leave() {
        int[] open = {writers.size()};
        writers.forEach(writer -> writer.close(() -> open[0]--));
        runUntil("all producers are closed", () -> open[0] == 0);
        admin.close();
        boolean[] stopped = {false};
        machine.stop(() -> stopped[0] = true);
        runUntil("the broker has stopped", () -> stopped[0]);
        simulation.runFor(2_000);
        history.checkAtRest(machine.stored());
        if (network.unreleasedFrames() != 0 || network.connectionCount() != 0) {
            throw new AssertionError("%d frames were not released, %d connections not closed"
                    .formatted(network.unreleasedFrames(), network.connectionCount()));
        }
    }

    private void runUntil(String what, BooleanSupplier condition) {
        try {
            simulation.runUntil(condition, SETTLING_MS_MAX);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }
}
