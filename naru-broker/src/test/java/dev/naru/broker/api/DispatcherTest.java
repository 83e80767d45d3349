package dev.naru.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.Listener;
import dev.naru.network.RequestServer;
import dev.naru.network.SecurityProtocol;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ApiVersionsResponse;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteRecordsResponse;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private final Simulation simulation = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(simulation);
    private final SimulatedProcess broker = new SimulatedProcess(network, "broker", 1, new SimulatedDisk(1));
    private final SimulatedProcess clientProcess = new SimulatedProcess(network, "client", 1, new SimulatedDisk(2));
    private Client client = new Client();

    @BeforeEach
    void start() throws IOException {
        EventLoop loop = broker.loops().all().get(0);
        ApiTable apis = new ApiTable();
        apis.serve(
                ApiKey.API_VERSIONS,
                0,
                5,
                ApiVersionsRequest.class,
                new ApiVersionsHandler(apis, new BrokerServices.Identity("cluster-of-a-test", 3)));
        apis.serve(ApiKey.DESCRIBE_PRODUCERS, 0, 0, DescribeProducersRequest.class, (request, context) -> {
            throw new IllegalStateException("a bug");
        });
        apis.serve(
                ApiKey.DELETE_RECORDS,
                0,
                2,
                DeleteRecordsRequest.class,
                (request, context) -> context.respond(new DeleteRecordsResponse()));
        RequestServer server = new RequestServer(
                new Dispatcher(apis, new PublishedImage(loop)), ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED);
        server.listen(broker.network(), new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "", 9092));
        connect();
    }

    private void connect() {
        client = new Client();
        clientProcess.network().connect(clientProcess.loops().all().get(0), "broker", 9092, client, cause -> {});
        simulation.runFor(100);
    }

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(network.unreleasedFrames()).isZero();
    }

    @Test
    void advertisesExactlyWhatItServes() {
        ApiVersionsResponse response = apiVersions((short) 4, software("probe", "1.0"));

        assertThat(response.errorCode()).isZero();
        assertThat(response.apiKeys())
                .containsExactlyInAnyOrder(
                        version(ApiKey.API_VERSIONS, 0, 5),
                        version(ApiKey.DELETE_RECORDS, 0, 2),
                        version(ApiKey.DESCRIBE_PRODUCERS, 0, 0));
        assertThat(response.supportedFeatures()).isNotEmpty();
    }

    @Test
    void answersAFutureApiVersionsInVersionZeroWithTheRange() {
        client.sendAsVersion(77, RequestFrame.encode(new ApiVersionsRequest(), (short) 0, 9, "c"));
        simulation.runFor(100);

        ApiVersionsResponse response = (ApiVersionsResponse)
                ResponseFrame.read(ApiKey.API_VERSIONS, (short) 0, new MessageReader(client.frames.get(0)));
        assertThat(response.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
        assertThat(response.apiKeys()).containsExactly(version(ApiKey.API_VERSIONS, 0, 5));
        assertThat(client.isClosed).isFalse();
    }

    @Test
    void refusesAClientThatSaysNonsenseAboutItself() {
        for (ApiVersionsRequest nonsense : List.of(software("pro be", "1"), software("", ""), software("a", "-1-"))) {
            assertThat(apiVersions((short) 3, nonsense).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        }
    }

    @Test
    void tellsAClientOfAnotherClusterOrBrokerToBootstrapAgain() {
        ApiVersionsRequest right =
                software("c", "1").clusterId("cluster-of-a-test").nodeId(3);
        ApiVersionsRequest otherCluster = software("c", "1").clusterId("other").nodeId(3);
        ApiVersionsRequest otherBroker =
                software("c", "1").clusterId("cluster-of-a-test").nodeId(4);

        assertThat(apiVersions((short) 5, right).errorCode()).isZero();
        assertThat(apiVersions((short) 5, otherCluster).errorCode()).isEqualTo(ErrorCode.REBOOTSTRAP_REQUIRED.code());
        assertThat(apiVersions((short) 5, otherBroker).errorCode()).isEqualTo(ErrorCode.REBOOTSTRAP_REQUIRED.code());
    }

    @Test
    void closesTheConnectionOfAnApiItDoesNotServe() {
        client.send(RequestFrame.encode(new MetadataRequest(), (short) 4, 1, "c"));
        simulation.runFor(100);

        assertThat(client.isClosed).isTrue();
        assertThat(client.frames).isEmpty();
    }

    @Test
    void closesTheConnectionOfGarbage() {
        client.send(List.of(new BufferPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}))));
        simulation.runFor(100);

        assertThat(client.isClosed).isTrue();
    }

    @Test
    void closesTheConnectionOfARequestThatWouldTakeTooMuchMemory() {
        client.send(RequestFrame.encode(deletionOf(10), (short) 0, 1, "c"));
        simulation.runFor(100);
        assertThat(client.frames).hasSize(1);

        client.send(RequestFrame.encode(deletionOf(Dispatcher.REQUEST_ELEMENTS_MAX + 1), (short) 0, 2, "c"));
        simulation.runFor(10_000);
        assertThat(client.isClosed).isTrue();
        assertThat(client.frames).hasSize(1);
    }

    private static DeleteRecordsRequest deletionOf(int topics) {
        return new DeleteRecordsRequest()
                .topics(Collections.nCopies(topics, new DeleteRecordsRequest.DeleteRecordsTopic()));
    }

    @Test
    void closesTheConnectionIfBytesAreLeftOver() {
        List<Payload> parts = new ArrayList<>(RequestFrame.encode(new ApiVersionsRequest(), (short) 0, 1, "c"));
        parts.add(new BufferPayload(ByteBuffer.wrap(new byte[] {0})));
        client.send(parts);
        simulation.runFor(100);

        assertThat(client.isClosed).isTrue();
    }

    @Test
    void closesTheConnectionWhenAHandlerFailsAndServesOthers() {
        client.send(RequestFrame.encode(new DescribeProducersRequest(), (short) 0, 1, "c"));
        simulation.runFor(100);
        assertThat(client.isClosed).isTrue();

        connect();
        client.send(RequestFrame.encode(new ApiVersionsRequest(), (short) 0, 1, "c"));
        simulation.runFor(100);
        assertThat(client.frames).hasSize(1);
    }

    private ApiVersionsResponse apiVersions(short version, ApiVersionsRequest request) {
        int before = client.frames.size();
        client.send(RequestFrame.encode(request, version, 5, "c"));
        simulation.runFor(100);
        assertThat(client.frames).hasSize(before + 1);
        return (ApiVersionsResponse)
                ResponseFrame.read(ApiKey.API_VERSIONS, version, new MessageReader(client.frames.get(before)));
    }

    private static ApiVersionsRequest software(String name, String version) {
        return new ApiVersionsRequest().clientSoftwareName(name).clientSoftwareVersion(version);
    }

    private static ApiVersionsResponse.ApiVersion version(ApiKey key, int lowest, int highest) {
        return new ApiVersionsResponse.ApiVersion()
                .apiKey(key.id())
                .minVersion((short) lowest)
                .maxVersion((short) highest);
    }

    /** Keeps what it gets. Threading: the simulation's thread. */
    private static final class Client implements ConnectionHandler {
        final List<ByteBuffer> frames = new ArrayList<>();
        boolean isClosed;
        private @Nullable Connection connection;

        void send(List<Payload> parts) {
            Connection open = Objects.requireNonNull(connection);
            open.loop().execute(() -> open.send(parts));
        }

        /** Says another version in the header than the request was encoded in. */
        void sendAsVersion(int version, List<Payload> parts) {
            ByteBuffer frame = parts.get(0).toBuffer();
            frame.putShort(2, (short) version);
            // The header of a newer version ends with its tagged fields: none.
            ByteBuffer flexible = ByteBuffer.allocate(frame.remaining() + 1);
            flexible.put(frame).put((byte) 0).flip();
            send(List.of(new BufferPayload(flexible)));
        }

        @Override
        public void onOpened(Connection opened) {
            connection = opened;
        }

        @Override
        public void onFrame(Frame frame) {
            ByteBuffer copy = ByteBuffer.allocate(frame.buffer().remaining());
            copy.put(frame.buffer().duplicate()).flip();
            frames.add(copy);
            frame.release();
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            isClosed = true;
        }
    }
}
