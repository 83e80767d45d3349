package dev.naru.client.fake;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import java.util.Map;
import java.util.TreeMap;

/** A broker's side of fetch sessions: one at a time is enough for one client. */
final class FakeSession {
    private final Map<Integer, FetchRequest.FetchPartition> partitions = new TreeMap<>();
    private int id;
    private int nextEpoch;
    private boolean readCommitted;

    int id() {
        return id;
    }

    boolean readCommitted() {
        return readCommitted;
    }

    Map<Integer, FetchRequest.FetchPartition> partitions() {
        return partitions;
    }

    void forget() {
        id++;
        nextEpoch = -1;
    }

    ErrorCode onRequest(FetchRequest request) {
        readCommitted = request.isolationLevel() == 1;
        if (request.sessionEpoch() == 0) {
            partitions.clear();
            id++;
            nextEpoch = 1;
        } else if (request.sessionId() != id || nextEpoch < 0) {
            return ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
        } else if (request.sessionEpoch() != nextEpoch) {
            return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
        } else {
            nextEpoch++;
        }
        request.forgottenTopicsData().forEach(topic -> topic.partitions().forEach(partitions::remove));
        request.topics().forEach(topic -> topic.partitions().forEach(each -> partitions.put(each.partition(), each)));
        return ErrorCode.NONE;
    }
}
