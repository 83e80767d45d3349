package dev.naru.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicNamesTest {
    @Test
    void acceptsWhatKafkaAccepts() {
        for (String name : List.of("a", "A.b_c-9", "...", "x".repeat(249), "__consumer_offsets")) {
            assertThat(TopicNames.problemWith(name)).as(name).isNull();
        }
    }

    @Test
    void saysWhatIsWrongWithAName() {
        assertThat(TopicNames.problemWith("")).contains("empty");
        assertThat(TopicNames.problemWith("..")).contains("'.' or '..'");
        assertThat(TopicNames.problemWith("x".repeat(250))).contains("250 characters");
        for (String name : List.of("a b", "a/b", "é", "a\u0000", "a:b", "나루")) {
            assertThat(TopicNames.problemWith(name)).as(name).contains("character other than");
        }
    }

    @Test
    void namesCollideWhenTheyDifferOnlyInDotsAndUnderscores() {
        TopicsImage topics = topics("a.b", "a.c", "ab", "b", "x_y.z", "_");

        assertThat(TopicNames.collisionOf("a_b", topics)).isEqualTo("a.b");
        assertThat(TopicNames.collisionOf("x.y_z", topics)).isEqualTo("x_y.z");
        assertThat(TopicNames.collisionOf(".", topics)).isEqualTo("_");
        assertThat(TopicNames.collisionOf("a.b", topics)).isNull();
        assertThat(TopicNames.collisionOf("a-b", topics)).isNull();
        assertThat(TopicNames.collisionOf("a.b.c", topics)).isNull();
    }

    private static TopicsImage topics(String... names) {
        ClusterDelta delta = new ClusterDelta(ClusterImage.EMPTY);
        for (String name : names) {
            delta.replay(new TopicRecord().name(name).topicId(new Uuid(1, name.hashCode())));
        }
        return delta.apply(LogPosition.START).topics();
    }
}
