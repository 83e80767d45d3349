package dev.naru.broker;

import dev.naru.broker.api.BrokerServices;
import dev.naru.broker.api.Dispatcher;
import dev.naru.broker.api.ServedApis;
import dev.naru.broker.config.BrokerConfig;
import dev.naru.broker.metadata.SupportedFeatures;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import dev.naru.controller.Bootstrap;
import dev.naru.controller.Controller;
import dev.naru.controller.ControllerOutcome;
import dev.naru.controller.RegisterBroker;
import dev.naru.controller.RenewLeaderships;
import dev.naru.metadata.BrokerImage;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.Listener;
import dev.naru.network.RequestServer;
import dev.naru.storage.LogDirectoryInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a broker shows to the world: its listeners, and its registration in the cluster under the addresses they are bound
 * to. It opens when the partitions are there, so that nobody who can connect finds less than all.
 *
 * <p>Threading: confined to the metadata loop; binding and unbinding, which may block, happen on the I/O pool.
 */
final class BrokerFront {
    private final BrokerServices services;
    private final BrokerPorts ports;
    private final BrokerWatcher watcher;
    private final Consumer<Throwable> failed;
    private final EventLoop loop;
    private final RequestServer server;

    BrokerFront(BrokerServices services, BrokerPorts ports, BrokerWatcher watcher, Consumer<Throwable> failed) {
        this.services = services;
        this.ports = ports;
        this.watcher = watcher;
        this.failed = failed;
        this.loop = ports.loops().all().get(0);
        BrokerConfig.Network network = services.config().network();
        this.server = new RequestServer(
                new Dispatcher(ServedApis.table(services), services.image()), network.limits(), network.quota());
    }

    Controller controller() {
        return services.controller();
    }

    /** Listens, registers, and tells the watcher once requests can see the registration. */
    void open() {
        if (services.logs().endedUncleanly()) {
            renewLeaderships(null);
        } else {
            listenAndRegister();
        }
    }

    /**
     * Ends of logs may be lost, and what is written in their place must not pass for what readers have seen (KIP-320): so
     * this comes before anybody can write.
     */
    private void renewLeaderships(@Nullable String from) {
        services.controller()
                .submit(
                        new RenewLeaderships(services.identity().brokerId(), from),
                        outcome -> continueIfDone(outcome, done -> {
                            String next = done.answer().next();
                            if (next == null) {
                                services.image().await(done.endOffset(), loop, this::listenAndRegister);
                            } else {
                                renewLeaderships(next);
                            }
                        }));
    }

    private void listenAndRegister() {
        ports.ioPool().submit(this::listen, loop, this::bootstrap, failed);
    }

    private List<Listener> listen() throws IOException {
        Map<String, Integer> boundPorts = new HashMap<>();
        for (Listener listener : services.config().listeners().bound()) {
            boundPorts.put(
                    listener.name(), server.listen(ports.acceptor(), listener).getPort());
        }
        return services.config().listeners().advertisedAt(boundPorts, "localhost");
    }

    private void bootstrap(List<Listener> advertised) {
        services.controller()
                .submit(
                        new Bootstrap(
                                SupportedFeatures.newest(), services.identity().brokerId()),
                        outcome -> continueIfDone(outcome, done -> register(advertised)));
    }

    private void register(List<Listener> advertised) {
        Uuid incarnationId = new Uuid(ports.random().nextLong(), ports.random().nextLong());
        RegisterBroker registration =
                new RegisterBroker(services.identity().brokerId(), incarnationId, contact(advertised), capabilities());
        services.controller()
                .submit(
                        registration,
                        outcome -> continueIfDone(
                                outcome,
                                done -> services.image()
                                        .await(done.endOffset(), loop, () -> watcher.onReady(advertised))));
    }

    private BrokerImage.Contact contact(List<Listener> advertised) {
        return new BrokerImage.Contact(
                advertised.stream()
                        .map(listener ->
                                new BrokerImage.Endpoint(listener.name(), listener.host(), listener.port(), (short)
                                        listener.protocol().id()))
                        .toList(),
                services.config().node().rack());
    }

    private BrokerImage.Capabilities capabilities() {
        return new BrokerImage.Capabilities(
                services.logs().directories().stream()
                        .filter(LogDirectoryInfo::online)
                        .map(LogDirectoryInfo::directoryId)
                        .toList(),
                SupportedFeatures.RANGES);
    }

    private <A> void continueIfDone(ControllerOutcome<A> outcome, Consumer<ControllerOutcome.Done<A>> next) {
        if (outcome instanceof ControllerOutcome.Done<A> done) {
            next.accept(done);
        } else {
            failed.accept(new IOException("the controller cannot write to the metadata log"));
        }
    }

    /** Changes how many connections there may be. */
    void setQuota(ConnectionQuota quota) {
        server.setQuota(quota);
    }

    /** Accepts no more connections; those that are open go on. */
    void stopListening(Runnable done) {
        ports.ioPool()
                .submit(
                        () -> {
                            server.stopListening();
                            return true;
                        },
                        loop,
                        stopped -> done.run(),
                        cause -> done.run());
    }

    /** Closes all connections; {@code done} runs when each loop has closed its own. */
    void closeConnections(Runnable done) {
        server.close();
        passThrough(List.copyOf(ports.loops().all()).iterator(), done);
    }

    /** Runs {@code done} behind all that was given to the loops before. */
    private void passThrough(Iterator<EventLoop> loops, Runnable done) {
        if (loops.hasNext()) {
            loops.next().execute(() -> passThrough(loops, done));
        } else {
            loop.execute(done);
        }
    }
}
