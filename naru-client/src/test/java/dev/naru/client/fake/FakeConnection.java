package dev.naru.client.fake;

import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.RequestHeader;
import org.jspecify.annotations.Nullable;

/** One connection to a fake broker: requests in, answers out, in order. */
final class FakeConnection implements ConnectionHandler {
    private static final int FETCH_WAIT_MS = 20;

    private final FakeBroker broker;
    private @Nullable Connection connection;
    private boolean closed;

    FakeConnection(FakeBroker broker) {
        this.broker = broker;
    }

    @Override
    public void onOpened(Connection opened) {
        connection = opened;
    }

    @Override
    public void onFrame(Frame frame) {
        MessageReader reader = new MessageReader(frame.buffer());
        RequestHeader header = RequestFrame.readHeader(reader);
        ApiRequest request = RequestFrame.readBody(header, reader);
        answer(header, request);
        frame.release();
    }

    private void answer(RequestHeader header, ApiRequest request) {
        if (closed) {
            return;
        }
        ApiResponse response = broker.answer(request);
        if (response == null) {
            return;
        }
        boolean nothingYet = response instanceof FetchResponse fetched
                && fetched.errorCode() == 0
                && fetched.responses().isEmpty();
        if (nothingYet) {
            // The session was moved on; what is answered now is only what came meanwhile.
            connection.loop().schedule(FETCH_WAIT_MS, () -> sendLate(header, (FetchResponse) response));
            return;
        }
        send(header, response);
    }

    private void sendLate(RequestHeader header, FetchResponse response) {
        if (!closed) {
            send(header, broker.refill(response));
        }
    }

    private void send(RequestHeader header, ApiResponse response) {
        connection.send(ResponseFrame.encode(response, header.requestApiVersion(), header.correlationId()));
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        closed = true;
    }

    static ApiKey[] served() {
        return new ApiKey[] {
            ApiKey.API_VERSIONS,
            ApiKey.METADATA,
            ApiKey.INIT_PRODUCER_ID,
            ApiKey.PRODUCE,
            ApiKey.FETCH,
            ApiKey.LIST_OFFSETS,
            ApiKey.OFFSET_FOR_LEADER_EPOCH,
            ApiKey.FIND_COORDINATOR,
            ApiKey.ADD_PARTITIONS_TO_TXN,
            ApiKey.ADD_OFFSETS_TO_TXN,
            ApiKey.END_TXN,
            ApiKey.TXN_OFFSET_COMMIT,
            ApiKey.OFFSET_COMMIT,
            ApiKey.OFFSET_FETCH,
            ApiKey.CONSUMER_GROUP_HEARTBEAT,
            ApiKey.JOIN_GROUP,
            ApiKey.SYNC_GROUP,
            ApiKey.HEARTBEAT,
            ApiKey.LEAVE_GROUP
        };
    }
}
