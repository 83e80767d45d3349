package dev.naru.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.naru.common.config.ConfigException;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.CreateTopicsResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/**
 * One broker and its clients while the broker is killed, loses power, or is stopped, again and again.
 *
 * <p>What is promised without replicas (FAILURES S3, S4, S7, P1, P3): a killed process loses nothing that was acknowledged,
 * since the page cache outlives it. A power cut may take what was not forced, but only from the end: what is left is a
 * prefix of what was there, whole batches only, and no offset ever shows another value than the one clients were told.
 * Nothing comes twice, whatever was sent again. No producer id is given out twice.
 */
class SingleBrokerCrashTest {
    static final String TOPIC = "ledger";
    private static final int PARTITIONS = 3;
    private static final int WRITERS = 6;
    private static final int CRASHES = 6;

    private enum Fault {
        KILL,
        POWER_CUT,
        STOP,
        CUT_CONNECTIONS
    }

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void findNoErrorInTheLog() {
        root.detachAppender(logged);
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Seeded(count = 10)
    void losesNothingAcknowledgedWhenTheProcessDies(Gen gen) throws Exception {
        run(gen, Fault.KILL, Fault.STOP, Fault.CUT_CONNECTIONS);
    }

    @Seeded(count = 20)
    void keepsAPrefixWhenThePowerGoes(Gen gen) throws Exception {
        run(gen, Fault.POWER_CUT, Fault.POWER_CUT, Fault.KILL, Fault.STOP, Fault.CUT_CONNECTIONS);
    }

    private void run(Gen gen, Fault... faults) throws ConfigException, IOException {
        Simulation simulation = new Simulation(gen.seed());
        SimulatedNetwork network = new SimulatedNetwork(simulation);
        SimulatedProcess clients = new SimulatedProcess(network, "clients", 1, new SimulatedDisk(simulation.random()));
        CrashableBroker broker = new CrashableBroker(simulation, network);
        broker.start();
        createTopic(simulation, new Wire(clients));

        History history = new History();
        Set<Long> producerIds = new HashSet<>();
        List<Writer> writers = new ArrayList<>();
        for (int number = 0; number < WRITERS; number++) {
            Writer.Identity identity = new Writer.Identity(number, number % PARTITIONS);
            writers.add(new Writer(new Wire(clients), history, gen.split(), identity, producerIds));
        }
        List<Reader> readers = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            readers.add(new Reader(new Wire(clients), history, partition));
        }
        for (int crash = 0; crash < CRASHES; crash++) {
            writers.forEach(Writer::resume);
            readers.forEach(Reader::resume);
            simulation.runFor(gen.intIn(50, 1_500));
            Fault fault = gen.oneOf(faults);
            if (fault == Fault.CUT_CONNECTIONS) {
                network.cut("clients", CrashableBroker.HOST);
                continue;
            }
            end(broker, fault);
            writers.forEach(Writer::pause);
            readers.forEach(Reader::pause);
            simulation.runFor(gen.intIn(0, 8_000));
            broker.start();
            check(simulation, clients, history, fault == Fault.POWER_CUT);
        }
        assertThat(history.acknowledged()).as("values acknowledged in all").isGreaterThan(100);
    }

    private static void end(CrashableBroker broker, Fault fault) {
        switch (fault) {
            case KILL -> broker.kill();
            case POWER_CUT -> broker.powerOff();
            case STOP -> broker.stop();
            case CUT_CONNECTIONS -> throw new IllegalArgumentException("does not end a broker");
        }
    }

    private static void check(Simulation simulation, SimulatedProcess clients, History history, boolean mayLose) {
        int[] left = {PARTITIONS};
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            new Reader(new Wire(clients), history, partition).readAll(contents -> {
                history.onRestart(number, contents, mayLose);
                left[0]--;
            });
        }
        simulation.runUntil(() -> left[0] == 0, 60_000);
    }

    private static void createTopic(Simulation simulation, Wire wire) {
        boolean[] created = new boolean[1];
        CreateTopicsRequest request = new CreateTopicsRequest()
                .timeoutMs(10_000)
                .topics(List.of(new CreateTopicsRequest.CreatableTopic()
                        .name(TOPIC)
                        .numPartitions(PARTITIONS)
                        .replicationFactor((short) 1)
                        .configs(List.of(new CreateTopicsRequest.CreatableTopicConfig()
                                .name("segment.ms")
                                .value("1000")))));
        wire.call(
                request,
                7,
                CreateTopicsResponse.class,
                response -> {
                    assertThat(response.topics().get(0).errorCode()).isZero();
                    created[0] = true;
                },
                () -> {
                    throw new AssertionError("the topic was not created");
                });
        simulation.runUntil(() -> created[0], 10_000);
    }
}
