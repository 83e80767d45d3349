package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.ClientException;
import org.jspecify.annotations.Nullable;

/** A connection could not be opened, or was lost before the answer came. Worth another try. */
public final class DisconnectedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public DisconnectedException(Address address, String reason, @Nullable Throwable cause) {
        super(address + ": " + reason, cause);
        this.reason = reason;
    }

    /** What happened, without the address. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
