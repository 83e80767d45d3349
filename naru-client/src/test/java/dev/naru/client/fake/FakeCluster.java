package dev.naru.client.fake;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientRuntime;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Brokers on simulated hosts {@code b0}, {@code b1}, … that share their logs, as if they replicated at once; a client on
 * host {@code client}.
 */
public final class FakeCluster {
    public static final String TOPIC = "orders";
    public static final Uuid TOPIC_ID = new Uuid(7, 7);
    static final int PORT = 9092;

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final SimulatedProcess client;
    private final List<FakeBroker> brokers = new ArrayList<>();
    private final Map<Integer, FakeLog> logs = new HashMap<>();
    private final Map<Integer, Integer> leaders = new HashMap<>();
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private final Gen gen;
    private final FakeTransactions transactions = new FakeTransactions(this);
    private final List<Long> committedOffsets = new ArrayList<>();
    private BiFunction<ApiRequest, Supplier<ApiResponse>, ApiResponse> interceptor = (request, answer) -> answer.get();
    private int transactionVersion = 2;
    private int coordinator;
    private int errorsPercent;
    private long nextProducerId = 1000;

    public FakeCluster(Gen gen, int brokerCount, int partitionCount) {
        this.gen = gen;
        this.simulation = new Simulation(gen.seed());
        this.network = new SimulatedNetwork(simulation);
        this.client = process("client");
        for (int id = 0; id < brokerCount; id++) {
            FakeBroker broker = new FakeBroker(id, this);
            SimulatedProcess process = process("b" + id);
            try {
                process.network().listen("", PORT, () -> new FakeConnection(broker));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            brokers.add(broker);
        }
        for (int partition = 0; partition < partitionCount; partition++) {
            logs.put(partition, new FakeLog());
            leaders.put(partition, partition % brokerCount);
            epochs.put(partition, 0);
        }
    }

    private SimulatedProcess process(String host) {
        return new SimulatedProcess(network, host, 1, new SimulatedDisk(simulation.random()));
    }

    public Simulation simulation() {
        return simulation;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** What a client of this cluster runs on. */
    public ClientRuntime runtime() {
        return new ClientRuntime(client.loops().all().get(0), client.network(), simulation.random());
    }

    public ClientConfig config() {
        return ClientConfig.of(brokers.stream()
                        .map(broker -> new Address("b" + broker.id(), PORT))
                        .toList())
                .withTimeouts(new ClientConfig.Timeouts(2_000, 30_000, 30_000, 20, 500, 60_000));
    }

    public static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    public int brokerCount() {
        return brokers.size();
    }

    public int partitionCount() {
        return logs.size();
    }

    public long endOffset(int partition) {
        return log(partition).endOffset();
    }

    /** Moves a partition's leadership to the next broker, under a new epoch. */
    public void moveLeader(int partition) {
        leaders.merge(partition, 1, (leader, one) -> (leader + one) % brokers.size());
        epochs.merge(partition, 1, Integer::sum);
    }

    /** Elects a leader that has lost the log from this offset on. */
    public void loseTail(int partition, long offset) {
        log(partition).truncate(offset);
        moveLeader(partition);
    }

    public void forgetProducers(int partition) {
        log(partition).forgetProducers();
    }

    /** Cuts the client's connections to this broker: requests and answers under way are lost. */
    public void cut(int broker) {
        network.cut("client", "b" + broker);
    }

    /** How many of a hundred requests brokers answer with a retriable error, or forget their sessions. */
    public void errors(int percent) {
        errorsPercent = percent;
    }

    /** From now on brokers answer what this makes of a request and the answer they would give. */
    public void intercept(BiFunction<ApiRequest, Supplier<ApiResponse>, ApiResponse> newInterceptor) {
        interceptor = newInterceptor;
    }

    /** The version of transactions the cluster runs, 1 or 2. */
    public void transactionVersion(int version) {
        transactionVersion = version;
    }

    /** All offsets that were committed, in order. */
    public List<Long> committedOffsets() {
        return committedOffsets;
    }

    /** Makes the next broker coordinate everything; what was coordinated is known there. */
    public void moveCoordinator() {
        coordinator = (coordinator + 1) % brokers.size();
    }

    ApiResponse intercepted(ApiRequest request, Supplier<ApiResponse> answer) {
        return interceptor.apply(request, answer);
    }

    int transactionVersion() {
        return transactionVersion;
    }

    int coordinator() {
        return coordinator;
    }

    FakeTransactions transactions() {
        return transactions;
    }

    boolean isError() {
        return gen.chance(errorsPercent);
    }

    FakeLog log(int partition) {
        return logs.get(partition);
    }

    int leader(int partition) {
        return leaders.get(partition);
    }

    int epoch(int partition) {
        return epochs.get(partition);
    }

    List<Integer> partitions() {
        return IntStream.range(0, logs.size()).boxed().toList();
    }

    long nextProducerId() {
        return nextProducerId++;
    }
}
