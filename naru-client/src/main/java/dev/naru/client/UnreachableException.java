package dev.naru.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No address has ever answered, and patience for that ran out ({@link ClientConfig.Timeouts#firstContactMs}). Trying again
 * is for the caller to decide.
 */
public final class UnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient List<Address> addresses;
    private final String reason;

    public UnreachableException(List<Address> addresses, String reason, @Nullable Throwable cause) {
        super(
                "cannot reach "
                        + String.join(
                                ", ", addresses.stream().map(Address::toString).toList()) + ": " + reason,
                cause);
        this.addresses = List.copyOf(addresses);
        this.reason = reason;
    }

    /** The addresses that were tried. */
    public List<Address> addresses() {
        return addresses;
    }

    /** What happened at the last of them, in a few words. */
    public String reason() {
        return reason;
    }
}
