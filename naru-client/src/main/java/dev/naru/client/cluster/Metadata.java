package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.UnreachableException;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ClusterView} of the tracked topics: asks again when told that something was stale, when topics are
 * without leader, and when the view has grown old. One question is under way at a time, the next waits its backoff.
 *
 * <p>Asked are, in turn, brokers with an open connection, the other brokers of the view, and the bootstrap addresses, so
 * that a cluster whose brokers all moved is found again.
 *
 * <p>Threading: confined to the client's loop.
 */
public final class Metadata {
    private final ClientConfig config;
    private final EventLoop loop;
    private final BrokerLinks links;
    private final Backoff backoff;
    private final boolean createsTopics;
    private final ContactList contacts;
    private final Alarm alarm;

    private final Set<String> tracked = new TreeSet<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private List<CompletableFuture<ClusterView>> waiting = new ArrayList<>();
    private ClusterView view = ClusterView.EMPTY;
    private boolean asking;
    private boolean staleSinceAsked;
    private boolean closed;
    private int fruitlessRounds;
    private long firstFailureNs = -1;

    Metadata(ClientConfig config, ClientRuntime runtime, BrokerLinks links, boolean createsTopics) {
        this.config = config;
        this.loop = runtime.loop();
        this.links = links;
        this.backoff =
                new Backoff(config.timeouts().backoffMs(), config.timeouts().backoffMsMax(), runtime.random());
        this.createsTopics = createsTopics;
        this.alarm = new Alarm(loop, this::onAlarm);
        this.contacts = new ContactList(config.bootstrap(), runtime.random());
    }

    /** What is known now. */
    public ClusterView view() {
        return view;
    }

    /** Has {@code listener} called after every change of the view, and after every failure to get one. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whom to ask what any broker can answer. */
    public Address anyAddress() {
        return contacts.next(view, links);
    }

    /** Keeps an eye on these topics as well; asks at once if one of them is new. */
    public void track(Set<String> topics) {
        if (tracked.addAll(topics) && !closed) {
            askSoon();
        }
    }

    /** Keeps an eye on these topics only. */
    public void trackOnly(Set<String> topics) {
        tracked.retainAll(topics);
        track(topics);
    }

    /** What is known, as soon as anything is. */
    public CompletableFuture<ClusterView> known() {
        return view.isEmpty() ? refresh() : CompletableFuture.completedFuture(view);
    }

    /**
     * Asks anew, now or after the backoff.
     *
     * @return the next view; or {@link UnreachableException} if no address has ever answered and patience for that ran out
     */
    public CompletableFuture<ClusterView> refresh() {
        loop.checkCurrent();
        CompletableFuture<ClusterView> next = new CompletableFuture<>();
        if (closed) {
            next.completeExceptionally(new ClientException("the client is closed"));
            return next;
        }
        waiting.add(next);
        askSoon();
        return next;
    }

    /** Asks now, unless failures have set a wait: that stands. */
    private void askSoon() {
        staleSinceAsked = asking;
        if (!asking) {
            alarm.within(fruitlessRounds == 0 ? 0 : config.timeouts().backoffMsMax());
        }
    }

    /** Takes over a leader that a broker named in a response (KIP-951); asks anew if the broker did not. */
    public void onLeaderChanged(TopicPartition partition, @Nullable BrokerNode leader, int leaderEpoch) {
        PartitionView known = view.partition(partition);
        TopicView topic = view.topics().get(partition.topic());
        if (leader == null || known == null || topic == null || known.leaderEpoch() >= leaderEpoch) {
            stale();
            return;
        }
        view = view.with(leader).with(topic.withPartition(known.withLeader(leader.id(), leaderEpoch)));
        notifyListeners();
    }

    /** Asks anew, for a caller who does not wait for the answer. */
    public void stale() {
        staleSinceAsked = asking;
        if (!asking) {
            alarm.within(backoff.waitMs(1));
        }
    }

    void close() {
        closed = true;
        alarm.cancel();
        failWaiting(new ClientException("the client is closed"));
    }

    private void ask() {
        alarm.cancel();
        asking = true;
        staleSinceAsked = false;
        Address address = contacts.next(view, links);
        Outcomes.handle(
                loop,
                links.send(
                        address,
                        MetadataMessages.ask(
                                tracked, createsTopics, config.timeouts().requestMs())),
                this::onAnswer);
    }

    private void onAnswer(@Nullable MetadataResponse response, @Nullable Throwable failure) {
        asking = false;
        if (closed) {
            return;
        }
        if (response == null || ErrorCode.of(response.errorCode()) != ErrorCode.NONE) {
            onNoAnswer(failure);
            return;
        }
        view = MetadataMessages.merge(view, response);
        contacts.reset();
        firstFailureNs = -1;
        boolean healthy = tracked.stream().allMatch(name -> {
            TopicView topic = view.topics().get(name);
            return topic != null && topic.isHealthy();
        });
        fruitlessRounds = healthy ? 0 : fruitlessRounds + 1;
        alarm.within(
                healthy && !staleSinceAsked
                        ? config.timeouts().metadataAgeMsMax()
                        : backoff.waitMs(Math.max(fruitlessRounds, 1)));
        List<CompletableFuture<ClusterView>> answered = waiting;
        waiting = new ArrayList<>();
        ClusterView answer = view;
        answered.forEach(future -> future.complete(answer));
        notifyListeners();
    }

    private void onNoAnswer(@Nullable Throwable failure) {
        contacts.onFailed();
        long nowNs = loop.clock().nanos();
        if (firstFailureNs == -1) {
            firstFailureNs = nowNs;
        }
        long patienceNs = TimeUnit.MILLISECONDS.toNanos(config.timeouts().firstContactMs());
        if (view.isEmpty() && contacts.triedAll() && nowNs - firstFailureNs >= patienceNs) {
            firstFailureNs = -1;
            fruitlessRounds = 0;
            contacts.reset();
            failWaiting(new UnreachableException(config.bootstrap(), Failures.reason(failure), failure));
            notifyListeners();
            return;
        }
        // Other addresses are tried without delay, until all had their turn.
        fruitlessRounds += contacts.triedAll() ? 1 : 0;
        alarm.within(contacts.triedAll() ? backoff.waitMs(fruitlessRounds) : 0);
    }

    private void onAlarm() {
        if (!asking && !closed) {
            ask();
        }
    }

    private void failWaiting(ClientException reason) {
        List<CompletableFuture<ClusterView>> failed = waiting;
        waiting = new ArrayList<>();
        failed.forEach(future -> future.completeExceptionally(reason));
    }

    private void notifyListeners() {
        List.copyOf(listeners).forEach(Runnable::run);
    }
}
