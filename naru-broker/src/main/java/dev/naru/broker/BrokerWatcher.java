package dev.naru.broker;

import dev.naru.network.Listener;
import java.util.List;

/** Whoever runs a broker and has to know how it goes. Called on a loop of the broker. */
public interface BrokerWatcher {
    /** Clients can connect and use everything. Called once, unless the start failed. */
    void onReady(List<Listener> advertised);

    /** The broker cannot start, or cannot go on; its process should end. */
    void onFailed(Throwable cause);
}
