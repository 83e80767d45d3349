package dev.naru.tests.simulation.coordination;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * What classic consumers tell each other about one topic, in its oldest version: a subscription of it, and an assignment of some of its
 * partitions.
 *
 * <p>Threading: stateless.
 */
final class ConsumerProtocol {
    private static final int NO_USER_DATA = -1;

    private ConsumerProtocol() {}

    static byte[] subscription(String topic) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + 4 + 2 + name.length + 4)
                .putShort((short) 0)
                .putInt(1)
                .putShort((short) name.length)
                .put(name)
                .putInt(NO_USER_DATA)
                .array();
    }

    static byte[] assignment(String topic, Set<Integer> partitions) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteBuffer assignment = ByteBuffer.allocate(2 + 4 + 2 + name.length + 4 + 4 * partitions.size() + 4)
                .putShort((short) 0)
                .putInt(1)
                .putShort((short) name.length)
                .put(name)
                .putInt(partitions.size());
        partitions.forEach(assignment::putInt);
        return assignment.putInt(NO_USER_DATA).array();
    }

    /** The partitions of the only topic; none of an empty assignment. */
    static Set<Integer> partitions(byte[] assignment) {
        Set<Integer> partitions = new TreeSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(assignment);
        if (buffer.remaining() < 6) {
            return partitions;
        }
        buffer.getShort();
        for (int topics = buffer.getInt(); topics > 0; topics--) {
            int nameLength = buffer.getShort();
            buffer.position(buffer.position() + nameLength);
            for (int count = buffer.getInt(); count > 0; count--) {
                partitions.add(buffer.getInt());
            }
        }
        return partitions;
    }
}
