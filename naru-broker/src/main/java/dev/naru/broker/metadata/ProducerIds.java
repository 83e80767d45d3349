package dev.naru.broker.metadata;

import dev.naru.common.runtime.EventLoop;
import dev.naru.controller.AllocateProducerIds;
import dev.naru.controller.Controller;
import dev.naru.controller.ControllerOutcome;
import dev.naru.controller.Result;
import dev.naru.metadata.BrokerImage;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongConsumer;

/**
 * Gives out producer ids, each once in the life of the cluster. They come in blocks from the controller, which has written
 * down that the block is taken before it arrives here.
 *
 * <p>Threading: {@link #next} from any thread; the rest confined to the metadata loop.
 */
public final class ProducerIds {
    /** Producers that wait for a block at most. */
    static final int WAITING_MAX = 10_000;

    private final EventLoop loop;
    private final Controller controller;
    private final PublishedImage image;
    private final int brokerId;
    private final Queue<Waiter> waiting = new ArrayDeque<>();
    private long nextId;
    private int left;
    private boolean asking;

    private record Waiter(EventLoop loop, LongConsumer taken, Runnable refused) {
        void take(long id) {
            loop.execute(() -> taken.accept(id));
        }

        void refuse() {
            loop.execute(refused);
        }
    }

    /** With no block yet. */
    public ProducerIds(EventLoop loop, Controller controller, PublishedImage image, int brokerId) {
        this.loop = loop;
        this.controller = controller;
        this.image = image;
        this.brokerId = brokerId;
    }

    /** Runs {@code taken} with the next id, or {@code refused} if there is none to be had now, on {@code replyTo}. */
    public void next(EventLoop replyTo, LongConsumer taken, Runnable refused) {
        loop.run(() -> {
            Waiter waiter = new Waiter(replyTo, taken, refused);
            if (waiting.size() >= WAITING_MAX) {
                waiter.refuse();
            } else {
                waiting.add(waiter);
                serve();
            }
        });
    }

    private void serve() {
        while (left > 0 && !waiting.isEmpty()) {
            waiting.remove().take(nextId);
            nextId++;
            left--;
        }
        if (!waiting.isEmpty() && !asking) {
            ask();
        }
    }

    private void ask() {
        BrokerImage registered = image.current().brokers().get(brokerId);
        if (registered == null) {
            refuseAll();
            return;
        }
        asking = true;
        controller.submit(new AllocateProducerIds(brokerId, registered.epoch()), this::onAnswer);
    }

    private void onAnswer(ControllerOutcome<Result<AllocateProducerIds.Block>> outcome) {
        asking = false;
        if (outcome instanceof ControllerOutcome.Done<Result<AllocateProducerIds.Block>> done
                && done.answer() instanceof Result.Ok<AllocateProducerIds.Block> block) {
            nextId = block.value().first();
            left = block.value().count();
            serve();
        } else {
            refuseAll();
        }
    }

    private void refuseAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().refuse();
        }
    }
}
