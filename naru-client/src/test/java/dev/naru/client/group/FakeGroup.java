package dev.naru.client.group;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;
import java.util.Set;

/** Has at once whatever it should have. */
final class FakeGroup implements Member.Group {
    private boolean polling;
    private Set<TopicPartition> owned = Set.of();

    void polling(boolean isPolling) {
        polling = isPolling;
    }

    @Override
    public boolean isPolling() {
        return polling;
    }

    @Override
    public Set<TopicPartition> owned() {
        return owned;
    }

    @Override
    public void onAssignment(Set<TopicPartition> target) {
        owned = target;
    }

    @Override
    public void onFenced() {
        owned = Set.of();
    }

    @Override
    public void onFailed(ClientException reason) {
        throw reason;
    }

    @Override
    public void onUnsupported(ClientException reason) {
        throw reason;
    }
}
