package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.group.assignor.Assignor.SubscribedMember;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fixtures are what Kafka's Java client 4.4 and, for version 1, 2.4 write. */
class ConsumerProtocolTest {
    private static final TopicPartition PARTITION = new TopicPartition("a", 2);

    @Test
    void writesASubscriptionAsOthersReadIt() {
        assertThat(hex(ConsumerProtocol.subscription(Set.of("b", "a"), Set.of(PARTITION), 5, "r")))
                .isEqualTo(
                        "0003" // version
                                + "00000002" + "000161" + "000162" // topics
                                + "ffffffff" // no bytes of the assignor's own
                                + "00000001" + "000161" + "00000001" + "00000002" // owned
                                + "00000005" // generation
                                + "000172"); // rack
    }

    @Test
    void writesAnAssignmentAsOthersReadIt() {
        assertThat(hex(ConsumerProtocol.assignment(List.of(PARTITION))))
                .isEqualTo("0003" + "00000001" + "000161" + "00000001" + "00000002" + "ffffffff");
    }

    @Test
    void takesTheGenerationOfOlderMembersFromTheAssignorsOwnBytes() {
        byte[] bytes = HexFormat.of()
                .parseHex("0001" + "00000001" + "000161" + "00000004" + "00000007" + "00000001" + "000161" + "00000001"
                        + "00000002");

        assertThat(ConsumerProtocol.readSubscription("i", bytes))
                .isEqualTo(new SubscribedMember("i", Set.of("a"), Set.of(PARTITION), 7));
    }

    @Test
    void readsAFutureVersionAsTheNewestKnown() {
        byte[] bytes = ConsumerProtocol.subscription(Set.of("a"), Set.of(PARTITION), 5, null);
        bytes[1] = 99;

        assertThat(ConsumerProtocol.readSubscription(null, bytes).generation()).isEqualTo(5);
    }

    @Test
    void noBytesAreNoAssignment() {
        assertThat(ConsumerProtocol.readAssignment(new byte[0])).isEmpty();
    }

    @Seeded(count = 200)
    void readsWhatItWroteAndRefusesGarbageTheDeclaredWay(Gen gen) {
        Set<TopicPartition> owned = new HashSet<>();
        for (int i = gen.intIn(0, 5); i > 0; i--) {
            owned.add(new TopicPartition("t" + gen.intIn(0, 3), gen.intIn(0, 100)));
        }
        byte[] bytes = ConsumerProtocol.subscription(Set.of("a", "b"), owned, gen.intIn(-1, 100), null);
        assertThat(ConsumerProtocol.readSubscription(null, bytes).owned()).isEqualTo(owned);
        assertThat(ConsumerProtocol.readAssignment(ConsumerProtocol.assignment(owned)))
                .isEqualTo(owned);

        bytes[gen.intIn(0, bytes.length - 1)] = (byte) gen.intIn(0, 255);
        byte[] cut = Arrays.copyOf(bytes, gen.intIn(0, bytes.length));
        try {
            ConsumerProtocol.readSubscription(null, cut);
        } catch (MalformedMessageException expected) {
            // Nothing else comes out.
        }
    }

    @Test
    void refusesANegativeVersion() {
        byte[] bytes = ConsumerProtocol.assignment(List.of(PARTITION));
        bytes[0] = -1;

        assertThatThrownBy(() -> ConsumerProtocol.readAssignment(bytes)).isInstanceOf(MalformedMessageException.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
