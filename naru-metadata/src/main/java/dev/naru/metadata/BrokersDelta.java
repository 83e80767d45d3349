package dev.naru.metadata;

import dev.naru.protocol.metadata.BrokerRegistrationChangeRecord;
import dev.naru.protocol.metadata.FenceBrokerRecord;
import dev.naru.protocol.metadata.RegisterBrokerRecord;
import dev.naru.protocol.metadata.UnfenceBrokerRecord;
import dev.naru.protocol.metadata.UnregisterBrokerRecord;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changes about the brokers.
 *
 * <p>Threading: confined to whoever replays; read by everybody afterwards.
 */
public final class BrokersDelta {
    private static final byte TURNED_ON = 1;
    private static final byte TURNED_OFF = -1;

    private final Set<Integer> changed = new TreeSet<>();
    private SortedTree<Integer, BrokerImage> brokers;

    BrokersDelta(SortedTree<Integer, BrokerImage> base) {
        this.brokers = base;
    }

    /** Brokers that are new, different or gone. */
    public Set<Integer> changed() {
        return Collections.unmodifiableSet(changed);
    }

    void replay(RegisterBrokerRecord record) {
        List<BrokerImage.Endpoint> endpoints = record.endPoints().stream()
                .map(endpoint -> new BrokerImage.Endpoint(
                        endpoint.name(), endpoint.host(), endpoint.port(), endpoint.securityProtocol()))
                .toList();
        SortedMap<String, BrokerImage.FeatureRange> features = new TreeMap<>();
        record.features()
                .forEach(feature -> features.put(
                        feature.name(),
                        new BrokerImage.FeatureRange(feature.minSupportedVersion(), feature.maxSupportedVersion())));
        set(new BrokerImage(
                record.brokerId(),
                record.brokerEpoch(),
                record.incarnationId(),
                new BrokerImage.Contact(endpoints, record.rack()),
                new BrokerImage.State(record.fenced(), record.inControlledShutdown()),
                new BrokerImage.Capabilities(
                        List.copyOf(record.logDirs()), Collections.unmodifiableSortedMap(features))));
    }

    void replay(UnregisterBrokerRecord record) {
        BrokerImage broker = broker(record.brokerId(), record.brokerEpoch());
        brokers = brokers.without(broker.id());
        changed.add(broker.id());
    }

    void replay(FenceBrokerRecord record) {
        BrokerImage broker = broker(record.id(), record.epoch());
        set(withState(broker, new BrokerImage.State(true, broker.state().inControlledShutdown())));
    }

    void replay(UnfenceBrokerRecord record) {
        BrokerImage broker = broker(record.id(), record.epoch());
        set(withState(broker, new BrokerImage.State(false, broker.state().inControlledShutdown())));
    }

    void replay(BrokerRegistrationChangeRecord record) {
        BrokerImage broker = broker(record.brokerId(), record.brokerEpoch());
        BrokerImage.State state = broker.state();
        boolean fenced = record.fenced() == TURNED_ON || (state.fenced() && record.fenced() != TURNED_OFF);
        boolean inShutdown = state.inControlledShutdown() || record.inControlledShutdown() == TURNED_ON;
        BrokerImage.Capabilities capabilities = broker.capabilities();
        if (!record.logDirs().isEmpty()) {
            capabilities = new BrokerImage.Capabilities(List.copyOf(record.logDirs()), capabilities.features());
        }
        set(new BrokerImage(
                broker.id(),
                broker.epoch(),
                broker.incarnationId(),
                broker.contact(),
                new BrokerImage.State(fenced, inShutdown),
                capabilities));
    }

    SortedTree<Integer, BrokerImage> apply() {
        return brokers;
    }

    private BrokerImage broker(int id, long epoch) {
        BrokerImage broker = brokers.get(id);
        if (broker == null || broker.epoch() != epoch) {
            throw new MetadataException("a record speaks of broker " + id + " in epoch " + epoch
                    + ", but registered is " + (broker == null ? "none" : "epoch " + broker.epoch()));
        }
        return broker;
    }

    private void set(BrokerImage broker) {
        brokers = brokers.with(broker.id(), broker);
        changed.add(broker.id());
    }

    private static BrokerImage withState(BrokerImage broker, BrokerImage.State state) {
        return new BrokerImage(
                broker.id(), broker.epoch(), broker.incarnationId(), broker.contact(), state, broker.capabilities());
    }
}
