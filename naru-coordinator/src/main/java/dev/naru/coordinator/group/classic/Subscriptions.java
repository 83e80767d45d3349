package dev.naru.coordinator.group.classic;

import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.UnsupportedVersionException;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which topics the members of a consumer group want, read from what they tell their leader. The coordinator has no say in
 * that; it only wants to know whose offsets are in use.
 *
 * <p>Threading: stateless.
 */
public final class Subscriptions {
    /** The protocol type of consumers; only its metadata can be read here. */
    public static final String CONSUMER = "consumer";

    private Subscriptions() {}

    /** The topics of all members together; null if one of them cannot be read. */
    static @Nullable Set<String> topics(Iterable<ClassicMember> members, @Nullable String protocolName) {
        Set<String> topics = new HashSet<>();
        for (ClassicMember member : members) {
            ConsumerProtocolSubscription subscription = read(member.metadata(protocolName));
            if (subscription == null) {
                return null;
            }
            topics.addAll(subscription.topics());
        }
        return topics;
    }

    /** A consumer's subscription; null if it cannot be read. */
    public static @Nullable ConsumerProtocolSubscription read(byte[] metadata) {
        if (metadata.length < Short.BYTES) {
            return null;
        }
        MessageReader reader = new MessageReader(ByteBuffer.wrap(metadata));
        try {
            // Newer versions only add fields at the end, so the highest known one reads their beginning.
            short version = (short) Math.min(reader.int16(), ConsumerProtocolSubscription.HIGHEST_VERSION);
            ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription();
            subscription.read(reader, version);
            return subscription;
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            return null;
        }
    }
}
