package dev.naru.broker.api;

import dev.naru.broker.coordinator.CoordinatorShards;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardState;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has a coordinator decide on behalf of a request: finds the shard of a group or transactional id, goes to its loop, and
 * comes back to the request's with the answer.
 *
 * <p>Threading: called on the request's loop.
 */
final class CoordinatorGateway<S extends ShardState> {
    private final CoordinatorShards<S> shards;

    CoordinatorGateway(CoordinatorShards<S> shards) {
        this.shards = shards;
    }

    /** The partition in whose log it is kept what is decided for a key, or null before there is one. */
    @Nullable
    TopicPartition home(String key, ClusterImage image) {
        TopicImage topic = image.topic(shards.topic().name());
        return topic == null
                ? null
                : new TopicPartition(topic.name(), CoordinatorShards.partitionOf(key, topic.partitionCount()));
    }

    /** Runs one of the two on the request's loop: {@code answer} with the response, or {@code refused} with the reason. */
    <T> void decide(
            String key,
            RequestContext context,
            Function<S, Decision<T>> handler,
            Consumer<T> answer,
            Consumer<ErrorCode> refused) {
        CoordinatorShard<S> shard = find(key, refused);
        if (shard != null) {
            decide(shard, context, handler, answer, refused);
        }
    }

    /**
     * Has something decided whose answer is given by what runs after the commit, perhaps to several requests at once. That runs
     * on the shard's loop, for it may touch the shard's state; {@code refused} runs on the request's.
     *
     * @param forget has the state forget what the handler left in it to be answered, if the decision is refused
     */
    void decideThere(
            String key,
            RequestContext context,
            Function<S, Decision<Runnable>> handler,
            Consumer<S> forget,
            Consumer<ErrorCode> refused) {
        CoordinatorShard<S> shard = find(key, refused);
        if (shard == null) {
            return;
        }
        context.runOn(
                shard.loop(),
                () -> shard.decide(handler, Runnable::run, error -> {
                    S state = shard.activeState();
                    if (state != null) {
                        forget.accept(state);
                    }
                    context.runOn(context.loop(), () -> refused.accept(error));
                }));
    }

    /**
     * Asks every shard that is here, and gathers what they say.
     *
     * @param gathered gets all the answers, or the reason of the first shard that refused
     */
    <T> void decideAll(
            RequestContext context, Function<S, Decision<T>> handler, BiConsumer<List<T>, ErrorCode> gathered) {
        List<CoordinatorShard<S>> all = shards.all();
        Gathering<T> gathering = new Gathering<>(all.size(), gathered);
        if (all.isEmpty()) {
            gathered.accept(List.of(), ErrorCode.NONE);
        }
        for (CoordinatorShard<S> shard : all) {
            decide(shard, context, handler, gathering::onAnswer, gathering::onRefusal);
        }
    }

    /** The shard of a key; if it is not here, says so and is null. */
    private @Nullable CoordinatorShard<S> find(String key, Consumer<ErrorCode> refused) {
        CoordinatorShard<S> shard = shards.find(key);
        if (shard == null) {
            refused.accept(ErrorCode.NOT_COORDINATOR);
        }
        return shard;
    }

    private <T> void decide(
            CoordinatorShard<S> shard,
            RequestContext context,
            Function<S, Decision<T>> handler,
            Consumer<T> answer,
            Consumer<ErrorCode> refused) {
        context.runOn(
                shard.loop(),
                () -> shard.decide(
                        handler,
                        response -> context.runOn(context.loop(), () -> answer.accept(response)),
                        error -> context.runOn(context.loop(), () -> refused.accept(error))));
    }

    /** Threading: confined to the request's loop. */
    private static final class Gathering<T> {
        private final List<T> answers = new ArrayList<>();
        private final BiConsumer<List<T>, ErrorCode> gathered;
        private int left;
        private @Nullable ErrorCode refusal;

        Gathering(int shards, BiConsumer<List<T>, ErrorCode> gathered) {
            this.left = shards;
            this.gathered = gathered;
        }

        void onAnswer(T answer) {
            answers.add(answer);
            onOne();
        }

        void onRefusal(ErrorCode error) {
            refusal = refusal == null ? error : refusal;
            onOne();
        }

        private void onOne() {
            left--;
            if (left == 0) {
                gathered.accept(answers, refusal == null ? ErrorCode.NONE : refusal);
            }
        }
    }
}
