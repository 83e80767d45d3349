package dev.naru.broker.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keys of Kafka that have no effect here, each with the reason an operator is told. Threading: immutable. */
final class IgnoredKeys {
    static final Map<String, String> REASONS = reasons();

    private IgnoredKeys() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        String loops = "connections and partitions share a few event loops; naru.loops says how many.";
        reasons.put("num.network.threads", loops);
        reasons.put("num.io.threads", loops);
        reasons.put("num.recovery.threads.per.data.dir", "recovery uses the threads of background.threads.");
        reasons.put(
                "queued.max.requests",
                "nothing is queued between threads; naru.connection.requests.max bounds a"
                        + " connection and queued.max.request.bytes all of them.");
        String system = "the operating system sizes the buffers of sockets by itself.";
        reasons.put("socket.send.buffer.bytes", system);
        reasons.put("socket.receive.buffer.bytes", system);
        reasons.put("socket.listen.backlog.size", "as many connections may wait to be accepted as the system allows.");
        String noQuorum = "Naru keeps its metadata log itself and has no separate controllers.";
        reasons.put("process.roles", noQuorum);
        reasons.put("controller.quorum.voters", noQuorum);
        reasons.put("controller.quorum.bootstrap.servers", noQuorum);
        reasons.put("controller.listener.names", noQuorum);
        reasons.put("metadata.log.dir", "the metadata log is in the first folder of log.dirs.");
        reasons.put(
                "transaction.two.phase.commit.enable", "two-phase commit is not stable in Kafka and not served here.");
        reasons.put(
                "transaction.state.log.load.buffer.size", "coordinators load their logs in pieces of a fixed size.");
        return reasons;
    }
}
