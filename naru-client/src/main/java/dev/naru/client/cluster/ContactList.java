package dev.naru.client.cluster;

import dev.naru.client.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whom to ask next: an address with an open connection, else the brokers of the view and the bootstrap addresses, one
 * after the other, from a random first one on so that many clients do not all ask the same broker.
 *
 * <p>Threading: confined to the client's loop.
 */
final class ContactList {
    private final List<Address> bootstrap;
    private int turn;
    private int failuresInARow;
    private int candidateCount;

    ContactList(List<Address> bootstrap, RandomGenerator random) {
        this.bootstrap = bootstrap;
        this.turn = random.nextInt(bootstrap.size());
        this.candidateCount = bootstrap.size();
    }

    Address next(ClusterView view, BrokerLinks links) {
        Set<Address> candidates = new LinkedHashSet<>();
        view.brokers().values().forEach(broker -> candidates.add(broker.address()));
        candidates.addAll(bootstrap);
        candidateCount = candidates.size();
        if (failuresInARow == 0) {
            for (Address candidate : candidates) {
                if (links.isOpen(candidate)) {
                    return candidate;
                }
            }
        }
        return new ArrayList<>(candidates).get(Math.floorMod(turn++, candidateCount));
    }

    /** Forgets the failures so far. */
    void reset() {
        failuresInARow = 0;
    }

    void onFailed() {
        failuresInARow++;
    }

    /** True if as many tries in a row failed as there are addresses. */
    boolean triedAll() {
        return failuresInARow >= candidateCount;
    }
}
