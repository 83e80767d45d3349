package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the partitions that offsets are committed for, or deleted: those that exist go to the group, the others are refused
 * one by one. Topics are found by name in older versions of the requests, by id in newer ones.
 *
 * <p>Threading: confined to the request's loop.
 *
 * @param <T> a topic of the request
 * @param <P> a partition of the request
 * @param <R> a topic of the response
 */
final class CommitTopics<T, P, R> {
    private final ClusterImage image;
    private final boolean isById;
    private final Form<T, P, R> form;
    private final List<T> known = new ArrayList<>();
    private final List<R> refused = new ArrayList<>();

    CommitTopics(ClusterImage image, boolean isById, Form<T, P, R> form, List<T> asked) {
        this.image = image;
        this.isById = isById;
        this.form = form;
        asked.forEach(this::sort);
    }

    /**
     * How one of the requests, and its response, is written.
     *
     * @param id the topic's id; not asked where topics are found by name
     * @param keep makes the topic one of what was found of it
     * @param refuse makes the answer for some of the topic's partitions
     * @param joint puts two answers for one topic together
     */
    record Form<T, P, R>(
            Function<T, String> name,
            Function<T, Uuid> id,
            Function<T, List<P>> partitions,
            ToIntFunction<P> index,
            Keep<T, P> keep,
            BiFunction<T, List<Refusal>, R> refuse,
            Joint<R> joint) {}

    /**
     * How the answers for one topic become one.
     *
     * @param id not asked where topics are found by name
     * @param join puts the partitions of the second into the first
     */
    record Joint<R>(Function<R, String> name, Function<R, Uuid> id, BinaryOperator<R> join) {}

    /** What is left of a topic. */
    interface Keep<T, P> {
        T keep(T topic, TopicImage found, List<P> partitions);
    }

    /** Why a partition got nothing. */
    record Refusal(int index, ErrorCode error) {}

    /** The topics with the partitions that exist, for the group to decide. */
    List<T> known() {
        return known;
    }

    /** The whole answer, given what the group said of {@link #known}: a topic stands in it once. */
    List<R> answer(List<R> decided) {
        Joint<R> joint = form.joint;
        Map<Object, R> topics = new LinkedHashMap<>();
        for (R topic : both(decided, refused)) {
            topics.merge(isById ? joint.id.apply(topic) : joint.name.apply(topic), topic, joint.join);
        }
        return new ArrayList<>(topics.values());
    }

    /** The elements of both lists. */
    static <E> List<E> both(List<E> some, List<E> more) {
        List<E> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** The whole answer, if the group has refused {@link #known}. */
    List<R> refuse(ErrorCode error) {
        return answer(known.stream()
                .map(topic -> form.refuse.apply(
                        topic,
                        form.partitions.apply(topic).stream()
                                .map(partition -> new Refusal(form.index.applyAsInt(partition), error))
                                .toList()))
                .toList());
    }

    private void sort(T topic) {
        TopicImage found = isById ? image.topics().get(form.id.apply(topic)) : image.topic(form.name.apply(topic));
        List<P> good = new ArrayList<>();
        List<Refusal> bad = new ArrayList<>();
        for (P partition : form.partitions.apply(topic)) {
            ErrorCode error = error(found, form.index.applyAsInt(partition));
            if (error == ErrorCode.NONE) {
                good.add(partition);
            } else {
                bad.add(new Refusal(form.index.applyAsInt(partition), error));
            }
        }
        if (!bad.isEmpty()) {
            refused.add(form.refuse.apply(topic, bad));
        }
        if (found != null && !good.isEmpty()) {
            known.add(form.keep.keep(topic, found, good));
        }
    }

    private ErrorCode error(@Nullable TopicImage topic, int partition) {
        if (topic == null) {
            return isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return topic.partition(partition) == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE;
    }
}
