package dev.naru.client.producer;

import dev.naru.client.ClientException;

/** The producer holds as many unacknowledged bytes as it may. Wait for {@link Producer#room}, then send again. */
public final class BufferFullException extends ClientException {
    private static final long serialVersionUID = 1L;

    BufferFullException(int sizeBytes, long bufferBytesMax) {
        super("no room for a record of " + sizeBytes + " bytes: the limit is " + bufferBytesMax
                + " bytes that are not acknowledged yet");
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
