package dev.naru.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.naru.protocol.message.OffsetDeleteResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.naru.protocol.message.OffsetFetchResponse;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits and fetches of offsets in every version, by topic name and by topic id. */
class CommittedOffsetsTest {
    private static final int BY_ID_SINCE = 10;

    private final SimulatedBroker broker =
            new SimulatedBroker(1, Map.of("offsets.topic.num.partitions", "3", "offset.metadata.max.bytes", "5"));
    private final SimulatedBroker.Client client = broker.connect();
    private final Uuid topicId = broker.createTopic("t", 2, Map.of());

    @BeforeEach
    void findTheCoordinator() {
        client.call(new FindCoordinatorRequest().key("g"), 2, FindCoordinatorResponse.class);
        broker.simulation.runFor(1_000);
    }

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private ErrorCode commit(String group, int partition, long offset, String metadata, int version) {
        return commit(group, version >= BY_ID_SINCE ? "" : "t", topicId, partition, offset, metadata, version);
    }

    private ErrorCode commit(
            String group, String topic, Uuid id, int partition, long offset, String metadata, int version) {
        OffsetCommitRequestTopic committed = new OffsetCommitRequestTopic()
                .partitions(List.of(new OffsetCommitRequestPartition()
                        .partitionIndex(partition)
                        .committedOffset(offset)
                        .committedMetadata(metadata)));
        if (version >= BY_ID_SINCE) {
            committed.topicId(id);
        } else {
            committed.name(topic);
        }
        OffsetCommitResponse response = client.call(
                new OffsetCommitRequest().groupId(group).topics(List.of(committed)),
                version,
                OffsetCommitResponse.class);
        return ErrorCode.of(response.topics().get(0).partitions().get(0).errorCode());
    }

    /** {@code partition=offset} of all partitions that are asked for; null for all there are. */
    private List<String> fetch(String group, @Nullable List<Integer> partitions, int version) {
        OffsetFetchRequest request = new OffsetFetchRequest();
        if (version >= 8) {
            OffsetFetchRequestTopics topic = new OffsetFetchRequestTopics();
            if (version >= BY_ID_SINCE) {
                topic.topicId(topicId);
            } else {
                topic.name("t");
            }
            request.groups(List.of(new OffsetFetchRequestGroup()
                    .groupId(group)
                    .topics(partitions == null ? null : List.of(topic.partitionIndexes(partitions)))));
        } else {
            request.groupId(group)
                    .topics(
                            partitions == null
                                    ? null
                                    : List.of(new OffsetFetchRequestTopic()
                                            .name("t")
                                            .partitionIndexes(partitions)));
        }
        OffsetFetchResponse response = client.call(request, version, OffsetFetchResponse.class);
        List<String> offsets = new ArrayList<>();
        response.groups()
                .forEach(one -> one.topics().forEach(topic -> {
                    assertThat(version >= BY_ID_SINCE ? topic.topicId() : topic.name())
                            .isEqualTo(version >= BY_ID_SINCE ? topicId : "t");
                    topic.partitions()
                            .forEach(partition ->
                                    offsets.add(partition.partitionIndex() + "=" + partition.committedOffset()));
                }));
        response.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition ->
                                offsets.add(partition.partitionIndex() + "=" + partition.committedOffset())));
        return offsets;
    }

    @Test
    void keepsOffsetsInEveryVersion() {
        for (int version = 2; version <= 10; version++) {
            assertThat(commit("g", 0, version, "", version)).isEqualTo(ErrorCode.NONE);
            for (int fetchVersion = 1; fetchVersion <= 10; fetchVersion++) {
                assertThat(fetch("g", List.of(0, 1), fetchVersion))
                        .as("commit %d fetch %d", version, fetchVersion)
                        .containsExactly("0=" + version, "1=-1");
                if (fetchVersion >= 2) {
                    assertThat(fetch("g", null, fetchVersion)).containsExactly("0=" + version);
                }
            }
        }
    }

    @Test
    void refusesWhatItCannotKeepInEveryVersion() {
        for (int version = 2; version <= 10; version++) {
            boolean isById = version >= BY_ID_SINCE;
            assertThat(commit("g", 0, 1, "too long", version)).isEqualTo(ErrorCode.OFFSET_METADATA_TOO_LARGE);
            assertThat(commit("g", 7, 1, "", version)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(commit("g", "nope", new Uuid(1, 1), 0, 1, "", version))
                    .isEqualTo(isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        assertThat(fetch("g", null, 8)).isEmpty();
    }

    @Test
    void forgetsTheOffsetsOfADeletedTopicEvenIfOneOfItsNameFollows() {
        commit("g", 0, 5, "", 9);
        commit("g", 1, 6, "", 10);
        assertThat(fetch("g", List.of(0, 1), 9)).containsExactly("0=5", "1=6");
        broker.decide(new RemoveTopicRecord().topicId(topicId));
        broker.createTopic("t", 2, Map.of());

        assertThat(fetch("g", List.of(0, 1), 9)).containsExactly("0=-1", "1=-1");
        assertThat(fetch("g", null, 9)).isEmpty();
    }

    @Test
    void deletesOffsetsOfAGroupWithoutMembers() {
        commit("g", 0, 5, "", 9);
        commit("g", 1, 6, "", 9);
        OffsetDeleteRequest request = new OffsetDeleteRequest()
                .groupId("g")
                .topics(List.of(new OffsetDeleteRequestTopic()
                        .name("t")
                        .partitions(List.of(
                                new OffsetDeleteRequestPartition().partitionIndex(0),
                                new OffsetDeleteRequestPartition().partitionIndex(9)))));
        OffsetDeleteResponse response = client.call(request, 0, OffsetDeleteResponse.class);

        assertThat(ErrorCode.of(response.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(response.topics().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .map(partition -> ErrorCode.of(partition.errorCode())))
                .containsExactly(ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(fetch("g", null, 9)).containsExactly("1=6");
        assertThat(ErrorCode.of(client.call(request.groupId("none"), 0, OffsetDeleteResponse.class)
                        .errorCode()))
                .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    }
}
